"""Load the indicators and figures that come with Praxis."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from indicators.catalogue.actions.starter_data import (
    load_dimensions,
    load_indicators,
    load_place_codes,
)
from indicators.data import catalogue, file_of
from indicators.importing.actions.starter_releases import load_release
from library.vocabularies.models import Place


class Command(BaseCommand):
    help = "Load indicators, dimensions and figures. Running it again adds only what is missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--at",
            type=dt.datetime.fromisoformat,
            default=None,
            metavar="MOMENT",
            help="when the figures count as published here; now if not given",
        )

    def handle(self, *args: Any, at: dt.datetime | None, **options: Any) -> None:
        if not Place.objects.filter(code="england").exists():
            raise CommandError("There are no places yet. Run load_library first.")
        moment = at or timezone.now()
        contents = catalogue()
        load_place_codes(codes=contents["place_codes"])
        dimensions = load_dimensions(rows=contents["dimensions"])
        indicators = load_indicators(rows=contents["indicators"], at=moment)
        loaded = [
            load_release(row=row, file=file_of(row["key"]), at=moment)
            for row in contents["releases"]
        ]
        new = [count for count in loaded if count is not None]
        self.stdout.write(
            f"{indicators} indicators, {dimensions} dimensions; {len(new)} releases with {sum(new)} figures added."
        )
