"""``manage.py read_bounces``: note which mails of the newsletter came back."""

import argparse
import mailbox
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from newsletters import names
from newsletters.actions.bounces import note_bounce
from newsletters.bounce_reports import read_report
from notifications.delivery.message_ids import about_of

# A report holds the mail that came back; anything longer is none of ours.
_MOST_BYTES = 5 * 1024 * 1024


class Command(BaseCommand):
    help = (
        "Note which mails of the newsletter came back. Reads one mail from standard input, as mail servers hand it to a "
        "program, or all mails of a mailbox (a file in the mbox format, or a Maildir folder). Repeats safely."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--mailbox", type=Path, help="a file in the mbox format, or a Maildir")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path | None = options["mailbox"]
        read = reports = noted = 0
        for source in _mails_in(path) if path else [sys.stdin.buffer.read(_MOST_BYTES)]:
            read += 1
            report = read_report(source)
            if report is None:
                continue
            reports += 1
            copy_id = about_of(report.message_id, mail=names.COPY)
            if copy_id is not None and note_bounce(copy_id=copy_id, at=timezone.now()):
                noted += 1
        self.stdout.write(
            f"{read} read, {reports} report a failure, {noted} noted that were not known."
        )


def _mails_in(path: Path) -> Iterator[bytes]:
    if not path.exists():
        raise CommandError(f"There is no mailbox at {path}.")
    box: Any = (
        mailbox.Maildir(path, create=False) if path.is_dir() else mailbox.mbox(path, create=False)
    )
    try:
        for key in box.iterkeys():
            source = box.get_bytes(key)
            if len(source) <= _MOST_BYTES:
                yield source
    except (OSError, mailbox.Error) as error:
        raise CommandError(f"The mailbox at {path} cannot be read: {error}") from error
    finally:
        box.close()
