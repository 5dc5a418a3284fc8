"""Writes the HTML of a Word document in our Markdown: what an author would have typed."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.utils.translation import gettext as _

_HEADING = re.compile(r"h([1-6])")
_VOID = frozenset({"br", "img", "hr"})
_INLINE = frozenset({"a", "b", "br", "em", "i", "s", "strong", "sub", "sup", "u", "del", "span"})
_SPECIAL = re.compile(r"[\\*`\[\]]|(?<![^\W_])_|_(?![^\W_])|~~|\{\{")
_BEGINS_A_BLOCK = re.compile(r"^(\s*)(#{1,6}(?=\s)|[-+>](?=\s)|>|(?:-{3,}|={3,})\s*$)")
_BEGINS_A_NUMBER = re.compile(r"^(\s*\d{1,9})([.)])(?=\s)")
# Brackets that no address follows mean nothing.
_BRACKETS = re.compile(r"\\\[([^\[\]\\]*)\\\](?!\()")
_NOTE = re.compile(r"^#(foot|end)note-(ref-)?")
# Raised and lowered signs that have signs of their own: "10²" must not become "102".
_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
# As many columns as Word itself takes: a cell that claims to span more costs no more.
_MOST_COLUMNS = 63
MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "s": "~~", "del": "~~"}


@dataclass(eq=False)
class Node:
    """An element of the HTML with what is in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)

    @property
    def elements(self) -> list["Node"]:
        return [child for child in self.children if isinstance(child, Node)]

    @property
    def words(self) -> str:
        """Return the text in it, without anything else."""
        parts = [child if isinstance(child, str) else child.words for child in self.children]
        return " ".join("".join(parts).split())

    def every(self, tag: str) -> Iterator["Node"]:
        for child in self.elements:
            if child.tag == tag:
                yield child
            yield from child.every(tag)


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Node("body")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in _VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if len(self.open) > 1 and self.open[-1].tag == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


@dataclass
class Lesson:
    """A document as a lesson: its title, its text, and what stayed behind on the way."""

    title: str
    body: str
    left_out: list[tuple[str, str]]


# Names the image with this number in the document, and returns what stands for it; nothing for one that is not taken.
Namer = Callable[[int, str], str | None]


def lesson_of(html: str, *, name_image: Namer) -> Lesson:
    """Write the document as the title and the Markdown text of a lesson. A title is the first heading, if there is one."""
    tree = _Tree()
    tree.feed(html)
    tree.close()
    body = tree.open[0]
    title = _take_title(body)
    levels = [int(found[1]) for node in body.elements if (found := _HEADING.fullmatch(node.tag))]
    writer = _Writer(name_image, place=title, shift=min(levels, default=1) - 1)
    blocks = writer.blocks(body.children)
    return Lesson(title, "\n\n".join(blocks).strip(), writer.left_out)


def _take_title(body: Node) -> str:
    """Take the heading with which the document begins out of its text."""
    for node in body.elements:
        if node.tag == "h1" and node.words:
            titles = [each for each in body.elements if each.tag == "h1"]
            is_title = node.attributes.get("class") == "title" or len(titles) == 1
            if is_title:
                body.children.remove(node)
                return node.words
        if node.words:
            return ""
    return ""


