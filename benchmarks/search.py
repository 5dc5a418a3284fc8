"""How fast the search is: ``make bench-search SIZES="1000 20000"`` with that many made-up records.

The records have about 2 kB of text whose words follow Zipf's law, two or three topics, a type, a year and an
organisation or two. They are indexed by the index's own bulk path. A query has one to four words, drawn like
those of the texts but for the most frequent hundred, which nobody would type; one in twenty has a typing
error. What is timed is a whole answer: a page of twenty with snippets, and all facets with their counts.
"""

import os
import random
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, count, islice, product
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import Organisation
    from library.vocabularies.models import Topic

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "platform")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

_VOCABULARY = 200_000
_WORDS_OF_A_TEXT = 300
_QUERIES = 200
_BATCH = 2_000


@dataclass(frozen=True)
class Speed:
    """The results for one size; times in milliseconds, the index in seconds and megabytes.

    ``cpu_p95`` is the processor time of the web process alone, which busy neighbours disturb less.
    """

    records: int
    p50: float
    p95: float
    cpu_p95: float
    indexed_in: float
    megabytes: float

    def __str__(self) -> str:
        return (
            f"| {self.records:,} | {self.p50:.0f} ms | {self.p95:.0f} ms | {self.cpu_p95:.0f} ms"
            f" | {self.indexed_in:.0f} s | {self.megabytes:,.0f} MB |"
        )


class Words:
    """Made-up words by rank; the one of rank r is drawn in proportion to 1 / r."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
        made = ("".join(parts) for size in count(2) for parts in product(syllables, repeat=size))
        self.all = list(islice(made, _VOCABULARY))
        self.random.shuffle(self.all)
        self._weights = list(accumulate(1 / rank for rank in range(1, _VOCABULARY + 1)))

    def draw(self, number: int) -> list[str]:
        """Return this many words as they follow each other in a text."""
        return self.random.choices(self.all, cum_weights=self._weights, k=number)

    def query(self) -> str:
        """Return a query that somebody might type."""
        frequent = set(self.all[:100])
        drawn = (word for word in self.draw(200) if word not in frequent)
        words = list(islice(drawn, self.random.randint(1, 4)))
        if self.random.random() < 0.05:
            words[0] = words[0][:-2] + words[0][-1] + "q"
        return " ".join(words)


def make_records(number: int, words: Words) -> None:
    """Put the records into the tables, past all checks and without indexing them."""
    from django.db.models import OuterRef, Subquery

    from accounts.models import Organisation
    from library.catalogue.models import Record, Version
    from library.vocabularies.models import Topic

    topics = [Topic.objects.create(code=f"broad-{n}", label=f"Broad {n}") for n in range(9)]
    topics += [
        Topic.objects.create(code=f"topic-{n}", label=f"Topic {n}", parent=topics[n % 9])
        for n in range(50)
    ]
    bodies = Organisation.objects.bulk_create(
        Organisation(name=f"Organisation {n}") for n in range(300)
    )
    for start in range(0, number, _BATCH):
        _make(min(_BATCH, number - start), words, topics[9:], bodies)
    newest = Version.objects.filter(record=OuterRef("pk")).values("pk")
    Record.objects.update(current_version=Subquery(newest))


def _make(
    number: int, words: Words, topics: Sequence["Topic"], bodies: Sequence["Organisation"]
) -> None:
    from django.utils import timezone

    from library.catalogue.models import Creator, Record, Version
    from library.vocabularies.choices import RecordType

    now, draw = timezone.now(), words.random
    records = Record.objects.bulk_create(
        Record(
            type=draw.choice(RecordType.values),
            title=" ".join(words.draw(8)),
            summary=" ".join(words.draw(30)),
            year=draw.randint(1990, 2025),
            published_at=now,
            changed_at=now,
        )
        for _ in range(number)
    )
    Version.objects.bulk_create(
        Version(
            record=record, deposited_at=now, body_html=" ".join(words.draw(_WORDS_OF_A_TEXT - 38))
        )
        for record in records
    )
    link = Record.topics.through
    link._default_manager.bulk_create(
        link(record=record, topic=topic)
        for record in records
        for topic in draw.sample(topics, draw.randint(2, 3))
    )
    Creator.objects.bulk_create(
        Creator(record=record, position=n, name=str(body), sort_name=str(body), organisation=body)
        for record in records
        for n, body in enumerate(draw.sample(bodies, draw.randint(1, 2)))
    )


def measure(records: int) -> Speed:
    """Make so many records, index them, and time the queries."""
    from library.finding.search.index import reindex

    words = Words(records)
    make_records(records, words)
    began = time.perf_counter()
    reindex()
    indexed_in = time.perf_counter() - began
    _take_statistics()
    timed = [_timed(_answer, words.query()) for _ in range(_QUERIES)]
    cuts, of_cpu = (quantiles(times, n=20) for times in zip(*timed, strict=True))
    return Speed(records, cuts[9], cuts[18], of_cpu[18], indexed_in, _megabytes())


def _answer(text: str) -> None:
    from django.contrib.auth.models import AnonymousUser

    from library.finding.facets import Filters
    from library.finding.finder import Sort, search

    results = search(text=text, filters=Filters(), user=AnonymousUser(), sort=Sort.RELEVANCE)
    _facets = results.facets
    results.shown(list(results.page("1").object_list))


def _timed(work: Callable[[str], None], text: str) -> tuple[float, float]:
    """Return the seconds it took by the clock, and of processor time."""
    began, cpu_began = time.perf_counter(), time.process_time()
    work(text)
    return (time.perf_counter() - began) * 1_000, (time.process_time() - cpu_began) * 1_000


def _take_statistics() -> None:
    """Let the database count its tables, as PostgreSQL does by itself within minutes of a large change."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _megabytes() -> float:
    """Return the size of the index on disk, without its copy of the texts."""
    from django.db import connection

    from library.finding.models import SearchColumn, SearchPosting

    tables = [table._meta.db_table for table in (SearchColumn, SearchPosting)]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sizes = " + ".join(["pg_total_relation_size(%s)"] * len(tables))
            cursor.execute(f"SELECT {sizes}", tables)
        else:
            cursor.execute(
                "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'library_searchcolumn%%'"
                " OR name LIKE 'library_searchposting%%'"
                " OR name LIKE 'sqlite_autoindex_library_search%%'"
            )
        size: float = cursor.fetchone()[0]
    return float(size) / 2**20


def main(sizes: Iterable[int]) -> None:
    """Print a table."""
    import django

    django.setup()
    from django.db import connection

    from benchmarks.databases import own_database

    print(f"| Records ({connection.vendor}) | p50 | p95 | CPU p95 | Indexed in | Index |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: |")
    for size in sizes:
        with own_database("bench_search"):
            print(measure(size), flush=True)


if __name__ == "__main__":
    main(int(size) for size in sys.argv[1:])
