"""Writes the Word document on its standard input to its standard output, as JSON: HTML, images, and what is left out.

It runs as a process of its own, started by ``courses.importing.word_documents``, with limits in time and memory: a file
made to keep a reader busy for hours then costs seconds, and no more than this process. It imports nothing of the
platform, opens no file but its input, and follows no address in it.
"""

import base64
import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

SECONDS = 20
MEMORY = 1024 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_IN_PART = 48 * 1024 * 1024
MOST_IMAGES = 100
MOST_IN_IMAGE = 10 * 1024 * 1024
MOST_IN_IMAGES = 40 * 1024 * 1024
LONGEST_PLACE = 70
DOCUMENT = "word/document.xml"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SHOWN_IMAGES = {"image/png", "image/jpeg", "image/jpg", "image/gif", "image/webp"}
# What a document may hold and a lesson cannot: the element, and the name by which it is told.
NOT_TAKEN = {
    f"{MATH}oMath": "formula",
    f"{CHART}chart": "chart",
    f"{DIAGRAM}relIds": "diagram",
    f"{WORD}object": "object",
    f"{WORD}commentReference": "comment",
    f"{WORD}del": "deleted words",
}
# What tells that a cell of a table reaches over several columns or rows.
MERGED = ("gridSpan", "vMerge")
STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Caption'] => p.caption:fresh
p[style-name='caption'] => p.caption:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
"""


class Refused(Exception):
    """The document is not read; the message says why in one word."""


def main() -> None:
    """Read the document on standard input and write what a lesson can take of it."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    content = io.BytesIO(sys.stdin.buffer.read())
    try:
        answer = read(content)
    except Refused as refusal:
        answer = {"refused": str(refusal)}
    sys.stdout.write(json.dumps(answer))


def read(content: io.BytesIO) -> dict:
    """Return the HTML of the document, its images, and what is left out with its place."""
    import mammoth

    with zipfile.ZipFile(content) as package:
        check(package)
        left_out = list(scan(package))
    images: list[dict[str, str]] = []

    def keep(image) -> dict[str, str]:  # type: ignore[no-untyped-def]
        with image.open() as opened:
            body = opened.read(MOST_IN_IMAGE + 1)
        total = sum(len(each["body"]) for each in images) * 3 // 4
        if image.content_type not in SHOWN_IMAGES:
            return {"src": "unknown image"}
        if len(body) > MOST_IN_IMAGE or total + len(body) > MOST_IN_IMAGES:
            return {"src": "large image"}
        if len(images) >= MOST_IMAGES:
            return {"src": "too many images"}
        encoded = base64.b64encode(body).decode("ascii")
        images.append({"type": image.content_type, "body": encoded})
        return {"src": str(len(images) - 1)}

    content.seek(0)
    done = mammoth.convert_to_html(
        content,
        style_map=STYLES,
        include_embedded_style_map=False,
        convert_image=mammoth.images.img_element(keep),
        external_file_access=False,
        ignore_empty_paragraphs=True,
    )
    return {"html": done.value, "images": images, "left_out": left_out}


def check(package: zipfile.ZipFile) -> None:
    """Refuse a package that unfolds beyond all measure, or whose parts define words of their own."""
    parts = package.infolist()
    if sum(part.file_size for part in parts) > MOST_UNPACKED or len(parts) > 5_000:
        raise Refused("too large")
    for part in parts:
        if not part.filename.lower().endswith((".xml", ".rels")):
            continue
        if part.file_size > MOST_IN_PART:
            raise Refused("too large")
        with package.open(part) as opened:
            if b"<!DOCTYPE" in opened.read(4_096).upper():
                raise Refused("broken")
    if DOCUMENT not in package.namelist():
        raise Refused("broken")


def scan(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield what a lesson cannot show, each with the words beside it or the heading before it."""
    headings = heading_styles(package)
    outside = external_images(package)
    root = ElementTree.fromstring(package.read(DOCUMENT))  # noqa: S314  (no DOCTYPE, so no entities)
    told = set()
    heading = ""
    for paragraph in root.iter(f"{WORD}p"):
        words = words_in(paragraph)
        style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
        if style is not None and style.get(f"{WORD}val") in headings:
            heading = words
        for element in paragraph.iter():
            found = (what_of(element, outside), (words or heading)[:LONGEST_PLACE])
            if found[0] and found not in told:
                told.add(found)
                yield found
    for table in root.iter(f"{WORD}tbl"):
        if any(next(table.iter(f"{WORD}{name}"), None) is not None for name in MERGED):
            yield "merged cells", words_in(table)[:LONGEST_PLACE]
    for name in package.namelist():
        if name.startswith(("word/header", "word/footer")) and name.endswith(".xml"):
            words = words_in(ElementTree.fromstring(package.read(name)))  # noqa: S314
            if words:
                yield "head or foot", words[:LONGEST_PLACE]


def words_in(element: ElementTree.Element) -> str:
    return " ".join("".join(text.text or "" for text in element.iter(f"{WORD}t")).split())


def what_of(element: ElementTree.Element, outside: set[str]) -> str:
    """Return the name of what a lesson cannot take; empty for everything else."""
    if element.tag == f"{DRAWING}blip" and element.get(f"{RELATION}link") in outside:
        return "linked image"
    return NOT_TAKEN.get(element.tag, "")


def heading_styles(package: zipfile.ZipFile) -> set[str]:
    """Return the keys of the styles that are headings."""
    if "word/styles.xml" not in package.namelist():
        return set()
    root = ElementTree.fromstring(package.read("word/styles.xml"))  # noqa: S314
    found = set()
    for style in root.iter(f"{WORD}style"):
        name = style.find(f"{WORD}name")
        if name is not None and (name.get(f"{WORD}val") or "").lower().startswith("heading"):
            found.add(style.get(f"{WORD}styleId") or "")
    return found


def external_images(package: zipfile.ZipFile) -> set[str]:
    """Return the keys of images that are elsewhere."""
    name = "word/_rels/document.xml.rels"
    if name not in package.namelist():
        return set()
    root = ElementTree.fromstring(package.read(name))  # noqa: S314
    return {
        relation.get("Id") or ""
        for relation in root
        if relation.get("TargetMode") == "External"
        and (relation.get("Type") or "").endswith("/image")
    }


if __name__ == "__main__":
    try:
        main()
    except MemoryError:
        sys.exit(3)
