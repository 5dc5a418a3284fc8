"""CSL-JSON, which citation processors and most reference managers read."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from library.exchange.citing.cited_work import CitedName, CitedWork
from library.vocabularies.choices import RecordType

_TYPES = {
    RecordType.DATASET: "dataset",
    RecordType.ARTICLE: "article-journal",
    RecordType.TEACHING_RESOURCE: "document",
    RecordType.CASE_STUDY: "document",
    RecordType.PROJECT: "document",
}


def csl_json(works: Iterable[CitedWork]) -> Iterator[str]:
    """Write a list with one item for each work."""
    yield "["
    for number, work in enumerate(works):
        yield ",\n" if number else "\n"
        yield json.dumps(csl_item(work), ensure_ascii=False)
    yield "\n]\n"


def csl_item(work: CitedWork) -> dict[str, Any]:
    """Describe the work as an item of CSL 1.0.2; what is not known is left out."""
    item: dict[str, Any] = {
        "id": work.key,
        "type": _TYPES.get(work.type, "report"),
        "title": work.title,
        "editor" if work.are_editors else "author": [_name(name) for name in work.names],
        "publisher": work.publisher,
        "container-title": work.container,
        "volume": work.volume,
        "issue": work.issue,
        "page": work.pages,
        "DOI": work.doi,
        "ISBN": work.isbn,
        "URL": work.url or work.address,
        "language": work.language,
        "abstract": work.summary,
        "keyword": ", ".join(work.topics),
        "annote": "\n".join(work.notes),
    }
    if work.issued:
        parts = [work.issued.year, work.issued.month, work.issued.day]
        item["issued"] = {"date-parts": [[part for part in parts if part is not None]]}
    if work.version:
        item["version"] = str(work.version)
    if work.is_withdrawn:
        item["status"] = "withdrawn"
    return {name: value for name, value in item.items() if value}


def _name(name: CitedName) -> dict[str, str]:
    if name.is_split:
        return {"family": name.family, "given": name.given}
    return {"literal": name.whole}
