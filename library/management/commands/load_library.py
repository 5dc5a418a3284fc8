"""Load the topics and the reports that come with the library."""

import csv
import datetime as dt
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from library.catalogue.actions.featured import feature_record
from library.catalogue.actions.starter_data import load_organisations, load_reports, place_records
from library.catalogue.models import Featured, Record
from library.data import (
    FEATURED_KEY,
    organisation_rows,
    place_tree,
    recommendation_rows,
    report_rows,
    term_groups,
    topic_tree,
)
from library.recommendations.actions.starter_data import load_recommendations
from library.vocabularies.actions.places import load_places
from library.vocabularies.actions.terms import load_terms
from library.vocabularies.actions.topics import load_topics


class Command(BaseCommand):
    help = "Load topics, places, organisations and reports. Running it again adds only what is missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--on",
            type=dt.date.fromisoformat,
            default=None,
            metavar="YYYY-MM-DD",
            help="the day the reports count as published here; today if not given",
        )
        parser.add_argument(
            "file", nargs="?", type=Path, help="another CSV file with the same columns"
        )

    def handle(self, *args: Any, file: Path | None, on: dt.date | None, **options: Any) -> None:
        topics = load_topics(tree=topic_tree())
        places = load_places(tree=place_tree())
        place_records()
        load_terms(groups=term_groups())
        load_organisations(rows=organisation_rows())
        try:
            rows = report_rows(file)
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise CommandError(f"{file} cannot be read: {error}") from error
        today = timezone.localdate()
        result = load_reports(rows=rows, on=on or today)
        for problem in result.problems:
            self.stderr.write(f"Line {problem}")
        if result.problems:
            raise CommandError(
                f"{len(result.problems)} of {len(rows)} rows are bad. No report was written."
            )
        recommendations = self._recommend(on)
        self._feature(today)
        self.stdout.write(
            f"{topics} topics, {places} places; {result.added} reports added, {result.kept} were there already; "
            f"{recommendations} recommendations added."
        )

    def _recommend(self, on: dt.date | None) -> int:
        """Load the recommendations of the reports that are there, and say why if one cannot be taken."""
        now = timezone.now()
        at = now if on is None else now.replace(year=on.year, month=on.month, day=on.day)
        try:
            return load_recommendations(rows=recommendation_rows(), at=at)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error

    def _feature(self, today: dt.date) -> None:
        """Feature the first report for a quarter, unless editors have ever chosen one."""
        record = Record.objects.published().filter(import_key=FEATURED_KEY).first()
        if record is None or Featured.objects.exists():
            return
        ends_on = today + dt.timedelta(days=90)
        reason = _("It is one of the newest works here, and covers every country.")
        feature_record(record=record, starts_on=today, ends_on=ends_on, reason=reason, by=None)
