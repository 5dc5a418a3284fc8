"""Build the full-text index anew."""

from typing import Any

from django.core.management.base import BaseCommand

from library.finding.search.index import reindex


class Command(BaseCommand):
    help = "Build the library's full-text index anew from its published records."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{reindex()} records are in the index.")
