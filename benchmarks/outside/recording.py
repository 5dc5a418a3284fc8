"""Write the whole record: the story, what each reader sees and may do, and what a fortnight brings."""

import os
import time
from multiprocessing import get_context
from pathlib import Path

import weasyprint  # noqa: F401  (here, as each of the copies would load it anew)
from django.core import mail
from django.core.management import call_command
from django.db import connections

from benchmarks.outside.crawl import (
    OAI,
    STARTS,
    Found,
    shared_addresses,
    walk,
)
from benchmarks.outside.inventory import write_inventory, write_rows
from benchmarks.outside.passing import keep_mails, let_time_pass
from benchmarks.outside.stillness import Copies, stand_still
from benchmarks.outside.visits import NOBODY, OPERATOR, Form, Visitor, name_of
from demo.cast import DEMO_SIGN_INS
from demo.story import tell

# She has only just come, so she sees the welcome.
NEWCOMER = "new"


def write_record(folder: Path, jobs: int) -> None:
    """Tell the story once and let each reader look at a copy of what is there then."""
    # This clock goes on where the others stand still.
    began = time.perf_counter()

    def say(what: str) -> None:
        print(f"{time.perf_counter() - began:6.1f} s  {what}", flush=True)

    stand_still()
    _begin(folder)
    say("the story is told")
    connections.close_all()
    copies = Copies(Path(os.environ["PRAXIS_VAR"]) / "copies")
    players = [email.partition("@")[0] for email in DEMO_SIGN_INS]
    readers = [NOBODY, *players, NEWCOMER, OPERATOR]
    with get_context("fork").Pool(jobs, maxtasksperchild=1) as pool:
        fortnight = pool.apply_async(_let_time_pass, (copies, folder))
        found = pool.starmap(_walk, [(copies, folder, reader) for reader in readers], chunksize=1)
        fortnight.get()
        say(f"{sum(len(one.addresses) for one in found)} pages met by {len(readers)} readers")
        shared = shared_addresses(found)
        forms = {name: form for one in found for name, form in one.forms.items()}
        tries = [
            (copies, folder, *both, shared, forms) for both in zip(readers, found, strict=True)
        ]
        asked = sum(pool.starmap(_try_all, tries, chunksize=1))
    say(f"{asked} more addresses of others, and {len(forms)} forms, tried by everyone")
    print(f"{sum(file.is_file() for file in folder.rglob('*'))} files in {folder}")


def _begin(folder: Path) -> None:
    """Tell the demo's story in a new database, and write down what is there then."""
    call_command("migrate", verbosity=0)
    mail.outbox = []
    tell(say=lambda _: None)
    keep_mails(folder / "mails" / "story")
    write_inventory(folder / "inventory")
    write_rows(folder / "rows" / "after the story")


def _let_time_pass(copies: Copies, folder: Path) -> None:
    copies.use("fortnight")
    mail.outbox = []
    let_time_pass(folder)
    write_rows(folder / "rows" / "after a fortnight")


def _walk(copies: Copies, folder: Path, reader: str) -> Found:
    """Let one reader follow the links."""
    copies.use(f"{reader} walks")
    visitor = Visitor(reader, folder)
    visitor.sign_in()
    return walk(visitor, [*STARTS, *OAI] if reader == NOBODY else STARTS)


def _try_all(
    copies: Copies,
    folder: Path,
    reader: str,
    found: Found,
    shared: list[str],
    forms: dict[str, Form],
) -> int:
    """Let one reader try what others have seen, and send the forms; return how many addresses were new."""
    copies.use(f"{reader} tries")
    visitor = Visitor(reader, folder)
    visitor.sign_in()
    own = dict(found.forms)
    new = [address for address in shared if address not in set(found.addresses)]
    for address in new:
        for form in visitor.get(address).forms:
            own.setdefault(name_of(form.action), form)
    for name, form in sorted({**forms, **own}.items()):
        visitor.post(form, how="empty", data=form.empty_data())
        if name in own:
            # As it was on the page, and then a second click.
            visitor.post(form, how="filled", data=form.filled_data(), times=2)
    return len(new)
