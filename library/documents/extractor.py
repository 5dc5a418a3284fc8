"""Writes the text of the document on its standard input to its standard output, as UTF-8.

It runs as a process of its own, started by ``library.documents.extraction``, with limits in time and memory: a file
made to keep a reader busy for hours then costs a minute, and no more than this process. It imports nothing of
the platform. The last line of its standard error says in JSON how it went.
"""

import io
import json
import re
import resource
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

SECONDS = 60
MEMORY = 1024 * 1024 * 1024
MOST_LETTERS = 5_000_000
# What is unpacked of one part of a package; a gigabyte of blanks packs into a megabyte.
MOST_UNPACKED = 64 * 1024 * 1024
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OPEN_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
# A word that a line breaks, in small letters, as in "inequal-⏎ities".
BROKEN_WORD = re.compile(r"([^\W\d_A-Z]+)[-\u2010]\n([^\W\d_A-Z]+)")


def main() -> None:
    """Extract the text of the document on standard input, cut it at the limit, and report what was unreadable."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    content = io.BytesIO(sys.stdin.buffer.read())
    report = {"unread": 0, "is_cut": False}
    parts = {"pdf": pdf_parts, "docx": docx_parts, "odt": odt_parts}[sys.argv[1]](content, report)
    left = MOST_LETTERS
    for part in parts:
        text = tidied(part)
        sys.stdout.buffer.write(text[:left].encode("utf-8", "ignore"))
        left -= len(text)
        if left < 0:
            report["is_cut"] = True
            break
    sys.stdout.flush()
    sys.stderr.write("\n" + json.dumps(report))


def pdf_parts(content: io.BytesIO, report: dict) -> Iterator[str]:
    """Yield the text of a PDF page by page; unreadable pages are counted and skipped."""
    import pypdf

    for page in pypdf.PdfReader(content).pages:
        try:
            yield page.extract_text() + "\n"
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001  (whatever a broken page makes of the reader)
            report["unread"] += 1


def docx_parts(content: io.BytesIO, _report: dict) -> Iterator[str]:
    """Yield the text of a DOCX file paragraph by paragraph, then its notes."""
    with zipfile.ZipFile(content) as package:
        for name in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"):
            if name not in package.namelist():
                continue
            for _event, element in ElementTree.iterparse(opened(package, name)):  # noqa: S314
                if element.tag == f"{WORD}p":
                    yield "".join(docx_words(element)) + "\n"
                    element.clear()


def docx_words(paragraph: ElementTree.Element) -> Iterator[str]:
    for element in paragraph.iter():
        if element.tag == f"{WORD}t":
            yield element.text or ""
        elif element.tag in {f"{WORD}tab", f"{WORD}br", f"{WORD}cr"}:
            yield " "


def odt_parts(content: io.BytesIO, _report: dict) -> Iterator[str]:
    """Yield the text of an ODT file paragraph by paragraph, headings included."""
    with zipfile.ZipFile(content) as package:
        for _event, element in ElementTree.iterparse(opened(package, "content.xml")):  # noqa: S314
            if element.tag in {f"{OPEN_TEXT}p", f"{OPEN_TEXT}h"}:
                yield "".join(odt_words(element)) + "\n"
                element.clear()


def odt_words(element: ElementTree.Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag in {f"{OPEN_TEXT}s", f"{OPEN_TEXT}tab", f"{OPEN_TEXT}line-break"}:
            yield " "
        yield from odt_words(child)
        yield child.tail or ""


def opened(package: zipfile.ZipFile, name: str) -> io.BytesIO:
    with package.open(name) as part:
        content = part.read(MOST_UNPACKED + 1)
    if len(content) > MOST_UNPACKED:
        raise MemoryError
    return io.BytesIO(content)


def tidied(text: str) -> str:
    """Clean the text for every database: no control characters, broken words and ligatures made whole."""
    text = text.translate(LIGATURES).replace("\xad", "").replace("\r", "\n")
    whole = text
    text = BROKEN_WORD.sub(lambda broken: mended(broken, whole), text)
    return "".join(
        c if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"} else " " for c in text
    )


def mended(broken: re.Match[str], text: str) -> str:
    """Return the word without its hyphen, unless the same page writes it with one where no line ends."""
    first, rest = broken.groups()
    hyphened = f"{first}-{rest}"
    return hyphened if hyphened in text else first + rest


if __name__ == "__main__":
    try:
        main()
    except MemoryError:
        sys.exit(3)
