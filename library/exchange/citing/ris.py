"""RIS, as reference managers exchange it."""

from collections.abc import Iterable, Iterator

from library.exchange.citing.cited_work import CitedName, CitedWork
from library.vocabularies.choices import RecordType

_TYPES = {
    RecordType.REPORT: "RPRT",
    RecordType.EVIDENCE_REVIEW: "RPRT",
    RecordType.POLICY_BRIEF: "RPRT",
    RecordType.GUIDANCE: "RPRT",
    RecordType.DATASET: "DATA",
    RecordType.ARTICLE: "JOUR",
}


def ris(works: Iterable[CitedWork]) -> Iterator[str]:
    """Write one reference for each work; lines end as the format asks, with CR and LF."""
    for work in works:
        for tag, value in _lines(work):
            yield f"{tag}  - {' '.join(value.split())}\r\n"
        yield "ER  - \r\n\r\n"


def _lines(work: CitedWork) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES.get(work.type, "GEN")
    yield "ID", work.key
    for name in work.names:
        yield ("A2" if work.are_editors else "AU"), _name(name)
    yield "TI", work.title
    if work.issued:
        yield "PY", f"{work.issued.year:04}"
        month, day = work.issued.month, work.issued.day
        if month:
            yield "DA", f"{work.issued.year:04}/{month:02}/{f'{day:02}' if day else ''}/"
    first, _dash, last = work.pages.replace("–", "-").partition("-")
    words = {
        "PB": work.publisher,
        "JO" if work.type == RecordType.ARTICLE else "T2": work.container,
        "VL": work.volume,
        "IS": work.issue,
        "SP": first.strip(),
        "EP": last.strip(),
        "DO": work.doi,
        "SN": work.isbn,
        "LA": work.language,
        "AB": work.summary,
    }
    yield from ((tag, text) for tag, text in words.items() if text)
    yield from (("KW", topic) for topic in work.topics)
    yield "UR", work.url or work.address
    # Notes, not keywords: whoever reads them back would take keywords for topics.
    yield from (("N1", note) for note in work.notes)
    if work.is_withdrawn:
        yield "N1", "Withdrawn from the library"


def _name(name: CitedName) -> str:
    """Write a name as “family, given”; an undivided name gets no comma, as readers would split it there."""
    if name.is_split:
        return f"{name.family}, {name.given}"
    return name.whole.replace(",", " ")
