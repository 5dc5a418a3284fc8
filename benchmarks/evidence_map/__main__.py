"""How fast the evidence map is beside the finder: ``make bench-map SIZES="1000 20000"`` with so many made-up records.

The records are those of ``benchmarks.search``, with a kind of evidence, population groups and places beside. What
is timed is a whole page as a visitor gets it; the finder is asked for the same filters.
"""

import os
import random
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import quantiles
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[2] / "platform")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

_TURNS = 60
_BATCH = 2_000
_FINDER, _MAP = "/library/", "/library/evidence-map/"
# What is chosen beside the two facets: nothing, words, and a filter.
_NARROWED = ("", "q={word}", "type=report&year_from=2005")
_AXES = (
    "rows=topic&columns=evidence",
    "rows=topic&columns=population&deep=on",
    "rows=topic&columns=place&deep=on",
    "rows=organisation&columns=topic",
)


@dataclass(frozen=True)
class Speed:
    """The milliseconds that one page takes, by the clock and of processor time, and its size."""

    page: str
    records: int
    p50: float
    p95: float
    cpu_p50: float
    kilobytes: float

    def __str__(self) -> str:
        return (
            f"| {self.records:,} | {self.page} | {self.p50:.0f} ms | {self.p95:.0f} ms"
            f" | {self.cpu_p50:.0f} ms | {self.kilobytes:,.0f} kB |"
        )


def describe_records() -> None:
    """Give all records a kind of evidence, population groups and a place, past all checks."""
    from library.catalogue.models import Record
    from library.vocabularies.choices import EvidenceKind, TermKind
    from library.vocabularies.models import Place, Term

    draw = random.Random(7)
    groups = [
        Term.objects.create(kind=TermKind.POPULATION, code=f"group-{n}", label=f"Group {n}")
        for n in range(18)
    ]
    country = Place.objects.create(code="country", name="Country", path="country")
    places = [
        Place.objects.create(
            code=f"place-{n}", name=f"Place {n}", path=f"country/place-{n}", parent=country
        )
        for n in range(40)
    ]
    keys = list(Record.objects.order_by("pk").values_list("pk", flat=True))
    kinds = EvidenceKind.values
    for number, kind in enumerate(kinds):
        for start in range(number * _BATCH, len(keys), len(kinds) * _BATCH):
            Record.objects.filter(pk__in=keys[start : start + _BATCH]).update(evidence_kind=kind)
    for field, values, most in (("terms", groups, 3), ("places", places, 2)):
        link: Any = getattr(Record, field).through
        name = "term_id" if field == "terms" else "place_id"
        for start in range(0, len(keys), _BATCH):
            link._default_manager.bulk_create(
                link(record_id=key, **{name: value.pk})
                for key in keys[start : start + _BATCH]
                for value in draw.sample(values, draw.randint(1, most))
            )


def measure(records: int) -> Iterable[Speed]:
    """Make so many records, index them, and time the pages."""
    from django.test import Client

    from benchmarks.institute import gather_statistics
    from benchmarks.search import Words, make_records
    from library.finding.search.index import reindex

    words = Words(records)
    make_records(records, words)
    describe_records()
    reindex()
    gather_statistics()
    client = Client(HTTP_HOST="127.0.0.1")
    for page, axes in ((_FINDER, ""), *((_MAP, axes) for axes in _AXES)):
        narrowed = [each.format(word=words.query()) for each in islice(cycle(_NARROWED), _TURNS)]
        client.get(f"{page}?{axes}")
        timed = [_timed(client, f"{page}?{axes}&{each}") for each in narrowed]
        clock, cpu, size = zip(*timed, strict=True)
        cuts, of_cpu = quantiles(clock, n=20), quantiles(cpu, n=20)
        yield Speed(axes or "finder", records, cuts[9], cuts[18], of_cpu[9], max(size) / 1_000)


def _timed(client: Any, address: str) -> tuple[float, float, int]:
    began, cpu_began = time.perf_counter(), time.process_time()
    answer = client.get(address)
    took = (time.perf_counter() - began) * 1_000
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return took, (time.process_time() - cpu_began) * 1_000, len(answer.content)


def main(sizes: Iterable[int]) -> None:
    """Print a table."""
    import django

    django.setup()
    from django.db import connection

    from benchmarks.databases import own_database

    print(f"| Records ({connection.vendor}) | Page | p50 | p95 | CPU p50 | Size |")
    print("| ---: | --- | ---: | ---: | ---: | ---: |")
    for size in sizes:
        with own_database("bench_map"):
            for speed in measure(size):
                print(speed, flush=True)


if __name__ == "__main__":
    main(int(size) for size in sys.argv[1:])
