"""Import 200,000 figures, then show pages among a million: ``make bench-figures``.

The import is timed with the memory that it takes on top. Each page is asked of Django itself, as a visitor, of another
place or indicator each time, so that nothing of an answer was kept.
"""

import datetime as dt
import random
import resource
import time
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.ground import django_ground

INDICATORS, PLACES, COPIES, ASKED = 20, 200, 4, 100
YEARS, GRADIENTS = 10, 4
_MB = 1024


def main() -> None:
    """Lay the ground, import, multiply and measure."""
    with django_ground():
        _measure()


def _measure() -> None:
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from django.utils import timezone

    from benchmarks.institute import gather_statistics
    from indicators.catalogue.models import Indicator, Observation
    from library.vocabularies.models import Place

    # From the models, as for the tests: migrating takes longer than all the rest.
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.MIGRATION_MODULES = {each.label: None for each in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
    random.seed(7)
    _found_vocabularies(timezone.now())
    _import(timezone.now())
    _multiply(timezone.now())
    gather_statistics()
    count = Observation.objects.count()
    places = list(Place.objects.exclude(parent=None).values_list("code", flat=True))
    codes = list(Indicator.objects.values_list("code", flat=True))
    client = Client(HTTP_HOST="localhost")

    def place_page() -> None:
        _ask(client, f"/places/{random.choice(places)}/")

    def indicator_page() -> None:
        address = f"/indicators/{random.choice(codes)}/?place={random.choice(places)}"
        _ask(client, address)

    print(f"Among {count:,} figures, of {ASKED} answers each:")
    for name, ask in (("place page", place_page), ("indicator page", indicator_page)):
        middle, high = _times(ask)
        print(f"  {name}: p50 {middle:.0f} ms, p95 {high:.0f} ms")


def _ask(client: Any, address: str) -> None:
    """Ask a page, and stop where it is not answered."""
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}.")


def _times(ask: Callable[[], None]) -> tuple[float, float]:
    """Return the median and the 95th percentile of the answers, in milliseconds; the first few warm up."""
    for _ in range(5):
        ask()
    times = []
    for _ in range(ASKED):
        begun = time.perf_counter()
        ask()
        times.append(1000 * (time.perf_counter() - begun))
    times.sort()
    return times[ASKED // 2], times[int(ASKED * 0.95)]


def _found_vocabularies(now: dt.datetime) -> None:
    from indicators.catalogue.models import Dimension, Indicator, Subgroup
    from library.vocabularies.models import Place

    country = Place.objects.create(code="land", name="Land", path="land")
    Place.objects.bulk_create(
        Place(code=f"town-{n}", name=f"Town {n}", parent=country, path=f"land/town-{n}")
        for n in range(PLACES - 1)
    )
    tenths = Dimension.objects.create(code="tenths", name="Tenths", is_ordered=True)
    Subgroup.objects.bulk_create(
        Subgroup(dimension=tenths, name=f"Decile {n}", short_name=str(n), position=n)
        for n in range(1, 11)
    )
    Indicator.objects.bulk_create(
        Indicator(
            code=f"measure-{n}",
            name=f"Measure {n}",
            definition="Homes that cannot be kept warm.",
            unit="% of homes",
            value_type="proportion",
            scale=100,
            polarity="lower",
            created_at=now,
            changed_at=now,
        )
        for n in range(INDICATORS * (COPIES + 1))
    )


def _lines() -> Iterator[str]:
    yield "indicator,place,period,dimension,subgroup,value,population,lower,upper\n"
    for indicator in range(INDICATORS):
        for place in ["land", *(f"town-{n}" for n in range(PLACES - 1))]:
            for year in range(2012, 2012 + YEARS):
                value = random.uniform(15, 25)
                yield f"measure-{indicator},{place},{year},,,{value:.2f},9000,{value - 1:.2f},{value + 1:.2f}\n"
                if year < 2012 + YEARS - GRADIENTS:
                    continue
                for tenth in range(1, 11):
                    value = random.uniform(15, 17) - tenth
                    yield f"measure-{indicator},{place},{year},tenths,{tenth},{value:.2f},900,{value - 1:.2f},{value + 1:.2f}\n"


def _import(now: dt.datetime) -> None:
    """Import one release by the steps of the page, and say how long each takes."""
    from django.core.files.base import ContentFile

    from accounts.models import User
    from indicators.catalogue.actions.publishing import publish_release
    from indicators.catalogue.actions.releases import create_release
    from indicators.importing.actions.imports import (
        confirm_import,
        read_import,
        start_import,
        write_import,
    )

    by = User.objects.create(email="data@example.org", full_name="Dana Data")
    release = create_release(
        by=by, at=now, title="Release 0", publisher="Office", licence="OGL-UK-3.0"
    )
    content = ContentFile("".join(_lines()).encode())
    begun = start_import(release=release, content=content, name="figures.csv", by=by, at=now)
    del content
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    clock, cpu = time.perf_counter(), time.process_time()
    read_import(begun=begun)
    read = time.perf_counter() - clock
    if begun.state != "ready":
        raise RuntimeError(begun.shown)
    confirm_import(begun=begun)
    clock = time.perf_counter()
    write_import(begun=begun, at=now)
    written = time.perf_counter() - clock
    rows = begun.counts["new"]
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / _MB
    # On a busy machine the processor time tells more.
    print(f"{time.process_time() - cpu:.1f} s of processor time in this process")
    print(
        f"{rows:,} figures: checked in {read:.1f} s, written in {written:.1f} s "
        f"({rows / (read + written):,.0f} a second), {more:.0f} MB on top"
    )
    clock = time.perf_counter()
    publish_release(release=release, by=by, at=now)
    print(f"published in {time.perf_counter() - clock:.1f} s")


def _multiply(now: dt.datetime) -> None:
    """Copy the figures for further indicators, each time into another release."""
    from django.db import connection

    from indicators.catalogue.models import Indicator, Observation, Release

    first = Indicator.objects.order_by("pk").values_list("pk", flat=True)[0]
    source = Release.objects.get()
    names = [str(f.column) for f in Observation._meta.concrete_fields if f.column != "id"]
    for copy in range(1, COPIES + 1):
        release = Release.objects.create(
            title=f"Release {copy}",
            publisher="Office",
            licence="OGL-UK-3.0",
            state="published",
            created_at=now,
            published_at=now,
        )
        wanted = range(first + copy * INDICATORS, first + (copy + 1) * INDICATORS)
        release.indicators.add(*wanted)
        taken = {"release_id": "%s", "indicator_id": f"indicator_id + {copy * INDICATORS}"}
        columns = ", ".join(f'"{name}"' for name in names)
        values = ", ".join(taken.get(name, f'"{name}"') for name in names)
        with connection.cursor() as cursor:
            # Our own words: names of columns and numbers.
            copied = f"SELECT {values} FROM indicators_observation WHERE release_id = %s"  # noqa: S608
            cursor.execute(
                f"INSERT INTO indicators_observation ({columns}) {copied}",
                [release.pk, source.pk],
            )


if __name__ == "__main__":
    main()
