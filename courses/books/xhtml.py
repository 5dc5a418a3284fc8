"""Well-formed XHTML out of the HTML of our pages, as EPUB asks for it.

The HTML is read as browsers read it (tinyhtml5) and written as XML: elements closed, attributes quoted, drawings and
formulas in their own namespaces, nothing that a reading system would not show.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin
from xml.sax.saxutils import escape, quoteattr

import tinyhtml5

XHTML = "http://www.w3.org/1999/xhtml"
SVG = "http://www.w3.org/2000/svg"
MATHML = "http://www.w3.org/1998/Math/MathML"
_VOID = frozenset({"br", "col", "hr", "img", "wbr"})
_LEFT_OUT = frozenset(
    {
        "script",
        "style",
        "button",
        "form",
        "input",
        "select",
        "textarea",
        "template",
        "audio",
        "video",
    }
)
# What can be folded on a page stands open in a book.
_INSTEAD = {"details": "div", "summary": "p"}
_NAME = re.compile(r"[A-Za-z_][\w.-]*")
_ATTRIBUTES_LEFT_OUT = re.compile(
    r"on\w+|data-.*|style|srcset|sizes|loading|decoding|tabindex|open|xmlns.*"
)
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls")


@dataclass
class Fragment:
    """A part of a page as XHTML, and what the package has to say of it."""

    xhtml: str
    has_svg: bool = False
    has_mathml: bool = False
    images: list[str] = field(default_factory=list)


def xhtml_of(html: str, *, site: str, image: Callable[[str], str | None]) -> Fragment:
    """Return HTML as well-formed XHTML.

    Addresses become whole ones of the ``site``. ``image`` tells the file of the book for the address of a picture;
    where there is none, its words stand instead.
    """
    tree = tinyhtml5.parse(f"<!doctype html><html><body>{_clean(html)}</body></html>")
    body = tree.find(f"{{{XHTML}}}body")
    writer = _Writer(site=site, image=image, ids=_ids_in(body))
    parts = [escape(_clean(body.text or ""))]
    for child in body:
        parts.append(writer.write(child, XHTML))
        parts.append(escape(_clean(child.tail or "")))
    return Fragment("".join(parts), writer.has_svg, writer.has_mathml, writer.images)


def _clean(text: str) -> str:
    """Return the text without signs that XML cannot hold."""
    return _NOT_IN_XML.sub("", text)


def _ids_in(tree: Any) -> set[str]:
    return {element.get("id") for element in tree.iter() if element.get("id")}


@dataclass
class _Writer:
    site: str
    image: Callable[[str], str | None]
    ids: set[str]
    used: set[str] = field(default_factory=set)
    has_svg: bool = False
    has_mathml: bool = False
    images: list[str] = field(default_factory=list)

    def write(self, element: Any, outer: str) -> str:
        """Write an element; ``outer`` is the namespace of the one around it. Comments are left out."""
        if not isinstance(element.tag, str):
            return ""
        space, _brace, name = element.tag.lstrip("{").rpartition("}")
        space = space or XHTML
        if (name in _LEFT_OUT and space == XHTML) or not _NAME.fullmatch(name):
            return ""
        self.has_svg |= space == SVG
        self.has_mathml |= space == MATHML
        attributes = dict(self._attributes(element, name))
        if name == "img":
            return self._picture(attributes)
        tag = _INSTEAD.get(name, name) if space == XHTML else name
        if name == "summary":
            attributes["class"] = "summary"
        if space != outer:
            attributes["xmlns"] = space
        said = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
        if tag in _VOID and space == XHTML:
            return f"<{tag}{said}/>"
        inner = [escape(_clean(element.text or ""))]
        for child in element:
            inner.append(self.write(child, space))
            inner.append(escape(_clean(child.tail or "")))
        return f"<{tag}{said}>{''.join(inner)}</{tag}>"

    def _attributes(self, element: Any, name: str) -> Iterator[tuple[str, str]]:
        for key, value in element.attrib.items():
            if _NAME.fullmatch(str(key)) and not _ATTRIBUTES_LEFT_OUT.fullmatch(str(key)):
                kept = self._value(str(key), _clean(str(value)), name)
                if kept is not None:
                    yield str(key), kept

    def _value(self, key: str, value: str, name: str) -> str | None:
        """Return the value of an attribute as a book can have it, or nothing where it cannot have the attribute."""
        if key == "id":
            return self._id(value)
        if key in _REFERENCES:
            return " ".join(each for each in value.split() if each in self.ids) or None
        if key == "href" and name == "a":
            return self._address(value) or None
        if key == "dir" and value not in {"ltr", "rtl", "auto"}:
            return None
        return value

    def _id(self, value: str) -> str | None:
        """Return the name of a place, the first time that it is given."""
        if value in self.used or not value or any(sign.isspace() for sign in value):
            return None
        self.used.add(value)
        return value

    def _address(self, address: str) -> str:
        """Return a whole address; one within the page only where the page has that place."""
        if address.startswith("#"):
            return address if address[1:] in self.ids else ""
        return urljoin(f"{self.site}/", address)

    def _picture(self, attributes: dict[str, str]) -> str:
        file = self.image(attributes.get("src", ""))
        words = attributes.get("alt", "")
        if file is None:
            return f"<em>{escape(words)}</em>" if words else ""
        self.images.append(file)
        sizes = "".join(
            f" {side}={quoteattr(attributes[side])}"
            for side in ("width", "height")
            if attributes.get(side, "").isdigit()
        )
        return f"<img src={quoteattr(file)} alt={quoteattr(words)}{sizes}/>"
