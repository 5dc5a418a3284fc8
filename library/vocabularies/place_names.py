"""Places that are written in words, and which of several places is the narrowest."""

import re
from collections.abc import Iterable

from library.vocabularies.models import Place

_PARTED = re.compile(r"[;,]")


class PlaceNames:
    """All places by name, loaded once, to recognise them in one text or in thousands of rows."""

    def __init__(self) -> None:
        self._by_name: dict[str, list[Place]] = {}
        for place in Place.objects.in_order():
            for name in dict.fromkeys([place.name, *place.also]):
                self._by_name.setdefault(name.casefold(), []).append(place)

    def read(self, text: str) -> tuple[list[Place], str]:
        """Return the places that a text such as "England; Luton" names, and the text itself if it says more.

        A name that several places share is that of the one inside another place of the text, otherwise of
        the widest one.
        """
        names = [" ".join(part.split()).casefold() for part in _PARTED.split(text)]
        found: list[Place] = []
        is_all_known = True
        for name in filter(None, names):
            same = self._by_name.get(name, [])
            inside = [p for p in same if any(p.path.startswith(f"{q.path}/") for q in found)]
            if same:
                found.append((inside or same)[0])
            else:
                is_all_known = False
        return narrowest(found), "" if is_all_known else text


def narrowest(places: Iterable[Place]) -> list[Place]:
    """Leave out every place that contains another one of the list: a place implies all wider ones."""
    chosen = list(dict.fromkeys(places))
    return [
        place
        for place in chosen
        if not any(other.path.startswith(f"{place.path}/") for other in chosen)
    ]
