"""Measure the main pages: ``make bench``, ``make bench SECONDS=10``, ``make bench PAGE=home``."""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path

from benchmarks.ground import ground

SECONDS = 6.0


def main() -> None:
    """Prepare an institute of its own, measure its pages, print the table."""
    parser = ArgumentParser(prog="make bench", description="How fast Praxis answers.")
    parser.add_argument(
        "--seconds", type=float, default=SECONDS, help="for each page and its floor"
    )
    parser.add_argument("--only", metavar="PAGE", default="", help="pages with this in their name")
    wishes = parser.parse_args()

    sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "platform")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    # The servers must not inherit what `make` sets for development.
    os.environ["DEBUG"] = "0"
    with ground() as folder:
        # Only now may the settings be read.
        import django

        django.setup()
        from benchmarks.run import run

        run(folder, seconds=wishes.seconds, only=wishes.only)


if __name__ == "__main__":
    main()
