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
    """The text without what XML has no place for."""
    return _NO_CHARACTER.sub("", text)


def written(root: Element) -> bytes:
    """The document in UTF-8."""
    # The root's namespace goes without a prefix. WeasyPrint claims the empty prefix for the whole process when it
    # is loaded, and an answer must not depend on whether a PDF was made before.
    ET.register_namespace("", root.tag.removeprefix("{").partition("}")[0])
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)
