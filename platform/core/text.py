"""Markdown of people, rendered to safe HTML once, when it is written.

What people type is what readers see: no sign becomes another one, a line break stays one, an address becomes a
link, and nothing that cannot be shown disappears. Stars and underscores emphasise where they stand in pairs around
words (``*so*``, ``**so**``), and stay as they are everywhere else.
"""

import re
from collections.abc import Iterator, Sequence

import nh3
from django.utils.safestring import SafeString, mark_safe
from linkify_it import LinkifyIt
from linkify_it.main import Match
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_inline import StateInline, linkify
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "h5", "hr", "li", "ol", "p", "pre", "s",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title"},
    "li": {"value"},
    "ol": {"start"},
    "table": {"tabindex"},
    "th": {"scope"},
}
_SCHEMES = {"http", "https", "mailto"}
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# What ends an address in a sentence. The library knows the signs of ASCII; these are the quotes and the signs of
# Arabic and Chinese, where often no space follows an address.
_ENDS_AN_ADDRESS = re.compile("[“”‘’«»‹›،؛؟۔，。；：！？、]")
# After one of these, ``www.`` is inside a longer address and begins no link.
_GO_ON = "./:-@"
_MOST_ADDRESSES = 200
_MARKERS = "*_"
# A star between one of these and a number multiplies.
_CLOSES = ")]}"
# Signs of scripts that write no space between words, or join endings to what is emphasised: Thai to Burmese, Khmer,
# Chinese, Japanese and Korean.
_WITHOUT_SPACES = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)
_BRACKETS = {"）": "（", "】": "【", "》": "《", "」": "「", "』": "『"}


class _Addresses(LinkifyIt):
    """Finds addresses in plain text: with ``http``, ``https`` or ``mailto``, with ``www.``, and of mail.

    A name such as ``example.org`` alone is left as it is, for ``etc.So`` looks just like it.
    """

    def __init__(self) -> None:
        super().__init__(options={"fuzzy_link": False})
        self.add("ftp:", None).add("//", None)
        # Mail goes to every top-level domain, nhs.wales as well.
        self.tlds([r"[^\W\d_]{2,63}"], keep_old=True)
        self.add("www.", {"validate": self._length_after_www, "normalize": self._with_scheme})
        rest = self.re["src_host_port_strict"] + self.re["src_path"]
        self._after_www = re.compile(rest, re.IGNORECASE)

    def test_schema_at(self, text: str, name: str, position: int) -> int:
        """Return how many characters after the scheme belong to the address."""
        length = super().test_schema_at(text, name, position)
        return _length_in_sentence(text[position : position + length])

    def match_at_start(self, text: str) -> Match | None:
        """Return the address with a scheme that the text begins with."""
        found = super().match_at_start(text)
        return None if found is not None and found.schema == "www." else found

    def _length_after_www(self, text: str, position: int) -> int:
        before = position - len("www.") - 1
        if before >= 0 and text[before] in _GO_ON:
            return 0
        found = self._after_www.match(text, position)
        return len(found[0]) if found and "." in found[0] else 0

    def _with_scheme(self, match: Match) -> None:
        match.url = f"http://{match.url}"


