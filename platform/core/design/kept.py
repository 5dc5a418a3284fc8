"""Parts of templates that are rendered once in a process for what they show: ``{% kept %}``."""

import datetime as dt
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import lru_cache
from threading import Lock
from typing import Any

from django.db.models import Model
from django.template import Context, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.urls import get_script_prefix, get_urlconf
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language

# So many of each part, and so many characters: some of what is shown has addresses and words that readers write.
_MOST = 1_000
_MOST_CHARACTERS = 2_000_000
# Values of these kinds have no parts.
_ONE_THING = frozenset(
    {str, SafeString, int, bool, type(None), bytes, dt.date, dt.datetime, dt.time, dt.timedelta}
)


class KeptNode(Node):
    """The part between ``{% kept %}`` and ``{% endkept %}``.

    It sees the values that it names and nothing else, no request and no reader, and is kept for exactly these, the
    language, the time zone and where the site's addresses begin. So whatever somebody may or may not see is decided
    outside.

    Values that are equal must read alike. What a row of a list shows is therefore named as one tuple of plain values.
    ``TypeError`` for values that can be equal and read otherwise: models, which are when their keys are, and numbers
    that are not whole, as 1.0 and 1.00 are.
    """

    def __init__(self, nodelist: NodeList, named: Mapping[str, FilterExpression]) -> None:
        self.nodelist = nodelist
        self.named = named
        self._kept: dict[Hashable, SafeString] = {}
        self._characters = 0
        self._changing = Lock()

    def render(self, context: Context) -> SafeString:
        values = {name: value.resolve(context) for name, value in self.named.items()}
        place = (get_language(), get_current_timezone(), get_urlconf(), get_script_prefix())
        key = (*place, context.autoescape, *values.values(), _kinds(values.values()))
        found = self._kept.get(key)
        if found is None:
            _refuse(values.values())
            found = self.nodelist.render(_only(context, values))
            self._keep(key, found)
        return found

    def _keep(self, key: Hashable, found: SafeString) -> None:
        if len(found) > _MOST_CHARACTERS:
            # All others would make room for it, and then it for the next one.
            return
        with self._changing:
            if key in self._kept:
                # Another thread rendered it meanwhile.
                return
            self._kept[key] = found
            self._characters += len(found)
            while len(self._kept) > _MOST or self._characters > _MOST_CHARACTERS:
                # The oldest makes room.
                self._characters -= len(self._kept.pop(next(iter(self._kept))))


def kept(parser: Parser, token: Token) -> KeptNode:
    """Compile ``{% kept home=address signed_in=user.is_authenticated %}…{% endkept %}``."""
    name, *bits = token.split_contents()
    named = token_kwargs(bits, parser)
    if bits:
        raise TemplateSyntaxError(f"{name} takes what it shows by name, as place=path.")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, named)


def _only(context: Context, values: dict[str, Any]) -> Context:
    return context.new(values)


def _kinds(values: Collection[Any]) -> tuple[Any, ...]:
    """Return of what kind each value is, also those within: safe text and other text are equal, but read otherwise."""
    kinds = tuple(map(type, values))
    # So it is for nearly all rows of lists, of which a page asks for hundreds of values.
    if _ONE_THING.issuperset(kinds):
        return kinds
    return tuple(
        [
            kind if (parts := _parts_of(value)) is None else (kind, _kinds(parts))
            for kind, value in zip(kinds, values, strict=True)
        ]
    )


def _parts_of(value: Any) -> Collection[Any] | None:
    """Return what a value consists of; none for what is one thing."""
    kind = type(value)
    if kind in _ONE_THING:
        return None
    if isinstance(value, tuple):
        return value
    if isinstance(value, frozenset):
        # Equal sets can come in any order.
        return sorted(value, key=str)
    if is_dataclass(kind):
        return [getattr(value, name) for name in _fields_of(kind)]
    return None


@lru_cache(maxsize=256)
def _fields_of(kind: type) -> tuple[str, ...]:
    """Return the names of the fields of a dataclass."""
    return tuple(field.name for field in fields(kind))


def _refuse(values: Iterable[Any]) -> None:
    for value in values:
        if isinstance(value, Model):
            raise TypeError(
                f"{value!r} is equal to what it was before it changed: name what is shown of it."
            )
        if isinstance(value, float | Decimal):
            raise TypeError(f"{value!r} is equal to numbers that read otherwise: name its text.")
        _refuse(_parts_of(value) or ())
