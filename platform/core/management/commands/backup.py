"""Save the database and the uploaded files together in a folder."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.backups.layout import BackupError
from core.backups.making import make_backup


class Command(BaseCommand):
    help = (
        "Save database and uploaded files together in a folder, with checksums, and drop old backups"
        " (kept are all of two days, then one for each of 7 days, 4 weeks and 6 months)."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="the folder of all backups")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            made = make_backup(folder=folder.absolute(), at=timezone.now())
        except BackupError as error:
            raise CommandError(str(error)) from error
        held = made.description
        self.stdout.write(
            f"{made.path}: {sum(held.rows.values())} rows, {held.files} uploaded files,"
            f" {held.size / 1_000_000:.1f} MB."
        )
        for old in made.dropped:
            self.stdout.write(f"Dropped {old.name}.")
