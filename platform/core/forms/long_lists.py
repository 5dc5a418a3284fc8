"""Lists straight from their choices: Django makes two dictionaries for each of sixty topics and four hundred zones.

What a long list of fixed words says unless something is chosen is written once in a process, for exactly these words. So a
topic or a term that is named anew is read at once, and nothing has to be forgotten.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from django.forms.widgets import ChoiceWidget

from core.forms.markup import attributes, escape

# A group of choices, its name, and whether it is one: a choice without a group stands alone.
Group = tuple[Any, Sequence[tuple[Any, Any]], bool]
# Stands for the place of an option in the id that all of them have in common. No id that we make holds it.
_PLACE = "\0"
# Choices of a group.
_SEVERAL = (list, tuple)
# A list is kept from so many texts on, two for each choice; so many lists are.
_LONG = 20
_MOST = 100


class Options(NamedTuple):
    """Options of a list: their HTML, in which every second part is empty, the place for the mark of one that is chosen."""

    parts: tuple[str, ...]
    # Where the mark of each value goes.
    places: dict[str, list[int]]

    def html(self, chosen: Iterable[str], mark: str, *, is_multiple: bool) -> str:
        """Return them with the chosen ones marked; where only one can be chosen, the first of those that have the value."""
        marked = [place for value in set(chosen) for place in self.places.get(value, ())]
        parts = list(self.parts)
        for place in marked if is_multiple or not marked else [min(marked)]:
            parts[place] = mark
        return "".join(parts)


Writer = Callable[..., Options]


def select_html(widget: ChoiceWidget, name: str, chosen: list[str], attrs: dict[str, Any]) -> str:
    """Write a select."""
    is_multiple = widget.allow_multiple_selected
    inside = _options(widget, _write_select).html(chosen, " selected", is_multiple=is_multiple)
    shown = attributes({**attrs, "multiple": True} if is_multiple else attrs)
    return f'<select name="{escape(name)}"{shown}>{inside}\n</select>'


def choices_html(widget: ChoiceWidget, name: str, chosen: list[str], attrs: dict[str, Any]) -> str:
    """Write check boxes or radio buttons."""
    place = escape(attrs.get("id", ""))
    shared = attributes({**attrs, "id": _PLACE} if place else attrs)
    before = f'<div class="choice"><input type="{widget.input_type}" name="{escape(name)}"'
    options = _options(widget, _write_choices, before, shared, place)
    inside = options.html(chosen, " checked", is_multiple=widget.allow_multiple_selected)
    css = f" {escape(attrs['class'])}" if attrs.get("class") else ""
    own = f' id="{place}"' if place else ""
    return f'<div class="choices{css}"{own}>{inside}</div>'


def _options(widget: ChoiceWidget, write: Writer, *words: str) -> Options:
    """Return the options, from memory for a long list of plain words."""
    # By ``iter``: a list of rows would be counted first, by a query.
    choices = tuple(iter(widget.choices))
    known = _as_key(choices)
    return write(_groups(choices), *words) if known is None else _kept(write, known, *words)


@lru_cache(_MOST)
def _kept(write: Writer, choices: tuple[Any, ...], *words: str) -> Options:
    return write(_groups(choices), *words)


def _as_key(choices: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """Return choices that read alike wherever they are equal; none for a short list, or where not all are plain texts.

    Safe text is equal to text that is not. What is chosen by a number, also by one that is written, names rows, which
    may be people: nobody's name is kept.
    """
    within = [label for _value, label in choices if isinstance(label, _SEVERAL)]
    if within:
        if not all(isinstance(label, _SEVERAL) for _value, label in choices):
            return None
        choices = tuple([(name, tuple(map(tuple, label))) for name, label in choices])
        offered = list(chain.from_iterable(within))
        texts = [*chain.from_iterable(offered), *(name for name, _ in choices)]
    else:
        offered = list(choices)
        texts = list(chain.from_iterable(offered))
    is_plain = {*map(type, texts)} == {str} and {*map(type, choices)} == {tuple}
    if not is_plain or len(texts) <= _LONG:
        return None
    return None if all(value.isdecimal() for value, _label in offered if value) else choices


def _groups(choices: Iterable[tuple[Any, Any]]) -> Iterable[Group]:
    """Yield each group with its choices, as widgets number them."""
    for value, label in choices:
        if isinstance(label, _SEVERAL):
            yield value, label, True
        else:
            yield None, [("" if value is None else value, label)], False


def _write_select(groups: Iterable[Group]) -> Options:
    written = _Written()
    for group, choices, _is_group in groups:
        if group:
            written.add(f'\n  <optgroup label="{escape(group)}">')
        for value, label in choices:
            written.add(f'\n  <option value="{escape(value)}"')
            written.leave_place(value)
            written.add(f">{escape(label)}</option>")
        if group:
            written.add("\n  </optgroup>")
    return written.options()


def _write_choices(groups: Iterable[Group], before: str, shared: str, place: str) -> Options:
    written = _Written()
    for number, (group, choices, is_group) in enumerate(groups):
        if group:
            written.add(f'<p class="label">{escape(group)}</p>')
        for below, (value, label) in enumerate(choices):
            own = f"{place}_{number}_{below}" if is_group else f"{place}_{number}"
            # Within a group a choice may stand for no value, and then sends none.
            sent = "" if value is None else f' value="{escape(value)}"'
            to = f' for="{own}"' if place else ""
            written.add(f"{before}{sent}{shared.replace(_PLACE, own)}")
            written.leave_place(value)
            written.add(f"><label{to}>{escape(label)}</label></div>")
    return written.options()


class _Written:
    """Options that are being written."""

    def __init__(self) -> None:
        self._parts = [""]
        self._places: dict[str, list[int]] = {}

    def add(self, html: str) -> None:
        self._parts[-1] += html

    def leave_place(self, value: Any) -> None:
        """Leave a place for the mark of the option of this value."""
        self._places.setdefault(str(value), []).append(len(self._parts))
        self._parts += ["", ""]

    def options(self) -> Options:
        return Options(tuple(self._parts), self._places)
