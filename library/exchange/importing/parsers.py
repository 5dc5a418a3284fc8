"""Reading rows of CSV, RIS and BibTeX files, one after the other, into the columns of ``library.exchange.citing.table_columns``."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import IO, TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.files.spreadsheets import unescape_formula
from library.exchange.citing.table_columns import COLUMNS, join_cell
from library.vocabularies.choices import RecordType
from library.vocabularies.identifiers import isbn_among, issns_among
from library.vocabularies.names import is_body, parse_family_first

if TYPE_CHECKING:
    from pylatexenc.latex2text import LatexNodes2Text

MOST_ROWS = 50_000
_LONGEST_CELL = 100_000
_CHUNK = 1_048_576
_LONGEST_ENTRY = 400_000
_BIB_MARK = re.compile(r"@(?P<kind>\w+)[ \t]*\{|(?<!\\)[{}]")
_WORD = re.compile(r"\w+")
_RIS_TYPES = {"RPRT": RecordType.REPORT, "JOUR": RecordType.ARTICLE, "DATA": RecordType.DATASET,
              "DBASE": RecordType.DATASET, "GOVDOC": RecordType.REPORT, "BOOK": RecordType.REPORT,
              "CHAP": RecordType.ARTICLE, "MGZN": RecordType.ARTICLE}  # fmt: skip
_BIB_TYPES = {"article": RecordType.ARTICLE, "techreport": RecordType.REPORT, "report": RecordType.REPORT,
              "book": RecordType.REPORT, "dataset": RecordType.DATASET, "incollection": RecordType.ARTICLE,
              "inproceedings": RecordType.ARTICLE}  # fmt: skip
# Reference managers know fewer types than the library.
_GUESSED = frozenset(["type"])
_DATE = re.compile(
    r"(?P<year>[0-9]{4})(?:[-/.](?P<month>[0-9]{1,2})(?:[-/.](?P<day>[0-9]{1,2}))?)?(?![0-9])"
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


class FileNotReadable(Exception):
    """The file cannot be parsed; the text says where."""


@dataclass(frozen=True)
class ImportRow:
    """One row: the line where it begins (CSV) or its number among the entries, and its cells by column.

    ``guessed`` are columns that the format says less exactly than a record does, so that they count for new
    records only. ``sort_names`` say how people are sorted, by their names, where the file knows it. ``issns`` are
    the numbers of the journal.
    """

    number: int
    cells: Mapping[str, str]
    guessed: frozenset[str] = frozenset()
    sort_names: Mapping[str, str] = field(default_factory=dict)
    issns: frozenset[str] = frozenset()


def parse_rows(file: IO[bytes], ending: str) -> Iterator[ImportRow]:
    """Read the rows of a file. Memory stays the same however long the file is.

    Raises ``FileNotReadable`` for what is no such file in UTF-8, or has too many rows.
    """
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        for count, row in enumerate(FORMATS[ending](text), start=1):
            if count > MOST_ROWS:
                words = {"most": MOST_ROWS}
                raise FileNotReadable(_("The file has more than %(most)s rows. Split it.") % words)
            yield row
    except UnicodeDecodeError as error:
        raise FileNotReadable(_("The file is not in UTF-8. Save it again as UTF-8.")) from error
    finally:
        text.detach()


def count_rows(file: IO[bytes], ending: str) -> int:
    """About how many rows the file has, to show how far the reading is."""
    begins = {"csv": b"\n", "ris": b"\nER  -", "bib": b"\n@"}[ending]
    return sum(chunk.count(begins) for chunk in iter(lambda: file.read(_CHUNK), b""))


def _csv(text: IO[str]) -> Iterator[ImportRow]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.DictReader(text)
    try:
        heading = [name.strip().lower() for name in reader.fieldnames or []]
        if "title" not in heading:
            raise FileNotReadable(
                _("The first line must name the columns. There is no “title” column.")
            )
        reader.fieldnames = heading
        line = 2
        for cells in reader:
            if None in cells:
                words = {"line": line}
                raise FileNotReadable(
                    _("Line %(line)s has more cells than the heading has columns.") % words
                )
            known = {
                name: unescape_formula((cells[name] or "").strip())
                for name in COLUMNS
                if name in cells
            }
            if any(known.values()):
                yield ImportRow(line, known)
            line = reader.line_num + 1
    except csv.Error as error:
        told = {"line": str(reader.line_num), "reason": str(error)}
        raise FileNotReadable(_("Line %(line)s cannot be read: %(reason)s.") % told) from error


def _ris(text: IO[str]) -> Iterator[ImportRow]:
    lines: list[str] = []
    number = size = 0
    for line in text:
        size += len(line)
        if size > _LONGEST_ENTRY:
            raise FileNotReadable(_("Entry %(number)s is too long.") % {"number": number + 1})
        lines.append(line.rstrip("\r\n"))
        if line.startswith("ER  -"):
            number += 1
            yield _from_ris(number, "\n".join(lines))
            lines, size = [], 0
    if any(line.strip() for line in lines):
        raise FileNotReadable(
            _("Entry %(number)s does not end with “ER  -”.") % {"number": number + 1}
        )


def _from_ris(number: int, text: str) -> ImportRow:
    import rispy
    from rispy.config import LIST_TYPE_TAGS

    try:
        # A work may have several numbers: of the journal, of the book, in print and online.
        [entry] = rispy.loads(text.lstrip("\n "), list_tags=[*LIST_TYPE_TAGS, "SN"])
    except (ValueError, OSError, KeyError, IndexError) as error:
        raise FileNotReadable(
            _("Entry %(number)s is not a RIS entry.") % {"number": number}
        ) from error
    words = {key: value for key, value in entry.items() if isinstance(value, str)}
    names = _Names()
    for name in entry.get("authors", []) or entry.get("first_authors", []):
        names.add(name)
    for name in entry.get("secondary_authors", []):
        names.add(name, " (ed.)")
    journals = ("journal_name", "secondary_title", "alternate_title3", "alternate_title2")
    pages = "–".join(filter(None, [words.get("start_page"), words.get("end_page")]))
    cells = _cells(
        type=_RIS_TYPES.get(words.get("type_of_reference", ""), RecordType.REPORT),
        title=words.get("title") or words.get("primary_title", ""),
        summary=words.get("abstract", "") or words.get("notes_abstract", ""),
        issued=_ris_date(
            words.get("date", ""), words.get("year", "") or words.get("publication_year", "")
        ),
        people=join_cell(names.people),
        organisations=join_cell(names.bodies),
        publisher=words.get("publisher", ""),
        container=next((words[name] for name in journals if words.get(name)), ""),
        volume=words.get("volume", ""),
        issue=words.get("number", ""),
        pages=pages,
        doi=words.get("doi", ""),
        isbn=isbn_among(entry.get("issn", [])),
        url=_web_address(entry.get("urls", [])),
        language=words.get("language", ""),
        topics=join_cell(entry.get("keywords", [])),
    )
    issns = issns_among(entry.get("issn", []))
    return ImportRow(number, cells, _GUESSED, names.sort_names, issns)


def _ris_date(date: str, year: str) -> str:
    """Return the date as far as it is known: of 2020/03/14/, 2020-03-14, 2020/03// and 2020///spring."""
    for text in (date, year):
        if found := _DATE.match(text.strip()):
            return "-".join(part for part in found.groups() if part)
    return year.strip()


