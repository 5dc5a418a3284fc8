"""How good the search is: ``make relevance COLLECTION=DIR`` with queries that people have judged answers to.

The folder holds ``corpus.jsonl`` (``_id``, ``title``, ``text``), ``queries.tsv``, ``queries.typo.tsv`` (the same
with a typing error each) and ``qrels.tsv`` (query, document, grade; above 0 is relevant). Its documents become
records of a new database, and its queries go the way that a reader's do.
"""

import html
import json
import math
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "platform")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

_BATCH = 1_000
_DEPTH = 100
_TITLE = 300


@dataclass(frozen=True)
class Measured:
    """The means over all queries that have a relevant document."""

    ndcg_10: float
    recall_100: float
    empty: int
    queries: int

    def __str__(self) -> str:
        ndcg, recall = (f"{value:.3f}".lstrip("0") for value in (self.ndcg_10, self.recall_100))
        return f"nDCG@10 {ndcg}, recall@100 {recall}, empty {self.empty} of {self.queries}"


def measure(
    rankings: Mapping[str, Sequence[str]], judged: Mapping[str, Mapping[str, int]]
) -> Measured:
    """Judge the rankings of some queries.

    nDCG has gain 1 for whatever is relevant and the discount log2(place + 1) (Järvelin and Kekäläinen 2002).
    """
    asked = [query for query in rankings if judged.get(query)]
    count = max(len(asked), 1)
    return Measured(
        sum(_ndcg(rankings[query][:10], judged[query]) for query in asked) / count,
        sum(_recall(rankings[query][:_DEPTH], judged[query]) for query in asked) / count,
        sum(not rankings[query] for query in asked),
        len(asked),
    )


def judged_in(folder: Path) -> dict[str, dict[str, int]]:
    """Return the relevant documents of each query."""
    judged: dict[str, dict[str, int]] = {}
    for query, document, grade in _rows(folder / "qrels.tsv", 3):
        if grade.lstrip("-").isdigit() and int(grade) > 0:
            judged.setdefault(query, {})[document] = int(grade)
    return judged


def queries_in(file: Path) -> dict[str, str]:
    """Read the queries of a file by their number."""
    return {row[0]: row[1] for row in _rows(file, 2)}


def load(folder: Path) -> dict[int, str]:
    """Make records of the documents, index them, and return the document of each record."""
    from library.finding.search.index import reindex

    documents: dict[int, str] = {}
    with (folder / "corpus.jsonl").open(encoding="utf-8") as lines:
        rows = (json.loads(line) for line in lines if line.strip())
        while chunk := list(islice(rows, _BATCH)):
            documents |= _publish(chunk)
    reindex()
    return documents


def answers(queries: Mapping[str, str], documents: Mapping[int, str]) -> dict[str, list[str]]:
    """Return the best documents for each query, as a stranger to the library would find them."""
    from django.contrib.auth.models import AnonymousUser

    from library.finding.facets import Filters
    from library.finding.finder import Sort, search

    found = {}
    for query, text in queries.items():
        results = search(text=text, filters=Filters(), user=AnonymousUser(), sort=Sort.RELEVANCE)
        found[query] = [documents[pk] for pk in results.keys(0, _DEPTH)]
    return found


def main(folder: Path) -> None:
    """Print a line for the queries as they are, and one for those with typing errors."""
    import django

    django.setup()
    from benchmarks.databases import own_database

    judged = judged_in(folder)
    with own_database("relevance"):
        documents = load(folder)
        for name, file in (("clean", "queries.tsv"), ("typo", "queries.typo.tsv")):
            if (folder / file).exists():
                found = answers(queries_in(folder / file), documents)
                print(f"{name}: {measure(found, judged)}")


def _publish(rows: Iterable[Mapping[str, str]]) -> dict[int, str]:
    from django.utils import timezone

    from library.catalogue.models import Record, Version

    now = timezone.now()
    rows = list(rows)
    records = Record.objects.bulk_create(
        Record(
            type="article",
            title=(row.get("title") or "-")[:_TITLE],
            published_at=now,
            changed_at=now,
        )
        for row in rows
    )
    versions = Version.objects.bulk_create(
        Version(record=record, deposited_at=now, body_html=_body(row))
        for record, row in zip(records, rows, strict=True)
    )
    for record, version in zip(records, versions, strict=True):
        record.current_version = version
    Record.objects.bulk_update(records, ["current_version"], batch_size=200)
    return {record.pk: str(row["_id"]) for record, row in zip(records, rows, strict=True)}


def _body(row: Mapping[str, str]) -> str:
    rest = (row.get("title") or "")[_TITLE:]
    return html.escape(f"{rest} {row.get('text') or ''}".replace("\x00", " "))


def _ndcg(ranking: Sequence[str], relevant: Mapping[str, int]) -> float:
    gained = sum(1 / math.log2(place + 2) for place, each in enumerate(ranking) if each in relevant)
    ideal = sum(1 / math.log2(place + 2) for place in range(min(10, len(relevant))))
    return gained / ideal


def _recall(ranking: Sequence[str], relevant: Mapping[str, int]) -> float:
    return sum(each in relevant for each in ranking) / len(relevant)


def _rows(file: Path, columns: int) -> Iterator[list[str]]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            parts = line.rstrip("\n").split("\t", columns - 1)
            if len(parts) == columns:
                yield parts


if __name__ == "__main__":
    main(Path(sys.argv[1]))
