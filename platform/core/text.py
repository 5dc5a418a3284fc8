"""Markdown of people, rendered to safe HTML once, when it is written."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_markdown = MarkdownIt("commonmark", {"html": False, "typographer": True}).enable(
    ["table", "strikethrough", "smartquotes", "replacements"]
)
_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "h5", "hr", "li", "ol", "p", "pre", "s",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "table": {"tabindex"}, "th": {"scope"}}


def render_markdown(source: str, *, top_heading: int = 2) -> SafeString:
    """Render Markdown to HTML that is safe to show; headings start at ``h<top_heading>``.

    HTML in the source is shown as text. Links may lead to http, https, mailto or an address of our own.
    """
    tokens = _markdown.parse(source)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            level = min(int(token.tag[1]) + top_heading - 1, 5)
            token.tag = f"h{level}"
        elif token.type == "th_open":
            token.attrSet("scope", "col")
        elif token.type == "table_open":
            token.attrSet("tabindex", "0")  # a wide table scrolls, so the keyboard must reach it
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    return mark_safe(  # noqa: S308  (cleaned by nh3 on this very line)
        nh3.clean(
            html,
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            url_schemes={"http", "https", "mailto"},
            attribute_filter=_no_hidden_host,
            link_rel="noopener nofollow ugc",
        )
    )


def _no_hidden_host(_tag: str, attribute: str, value: str) -> str | None:
    """Drop an address like ``//elsewhere.example``, which looks like one of ours and is not."""
    return None if attribute == "href" and value.startswith("//") else value