def _web_address(texts: Iterable[str]) -> str:
    """Return the first address of the web; others, such as those of files on somebody's disk, are ignored."""
    words = [word for text in texts for word in text.split()]
    return next((word for word in words if word.lower().startswith(("http://", "https://"))), "")


class _Names:
    """People and bodies of an entry, in order, as the cells of a table have them."""

    def __init__(self) -> None:
        self.people: list[str] = []
        self.bodies: list[str] = []
        self.sort_names: dict[str, str] = {}

    def add(self, text: str, ending: str = "") -> None:
        """Add a name with the family name first; ``ending`` says the role."""
        if is_body(text):
            self.bodies.append(" ".join(text.strip().rstrip(",").split()) + ending)
        elif text.strip():
            self.add_person(text, ending)

    def add_person(self, text: str, ending: str = "") -> None:
        name, sorted_as = parse_family_first(text)
        self.people.append(name + ending)
        if sorted_as:
            self.sort_names[name] = sorted_as


def _bibtex(text: IO[str]) -> Iterator[ImportRow]:
    from bibtexparser.entrypoint import parse_string

    strings: dict[str, str] = {}
    for line, kind, block in _bib_blocks(text):
        if kind in {"comment", "preamble"}:
            continue
        # Only the abbreviations that it uses are read with an entry, as a file may define hundreds.
        used = strings.keys() & set(_WORD.findall(block)) if kind != "string" else set()
        library = parse_string("\n".join([*(strings[name] for name in sorted(used)), block]))
        if library.failed_blocks or not (library.entries or library.strings):
            raise FileNotReadable(_("Line %(line)s: this is not a BibTeX entry.") % {"line": line})
        if kind == "string":
            strings |= {string.key: block for string in library.strings}
            if sum(map(len, strings.values())) > _LONGEST_ENTRY:
                raise FileNotReadable(_("The file defines too many abbreviations."))
        for entry in library.entries:
            fields = {key.lower(): _without_tex(str(value)) for key, value in entry.items()}
            yield _from_bibtex(line, entry.entry_type.lower(), fields)


