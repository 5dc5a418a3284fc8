"""Parts of templates that are rendered once in a process for what they show: ``{% kept %}``."""

from collections.abc import Hashable, Mapping
from typing import Any

from django.template import Context, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.urls import get_script_prefix, get_urlconf
from django.utils.safestring import SafeString
from django.utils.translation import get_language

_MOST = 256


class KeptNode(Node):
    """The part between ``{% kept %}`` and ``{% endkept %}``.

    It sees the values that it names and nothing else, no request and no reader, and is kept for exactly these, the
    language and where the site's addresses begin. So whatever somebody may or may not see is decided outside.
    """

    def __init__(self, nodelist: NodeList, named: Mapping[str, FilterExpression]) -> None:
        self.nodelist = nodelist
        self.named = named
        self._kept: dict[Hashable, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        values = {name: value.resolve(context) for name, value in self.named.items()}
        # Text that is safe as it is and text that is not are equal, but are not rendered alike.
        kinds = map(type, values.values())
        key = (get_language(), get_urlconf(), get_script_prefix(), *values.values(), *kinds)
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= _MOST:
                self._kept.clear()
            found = self._kept[key] = self.nodelist.render(_only(context, values))
        return found


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
