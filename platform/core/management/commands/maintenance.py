"""``manage.py maintenance on|off|status``: close the site for a while, and open it again."""

import argparse
import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.web.maintenance import USUAL_MINUTES, close_site, is_closed, open_site, seconds_left


class Command(BaseCommand):
    help = (
        "Show every visitor a page that says that we will be back soon (on), or let them in again (off)."
        " Health checks are answered all the same. Background jobs go on: stop them where they would disturb."
    )
    # It must work when nothing else does.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("what", choices=["on", "off", "status"])
        parser.add_argument(
            "--minutes",
            type=int,
            default=USUAL_MINUTES,
            help="how long it will take, as told to programs; it does not end by itself",
        )

    def handle(self, *args: Any, what: str, minutes: int, **options: Any) -> None:
        now = timezone.now()
        if minutes < 1:
            raise CommandError("Say at least one minute.")
        try:
            if what == "on":
                close_site(until=now + dt.timedelta(minutes=minutes))
            elif what == "off":
                open_site()
        except OSError as error:
            raise CommandError(
                f"The folder of data cannot be changed ({error.strerror}): run this as the user of the service."
            ) from error
        if is_closed():
            left = _minutes(seconds_left(now))
            self.stdout.write(
                f"The site is closed; programs are told to come again in {left} minutes."
            )
        else:
            self.stdout.write("The site is open.")


def _minutes(seconds: int) -> int:
    """Return the minutes, rounded up."""
    return -(-seconds // 60)