def _whole_table(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """Read a table; cells for which its head has no column go into the last one, instead of vanishing."""
    before = len(state.tokens)
    if not table(state, first, end, silent):
        return False
    width = sum(token.type == "th_open" for token in state.tokens[before:])
    line, last = first, 0
    for position, token in enumerate(state.tokens[before:], start=before):
        if token.type == "tr_open" and token.map:
            line = token.map[0]
        elif token.type == "inline":
            last = position
        elif token.type == "tr_close" and (extra := _cells(state, line)[width:]):
            state.tokens[last].content = " | ".join([state.tokens[last].content, *extra])
    return True


def _cells(state: StateBlock, line: int) -> list[str]:
    text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()
    cells = [cell.strip() for cell in escapedSplit(text)]
    return cells[cells[:1] == [""] : len(cells) - (cells[-1:] == [""])]


def _some_addresses(state: StateInline, silent: bool) -> bool:
    """Keep the signs of an address from being read as Markdown, for as many addresses as people write.

    The library reads the text before each of them anew: thousands of them would take minutes. Those that come later
    become links all the same, when the text is finished.
    """
    if not state.src.startswith("://", state.pos):
        return False
    found = state.env["addresses"] = state.env.get("addresses", 0) + 1
    return found <= _MOST_ADDRESSES and linkify(state, silent)


def _stars_in_words(state: StateInline) -> None:
    """Leave stars inside a word or a sum as they are typed: ``2*3*4``, ``Leser*innen``.

    Chinese, Japanese, Thai and others write words without spaces, so a star between two of their signs may emphasise.
    """
    for delimiters in _delimiters_of(state):
        for run in _runs(delimiters):
            before = _neighbour(state, delimiters[run[0]].token - 1, -1)
            after = _neighbour(state, delimiters[run[-1]].token + 1, 0)
            is_within = before.isalnum() and after.isalnum()
            if is_within and not _WITHOUT_SPACES.search(before + after):
                for index in run:
                    delimiters[index].open = delimiters[index].close = False
            elif before in _CLOSES and after.isalnum():
                for index in run:
                    delimiters[index].open = False


def _unbalanced_markers(state: StateInline) -> None:
    """Leave markers as they are typed where only a part of them has a counterpart: ``**a*``."""
    for delimiters in _delimiters_of(state):
        runs = _runs(delimiters)
        run_of = {index: run for run in runs for index in run}
        partner = {
            i: each.end for i, each in enumerate(delimiters) if i in run_of and each.end >= 0
        }
        partner |= {end: start for start, end in partner.items()}
        waiting = list(runs)
        while waiting:
            run = waiting.pop()
            used = [index for index in run if index in partner]
            if len(used) == len(run):
                continue
            for index in used:
                other = partner.pop(index)
                del partner[other]
                delimiters[min(index, other)].end = -1
                waiting.append(run_of[other])


def _delimiters_of(state: StateInline) -> list[list[Delimiter]]:
    """Return the markers of the text and of each link in it."""
    return [
        state.delimiters,
        *(meta["delimiters"] for meta in state.tokens_meta if meta and "delimiters" in meta),
    ]


def _runs(delimiters: Sequence[Delimiter]) -> list[list[int]]:
    """Group the places of stars and underscores that stand together."""
    runs: list[list[int]] = []
    for index, each in enumerate(delimiters):
        if chr(each.marker) not in _MARKERS:
            continue
        before = delimiters[index - 1] if runs and runs[-1][-1] == index - 1 else None
        if before and (before.marker, before.token) == (each.marker, each.token - 1):
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def _neighbour(state: StateInline, position: int, sign: int) -> str:
    """Return the sign of the text beside a marker, or a space where there is none."""
    if not 0 <= position < len(state.tokens) or state.tokens[position].type != "text":
        return " "
    return state.tokens[position].content[sign:][:1] or " "


class _Markdown(MarkdownIt):
    """Markdown without replacements, references that vanish, and links to where we do not lead."""

    def __init__(self) -> None:
        super().__init__("commonmark", {"html": False, "linkify": True, "breaks": True})
        self.linkify = _Addresses()
        self.enable(["table", "strikethrough", "linkify"])
        # A list of sources as "[1]: https://…" is what a reference would make invisible.
        self.disable(["entity", "reference"])
        self.inline.ruler.at("linkify", _some_addresses)
        self.inline.ruler2.before("balance_pairs", "stars_in_words", _stars_in_words)
        self.inline.ruler2.before("emphasis", "unbalanced_markers", _unbalanced_markers)
        self.block.ruler.at("table", _whole_table, {"alt": ["paragraph", "reference"]})

    def validateLink(self, url: str) -> bool:  # noqa: N802  (the library's name)
        """Tell whether we lead there. Otherwise the text stays as it was typed, with its address.

        An address like ``//elsewhere.example`` looks like one of ours and is not.
        """
        scheme = _SCHEME.match(url)
        return scheme[1].lower() in _SCHEMES if scheme else not url.startswith("//")

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802  (the library's name)
        """Return the address as it was typed."""
        return link


_markdown = _Markdown()


def render_markdown(source: str, *, top_heading: int = 2) -> SafeString:
    """Render Markdown to HTML that is safe to show; headings start at ``h<top_heading>``.

    HTML in the source is shown as text. Links may lead to http, https, mailto or an address of our own. An
    image is shown as a link to it, as our pages load nothing from elsewhere.
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
        elif token.type == "fence" and len(token.info.split()) > 1:
            token.content = f"{token.info.strip()}\n{token.content}"  # a sentence, no language
        elif token.children:
            token.children = list(_images_as_links(token.children))
    _keep_numbers(tokens)
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    return mark_safe(  # noqa: S308  (cleaned by nh3 on this very line)
        nh3.clean(
            html,
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            url_schemes=_SCHEMES,
            attribute_filter=_no_hidden_host,
            link_rel="noopener nofollow ugc",
        )
    )


def images_in(source: str) -> list[str]:
    """Return the images that Markdown names, by their addresses: readers get a link to each, and no picture."""
    return [
        str(child.attrs["src"])
        for token in _markdown.parse(source)
        for child in token.children or ()
        if child.type == "image"
    ]


def _no_hidden_host(_tag: str, attribute: str, value: str) -> str | None:
    """Drop an address like ``//elsewhere.example``, which looks like one of ours and is not."""
    return None if attribute == "href" and value.startswith("//") else value


def _length_in_sentence(address: str) -> int:
    """Return the length of the address without the sentence that goes on behind it."""
    end = _ENDS_AN_ADDRESS.search(address)
    address = (address[: end.start()] if end else address).removesuffix("~~")
    for position, sign in enumerate(address):
        if sign in _BRACKETS and _BRACKETS[sign] not in address[:position]:
            return position
    return len(address)


def _images_as_links(tokens: Sequence[Token]) -> Iterator[Token]:
    """Put a link in the place of each image, named by its alternative text; one inside a link goes behind it."""
    is_in_link = False
    waiting: list[Token] = []
    for token in tokens:
        if token.type != "image":
            yield token
        elif is_in_link:
            yield _text(_alternative(token) or str(token.attrs["src"]))
            waiting += [_text(" ("), *_link(token, str(token.attrs["src"])), _text(")")]
        else:
            yield from _link(token, _alternative(token) or str(token.attrs["src"]))
        if token.type in {"link_open", "link_close"}:
            is_in_link = token.type == "link_open"
        if not is_in_link:
            yield from waiting
            waiting = []


def _alternative(image: Token) -> str:
    """Return the alternative text of an image, without its formatting."""
    return RendererHTML().renderInlineAsText(image.children, _markdown.options, {}).strip()


def _link(image: Token, text: str) -> list[Token]:
    address = {"href": image.attrs["src"]}
    title = {"title": image.attrs["title"]} if "title" in image.attrs else {}
    start = Token("link_open", "a", 1, attrs={**address, **title})
    return [start, _text(text), Token("link_close", "a", -1)]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _keep_numbers(tokens: Sequence[Token]) -> None:
    """Let numbered lists show the numbers that were typed, also where they leave some out.

    A list whose numbers are all the same is counted: so people write who leave the counting to us.
    """
    lists: list[list[Token]] = []
    for token in tokens:
        if token.type in {"ordered_list_open", "bullet_list_open"}:
            lists.append([])
        elif token.type == "list_item_open":
            lists[-1].append(token)
        elif token.type == "ordered_list_close":
            _number(lists.pop())
        elif token.type == "bullet_list_close":
            lists.pop()


def _number(items: Sequence[Token]) -> None:
    numbers = [int(item.info) for item in items]
    if len(set(numbers)) == 1:
        return
    for before, number, item in zip(numbers, numbers[1:], items[1:], strict=False):
        if number != before + 1:
            item.attrSet("value", str(number))