def _bib_blocks(text: IO[str]) -> Iterator[tuple[int, str, str]]:
    """Return each entry with the line where it begins and its kind: from its "@" to the brace that closes it."""
    block, kind, line, depth, size = list[str](), "", 0, 0, 0
    lines = iter(lambda: text.readline(_LONGEST_ENTRY), "")
    for number, piece in enumerate(lines, start=1):
        start = 0
        for mark in _BIB_MARK.finditer(piece):
            if depth == 0 and mark["kind"] is None:
                # A brace between two entries, where everything is a comment.
                continue
            if depth == 0:
                line, kind, start = number, mark["kind"].lower(), mark.start()
            depth += -1 if mark[0] == "}" else 1
            if depth == 0:
                yield line, kind, "".join([*block, piece[start : mark.end()]])
                block, size = [], 0
        if depth:
            block.append(piece[start:])
            size += len(piece)
            if size > _LONGEST_ENTRY:
                raise FileNotReadable(_("The entry in line %(line)s is too long.") % {"line": line})
    if depth:
        raise FileNotReadable(_("The entry in line %(line)s does not end.") % {"line": line})


def _from_bibtex(line: int, kind: str, fields: Mapping[str, str]) -> ImportRow:
    def word(*names: str) -> str:
        text = next((fields[name] for name in names if fields.get(name)), "")
        return " ".join(text.replace("{", "").replace("}", "").split())

    names = _Names()
    for name, ending in (("author", ""), ("editor", " (ed.)")):
        for one in _bib_names(fields.get(name, "")):
            if one.startswith("{") and one.endswith("}"):
                names.bodies.append(one.strip("{}") + ending)
            elif one != "others":
                names.add_person(one.replace("{", "").replace("}", ""), ending)
    cells = _cells(
        type=_BIB_TYPES.get(kind, RecordType.REPORT),
        title=word("title"),
        summary=word("abstract"),
        issued=_bib_date(word("date"), word("year"), word("month")),
        people=join_cell(names.people),
        organisations=join_cell(names.bodies),
        more_people="yes" if "others" in _bib_names(fields.get("author", "")) else "",
        publisher=word("publisher", "institution", "organization", "school"),
        container=word("journal", "journaltitle", "booktitle"),
        volume=word("volume"),
        issue=word("number", "issue"),
        pages=word("pages").replace("--", "–"),
        doi=word("doi"),
        isbn=isbn_among([word("isbn")]),
        url=word("url"),
        language=word("language", "langid"),
        topics=join_cell(part.strip() for part in word("keywords").split(",") if part.strip()),
    )
    issns = issns_among([word("issn"), word("isbn")])
    return ImportRow(line, cells, _GUESSED, names.sort_names, issns)


def _without_tex(text: str) -> str:
    """Replace TeX accents and signs by letters; braces stay, as they hold names together."""
    return str(_decoder().latex_to_text(text)) if "\\" in text else text


@cache
def _decoder() -> "LatexNodes2Text":
    from pylatexenc.latex2text import LatexNodes2Text

    return LatexNodes2Text(keep_braced_groups=True, math_mode="verbatim")


def _bib_names(text: str) -> list[str]:
    """Return the names between the "and" that stand outside of braces."""
    names, depth, word = [], 0, list[str]()
    for token in text.replace("\n", " ").split(" "):
        if token.lower() == "and" and depth == 0:
            names.append(" ".join(word).strip())
            word = []
            continue
        depth += token.count("{") - token.count("}")
        word.append(token)
    names.append(" ".join(word).strip())
    return [name for name in names if name]


def _bib_date(date: str, year: str, month: str) -> str:
    if date:
        return date
    key = month.lower()[:3]
    if key in _MONTHS:
        return f"{year}-{_MONTHS.index(key) + 1:02}"
    return f"{year}-{int(month):02}" if month.isdecimal() and len(month) < 3 else year


def _cells(**cells: Any) -> dict[str, str]:
    return {name: str(value).strip() for name, value in cells.items()}


FORMATS: dict[str, Callable[[IO[str]], Iterator[ImportRow]]] = {
    "csv": _csv,
    "ris": _ris,
    "bib": _bibtex,
}
