"""Django's tags for translations, with ``{% translate %}`` of fixed words looked up once for each language.

A page says a hundred fixed words. Django asks every catalogue for each of them again, five microseconds a word.
"""

from typing import Any

from django.template import Context, Library, Node
from django.template.base import Parser, Token, Variable
from django.templatetags import i18n
from django.utils.translation import get_language

register = Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class FixedWordsNode(Node):
    """Words that are the same on each page of a language."""

    child_nodelists = ()

    def __init__(self, words: i18n.TranslateNode, asvar: str | None) -> None:
        self.words = words
        self.asvar = asvar
        self._kept: dict[str | None, Any] = {}

    def render(self, context: Context) -> Any:
        language = get_language()
        found = self._kept.get(language)
        if found is None:
            found = self._kept[language] = self.words.render(context)
        if self.asvar is None:
            return found
        context[self.asvar] = found
        return ""


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> Node:
    """Compile ``{% translate "words" %}`` as Django does; what is no fixed text is translated each time."""
    node = i18n.do_translate(parser, token)
    words = node.filter_expression
    is_fixed = isinstance(words.var, Variable) and words.var.literal is not None
    if not is_fixed or words.filters or node.message_context is not None:
        return node
    asvar, node.asvar = node.asvar, None
    return FixedWordsNode(node, asvar)
