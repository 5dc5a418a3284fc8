"""Writing the population groups and settings."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from library.vocabularies.actions.rewording import reworded
from library.vocabularies.choices import TermKind
from library.vocabularies.models import Term


@transaction.atomic
def load_terms(*, groups: Mapping[str, Iterable[Mapping[str, Any]]]) -> int:
    """Create or bring up to date the population groups and settings. Repeats safely."""
    with reworded(Term, "label", "synonyms"):
        return sum(
            _load_term(term, kind=TermKind(kind), position=position)
            for kind, terms in groups.items()
            for position, term in enumerate(terms)
        )


def _load_term(term: Mapping[str, Any], *, kind: TermKind, position: int) -> int:
    Term.objects.update_or_create(
        code=term["code"],
        defaults={
            "kind": kind,
            "label": term["label"],
            "position": position,
            "synonyms": list(term.get("also", [])),
        },
    )
    return 1
