"""BibTeX, in UTF-8 as biber and every present reference manager reads it."""

import re
from collections.abc import Iterable, Iterator

from library.exchange.citing.cited_work import CitedName, CitedWork
from library.vocabularies.choices import RecordType

_TYPES = {
    RecordType.REPORT: "techreport",
    RecordType.EVIDENCE_REVIEW: "techreport",
    RecordType.POLICY_BRIEF: "techreport",
    RecordType.GUIDANCE: "techreport",
    RecordType.ARTICLE: "article",
}
# What TeX would take for a sign of its own. Braces must pair, so a single one is written by its name.
_SIGNS = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "%": r"\%",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "$": r"\$",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_SPECIAL = re.compile("[" + re.escape("".join(_SIGNS)) + "]")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def bibtex(works: Iterable[CitedWork]) -> Iterator[str]:
    """Write one entry for each work, with an empty line between them."""
    for work in works:
        yield f"@{_TYPES.get(work.type, 'misc')}{{{work.key},\n"
        for name, value in _fields(work):
            yield f"  {name} = {value},\n"
        yield "}\n\n"


def _fields(work: CitedWork) -> Iterator[tuple[str, str]]:
    kind = _TYPES.get(work.type, "misc")
    if work.names:
        names = [_name(name) for name in work.names]
        if work.has_more_names:
            names.append("others")
        yield ("editor" if work.are_editors else "author"), "{" + " and ".join(names) + "}"
    # Two braces keep the capitals of the title as they are.
    yield "title", "{{" + _escaped(work.title) + "}}"
    if work.issued:
        yield "year", f"{{{work.issued.year}}}"
        if work.issued.month:
            yield "month", _MONTHS[work.issued.month - 1]
    words = {
        "institution" if kind == "techreport" else "publisher": work.publisher,
        "journal" if kind == "article" else "booktitle": work.container,
        "volume": work.volume,
        "number": work.issue,
        "pages": work.pages.replace("–", "--"),
        "doi": work.doi,
        "isbn": work.isbn,
        "language": work.language,
        "keywords": ", ".join(topic.replace(",", ";") for topic in work.topics),
        "abstract": work.summary,
        # Kept by reference managers as a note; styles do not print it as they would print "note".
        "annote": " · ".join(work.notes),
    }
    for name, text in words.items():
        if text:
            yield name, "{" + _escaped(_on_one_line(text)) + "}"
    # An address is taken as it is; only what would end the field is written by its number.
    yield "url", "{" + _as_address(work.url or work.address) + "}"
    if work.is_withdrawn:
        yield "note", "{Withdrawn from the library}"


def _name(name: CitedName) -> str:
    """Write a name. One of a single piece stands in braces, so that no part of it is taken for a family name or an "and"."""
    if name.is_split:
        return f"{_part(name.family)}, {_part(name.given)}"
    return "{" + _escaped(_on_one_line(name.whole)) + "}"


def _part(text: str) -> str:
    text = _escaped(_on_one_line(text))
    return "{" + text + "}" if re.search(r",|\band\b", text, re.IGNORECASE) else text


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda sign: _SIGNS[sign[0]], text)


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _as_address(text: str) -> str:
    return text.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C").replace(" ", "%20")
