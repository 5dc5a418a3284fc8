"""Building XML that is well formed whatever stands in the records."""

import re
from xml.etree import ElementTree as ET

# What XML 1.0 has no place for (production 2, "Char").
_NO_CHARACTER = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Element = ET.Element


def add(parent: Element, name: str, text: str = "", /, **attributes: str) -> Element:
    """Append an element. ``lang`` becomes ``xml:lang``; what XML cannot hold is left out of text and values."""
    if "lang" in attributes:
        attributes["{http://www.w3.org/XML/1998/namespace}lang"] = attributes.pop("lang")
    kept = {key: without_controls(value) for key, value in attributes.items()}
    element = ET.SubElement(parent, name, kept)
    if text:
        element.text = without_controls(text)
    return element


def without_controls(text: str) -> str:
    """Return the text without what XML has no place for."""
    return _NO_CHARACTER.sub("", text)


def written(root: Element) -> bytes:
    """Return the document in UTF-8; the namespace of its root goes without a prefix."""
    _claim_empty_prefix(root.tag)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def _claim_empty_prefix(tag: str) -> None:
    """Register the namespace of the tag without a prefix, unless it is so.

    Prefixes are one list for the whole process, and WeasyPrint claims the empty one when it is loaded: an answer
    must not depend on whether a PDF was made before.
    """
    if b":" in ET.tostring(Element(tag)).split()[0]:
        ET.register_namespace("", tag.removeprefix("{").partition("}")[0])
