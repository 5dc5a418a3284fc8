"""Two independent clients harvest the library while it changes: ``make harvest``.

The real server hands out 5,000 records over OAI-PMH to Sickle and to Scythe at once, while 150 records are
corrected and 50 withdrawn by the library's own actions. What must come out: every record is met, in the state of
its last change before the end, and the same header never twice. The run fails where it does not.
"""

import logging
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.ground import ground

RECORDS, CORRECTED, WITHDRAWN = 5_000, 150, 50
# Seconds that a client may spend on the last part of the list.
_LAST_PART = 2.0
_WORK = 0.003


@dataclass(frozen=True)
class Header:
    """A header that a client received for one record."""

    identifier: str
    datestamp: str
    is_deleted: bool


@dataclass(frozen=True)
class Harvest:
    """The headers that one client harvested."""

    client: str
    headers: list[Header]
    seconds: float
    ended_at: float

    def __str__(self) -> str:
        known = len({header.identifier for header in self.headers})
        again = len(self.headers) - known
        return f"| {self.client} | {len(self.headers):,} | {known:,} | {again:,} | {self.seconds:.0f} s |"


def by_sickle(address: str) -> Iterator[Header]:
    from sickle import Sickle

    yield from map(_header, Sickle(address).ListRecords(metadataPrefix="oai_dc"))


def by_scythe(address: str) -> Iterator[Header]:
    from oaipmh_scythe import Scythe

    with Scythe(address) as scythe:
        yield from map(_header, scythe.list_records(metadata_prefix="oai_dc"))


def _header(record: Any) -> Header:
    """Read the header of a record from what a client returned; both name its fields alike."""
    return Header(record.header.identifier, record.header.datestamp, record.deleted)


def harvested(client: str, ask: Callable[[str], Iterator[Header]], address: str) -> Harvest:
    """Harvest the whole list with this client."""
    began = time.perf_counter()
    headers = []
    for header in ask(address):
        headers.append(header)
        # What a client does with a record while the library changes.
        time.sleep(_WORK)
    ended_at = time.perf_counter()
    return Harvest(client, headers, ended_at - began, ended_at)


def change_records() -> dict[int, float]:
    """Correct and withdraw records all over the list, one after the other; return when each was withdrawn."""
    from django.utils import timezone

    from accounts.models import User
    from library.catalogue.actions.form_records import creator_names
    from library.catalogue.actions.records import correct_record, withdraw_record
    from library.catalogue.models import Record

    editor = User.objects.create(email="editor@bench.example", full_name="Editor")
    keys = list(Record.objects.order_by("pk").values_list("pk", flat=True))
    chosen = random.Random(1).sample(keys, CORRECTED + WITHDRAWN)
    withdrawn = {}
    for number, key in enumerate(chosen):
        record = Record.objects.get(pk=key)
        if number < CORRECTED:
            correct_record(
                record=record,
                changes={"publisher": f"Publisher {number}"},
                topics=record.topics.all(),
                creators=creator_names(record.creators.all()),
                at=timezone.now(),
            )
        else:
            withdraw_record(record=record, reason="For the run.", by=editor, at=timezone.now())
            withdrawn[key] = time.perf_counter()
    return withdrawn


def faults_in(harvest: Harvest, expected: set[str], gone: dict[str, float]) -> list[str]:
    """Return the errors in a harvest. What was withdrawn during the last part the client cannot know."""
    met = {header.identifier for header in harvest.headers}
    faults = [f"{harvest.client} never met {identifier}" for identifier in sorted(expected - met)]
    faults += [
        f"{harvest.client} met {header} {times} times"
        for header, times in Counter(harvest.headers).items()
        if times > 1
    ]
    last = {header.identifier: header for header in harvest.headers}
    known_gone = {each for each, at in gone.items() if at < harvest.ended_at - _LAST_PART}
    seen_gone = {identifier for identifier, header in last.items() if header.is_deleted}
    faults += [
        f"{harvest.client} was told that {each} is gone" for each in sorted(seen_gone - set(gone))
    ]
    faults += [
        f"{harvest.client} was not told that {each} is gone"
        for each in sorted(known_gone - seen_gone)
    ]
    return faults


def run(folder: Path) -> list[str]:
    """Make the records, let both clients harvest while they change, and print the table."""
    from django.core.management import call_command
    from django.db import connections

    from benchmarks.search import Words, make_records
    from benchmarks.server import serving
    from library.catalogue.models import Record
    from library.exchange.harvesting.provider import identifier_of
    from library.finding.search.index import reindex

    # A client tells of each request.
    logging.disable(logging.INFO)
    call_command("migrate", verbosity=0)
    make_records(RECORDS, Words(1))
    reindex()
    expected = {identifier_of(pk) for pk in Record.objects.values_list("pk", flat=True)}
    connections.close_all()
    with serving("config.wsgi", folder) as praxis, ThreadPoolExecutor(2) as clients:
        address = f"http://127.0.0.1:{praxis.port}/oai"
        under_way = [
            clients.submit(harvested, "Sickle", by_sickle, address),
            clients.submit(harvested, "Scythe", by_scythe, address),
        ]
        gone = {identifier_of(pk): at for pk, at in change_records().items()}
        changed_at = time.perf_counter()
        harvests = [each.result() for each in under_way]
    if min(harvest.ended_at for harvest in harvests) < changed_at:
        return ["The clients were done before the changes were: the run shows nothing."]
    print("| Client | Headers | Records | Met again after a change | Time |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for harvest in harvests:
        print(harvest)
    return [fault for harvest in harvests for fault in faults_in(harvest, expected, gone)]


def main() -> int:
    """Run in a folder and a database of its own; 1 when anything was lost or came twice."""
    sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "platform")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    os.environ["DEBUG"] = "0"
    with ground() as folder:
        # Only now may the settings be read.
        import django

        django.setup()
        faults = run(folder)
    print("\n".join(faults) or "\nNothing was lost, and nothing came twice.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
