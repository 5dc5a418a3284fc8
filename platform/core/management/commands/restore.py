"""Put the database and the uploaded files of a backup back."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.backups.layout import BackupError
from core.backups.restoring import plan_restore, restore


class Command(BaseCommand):
    help = (
        "Restore a backup into this system, after its checksums were verified. Stop the web process and the"
        " jobs first. A system with accounts or uploaded files is refused without --replace."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder",
            type=Path,
            metavar="DIR",
            help="a backup, or a folder of them: then the newest",
        )
        parser.add_argument(
            "--replace", action="store_true", help="let go of what is in this system now"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="verify the backup and say what would be done"
        )

    def handle(
        self, *args: Any, folder: Path, replace: bool, dry_run: bool, **options: Any
    ) -> None:
        try:
            plan = plan_restore(folder=folder.absolute())
            for step in plan.steps():
                self.stdout.write(step)
            if dry_run:
                self.stdout.write("The checksums are right. Nothing was changed.")
                return
            restore(plan, replace=replace, say=self.stdout.write)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            "Restored. Start the web process and the jobs, then run: manage.py doctor"
        )
