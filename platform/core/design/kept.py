"""Parts of templates that are rendered once in a process for what they show: ``{% kept %}``."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from threading import Lock
from typing import Any

from django.db.models import Model
from django.template import Context, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.urls import get_script_prefix, get_urlconf
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language

# So many of each part, and so many characters: some of what is shown has addresses that readers write.
_MOST = 1_000
_MOST_CHARACTERS = 2_000_000


class KeptNode(Node):
    """The part between ``{% kept %}`` and ``{% endkept %}``.

    It sees the values that it names and nothing else, no request and no reader, and is kept for exactly these, the
    language, the time zone and where the site's addresses begin. So whatever somebody may or may not see is decided
    outside.

    Values that are equal must read alike. What a row of a list shows is therefore named as one tuple of plain values.
    Models are refused: two of them are equal when their keys are, whatever else they say.
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
        key = (*place, *values.values(), _kinds(values.values()))
        found = self._kept.get(key)
        if found is None:
            _refuse_models(values.values())
            found = self.nodelist.render(_only(context, values))
            self._keep(key, found)
        return found

    def _keep(self, key: Hashable, found: SafeString) -> None:
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
    """Return of what kind each value is, also those in tuples: safe text and other text are equal, but read otherwise."""
    return tuple([_kinds(value) if isinstance(value, tuple) else type(value) for value in values])


def _refuse_models(values: Iterable[Any]) -> None:
    for value in values:
        if isinstance(value, Model):
            raise TypeError(
                f"{value!r} is equal to what it was before it changed: name what is shown of it."
            )
        if isinstance(value, tuple | frozenset):
            _refuse_models(value)
        elif is_dataclass(value):
            _refuse_models(getattr(value, field.name) for field in fields(value))
