"""Parts of templates that are rendered once in a process for what they show: ``{% kept %}``."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
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


def _kinds(values: Iterable[Any]) -> tuple[Any, ...]:
    """Return of what kind each value is, also those within: safe text and other text are equal, but read otherwise."""
    return tuple(
        [type(value) if (parts := _parts_of(value)) is None else _kinds(parts) for value in values]
    )


def _parts_of(value: Any) -> Iterable[Any] | None:
    """Return what a value consists of; none for what is one thing."""
    if isinstance(value, tuple):
        return value
    if isinstance(value, frozenset):
        # Equal sets can come in any order.
        return sorted(value, key=str)
    if is_dataclass(value):
        return [getattr(value, field.name) for field in fields(value)]
    return None


def _refuse(values: Iterable[Any]) -> None:
    for value in values:
        if isinstance(value, Model):
            raise TypeError(
                f"{value!r} is equal to what it was before it changed: name what is shown of it."
            )
        if isinstance(value, float | Decimal):
            raise TypeError(f"{value!r} is equal to numbers that read otherwise: name its text.")
        _refuse(_parts_of(value) or ())