class _Writer:
    def __init__(self, name_image: Namer, *, place: str, shift: int) -> None:
        self.name_image = name_image
        self.shift = shift
        self.left_out: list[tuple[str, str]] = []
        self.place = place
        self.is_in_table = False

    def blocks(self, children: Sequence[Node | str]) -> list[str]:
        """Return the blocks that stand one under the other."""
        written: list[str] = []
        loose: list[Node | str] = []
        for child in [*children, Node("end")]:
            if isinstance(child, str) or child.tag in _INLINE or child.tag == "img":
                loose.append(child)
                continue
            if loose:
                written += self._paragraph(Node("p", children=loose))
                loose = []
            if child.attributes.get("class") == "caption" and written and _is_image(written[-1]):
                caption = re.sub(r"[{}|\n]", " ", child.words)
                written[-1] = f"{written[-1].removesuffix('}}')}|{caption}}}}}"
            elif child.tag != "end":
                written += self._block(child)
        return written

    def _block(self, node: Node) -> list[str]:
        if found := _HEADING.fullmatch(node.tag):
            level = min(max(int(found[1]) - self.shift, 1), 4)
            self.place = node.words
            images = [marker for image in node.every("img") if (marker := self._image(image))]
            return [*([f"{'#' * level} {_escaped(node.words)}"] if node.words else []), *images]
        if node.tag == "p":
            return self._paragraph(node)
        if node.tag in {"ul", "ol"}:
            return self._list(node)
        if node.tag == "table":
            return self._table(node)
        if node.tag == "blockquote":
            return [_quoted(self.blocks(node.children))]
        return self.blocks(node.children)

    def _paragraph(self, node: Node) -> list[str]:
        """Return the words of a paragraph, and its images below them: each stands on a line of its own."""
        words = _BRACKETS.sub(r"[\1]", self._inline(node).strip())
        images = [marker for image in node.every("img") if (marker := self._image(image))]
        lines = [_safe_start(line.strip()) for line in words.split("\n")]
        return [*(["\n".join(line for line in lines if line)] if words else []), *images]

    def _image(self, node: Node) -> str | None:
        source = node.attributes.get("src", "")
        if not source.isdigit():
            self.left_out.append((source, self.place))
            return None
        marker = self.name_image(int(source), node.attributes.get("alt", ""))
        if marker is None:
            self.left_out.append(("broken image", self.place))
        return marker

    def _list(self, node: Node) -> list[str]:
        items = [item for item in node.elements if item.tag == "li"]
        is_notes = bool(items) and items[0].attributes.get("id", "").startswith(
            ("footnote-", "endnote-")
        )
        lines = []
        for number, item in enumerate(items, start=1):
            sign = f"{number}. " if node.tag == "ol" else "- "
            blocks = self.blocks(item.children) or [""]
            # A list in an item follows its words directly, as people type it.
            text = "\n".join(blocks) if not is_notes else " ".join(blocks)
            first, *more = text.split("\n")
            lines.append(sign + first)
            lines += [" " * len(sign) + line for line in more]
        images = [line.strip() for line in lines if _is_image(line.strip())]
        kept = "\n".join(line for line in lines if not _is_image(line.strip()))
        head = [f"# {_('Notes')}"] if is_notes else []
        return [*head, *([kept] if kept else []), *images]

    def _table(self, node: Node) -> list[str]:
        rows = [[cell for cell in row.elements if cell.tag in {"td", "th"}] for row in _rows(node)]
        rows = [row for row in rows if row]
        if not rows:
            return []
        if len(rows) == 1 and len(rows[0]) == 1:
            return [_quoted(self.blocks(rows[0][0].children))]
        images: list[str] = []
        is_inner, self.is_in_table = self.is_in_table, True
        texts = [
            [text for cell in row for text in self._cells(cell, images)][:_MOST_COLUMNS]
            for row in rows
        ]
        self.is_in_table = is_inner
        if is_inner:
            # A table in a cell of another one becomes the words of that cell, row by row.
            return [
                "; ".join(filter(None, (", ".join(filter(None, row)) for row in texts))),
                *images,
            ]
        if images:
            self.left_out.append(("image in a table", node.words[:70]))
        width = max(len(row) for row in texts)
        padded = [[*row, *[""] * (width - len(row))] for row in texts]
        lines = [f"| {' | '.join(row)} |" for row in padded]
        lines.insert(1, f"|{' --- |' * width}")
        return ["\n".join(lines), *images]

    def _cells(self, cell: Node, images: list[str]) -> list[str]:
        """Return the text of a cell, and empty ones for the columns that it spans."""
        blocks = self.blocks(cell.children)
        images += [block for block in blocks if _is_image(block)]
        words = [block for block in blocks if not _is_image(block)]
        lines = [
            re.sub(r"^(- |\d+\. |> )", "", line.strip())
            for block in words
            for line in block.split("\n")
        ]
        text = "; ".join(line.rstrip(";") for line in lines if line).replace("|", "\\|")
        span = cell.attributes.get("colspan", "1")
        return [text, *[""] * (min(int(span), 50) - 1 if span.isdigit() else 0)]

    def _inline(self, node: Node) -> str:
        parts: list[str] = []
        for place, child in enumerate(node.children):
            if isinstance(child, str):
                parts.append(_escaped(re.sub(r"\s+", " ", child)))
            elif child.tag == "br":
                parts.append("\n")
            elif child.tag in MARKS:
                after = node.children[place + 1 : place + 2]
                follows = after[0] if after and isinstance(after[0], str) else ""
                before = parts[-1][-1:] if parts else ""
                parts.append(_marked(self._inline(child), MARKS[child.tag], before, follows[:1]))
            elif child.tag == "a":
                parts.append(self._link(child))
            elif child.tag in {"sup", "sub"} and not child.elements:
                parts.append(_moved(child.words, is_raised=child.tag == "sup"))
            elif child.tag != "img":
                parts.append(self._inline(child))
            if parts and not parts[-1]:
                parts.pop()
        return "".join(parts)

    def _link(self, node: Node) -> str:
        address = node.attributes.get("href", "")
        note = _NOTE.match(address)
        if note:
            # The arrow that leads back from a note, and the number that leads to it.
            return "" if note[2] else _escaped(node.words)
        words = self._inline(node)
        if not address.startswith(("http://", "https://", "mailto:")) or not words.strip():
            return words
        safe = address.replace(" ", "%20").replace("(", "%28").replace(")", "%29")
        return f"[{words.strip()}]({safe})"


def _rows(table: Node) -> Iterator[Node]:
    """Yield the rows of a table, without those of tables in its cells."""
    for child in table.elements:
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from _rows(child)


def _is_image(block: str) -> bool:
    return block.startswith("{{image:")


def _moved(words: str, *, is_raised: bool) -> str:
    """Write raised or lowered signs with signs of their own; words that have none are marked off."""
    moved = words.translate(_RAISED if is_raised else _LOWERED)
    has_own = all(before != after for before, after in zip(words, moved, strict=True))
    if has_own:
        return moved
    return _escaped(f"^{words}" if is_raised else words)


def _quoted(blocks: Sequence[str]) -> str:
    lines = "\n\n".join(blocks).split("\n")
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _escaped(text: str) -> str:
    """Write signs that would mean something as the signs that they are."""
    return _SPECIAL.sub(lambda found: "\\" + "\\".join(found[0]), text.replace("\u00a0", " "))


def _safe_start(line: str) -> str:
    line = _BEGINS_A_BLOCK.sub(r"\1\\\2", line)
    return _BEGINS_A_NUMBER.sub(r"\1\\\2", line)


def _marked(words: str, mark: str, before: str, after: str) -> str:
    """Emphasise words; the spaces at their ends stay outside, and a part of a word stays plain."""
    bare = words.strip()
    if not bare:
        return words
    start = words[: len(words) - len(words.lstrip())]
    end = words[len(words.rstrip()) :]
    is_in_word = (not start and before.isalnum()) or (not end and after.isalnum())
    return words if is_in_word or "\n" in bare else f"{start}{mark}{bare}{mark}{end}"
