"""The data that a new library starts with; README.md names the sources."""

import csv
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_HERE = Path(__file__).parent

FEATURED_KEY = "world-report-on-social-determinants-of-health-equity"


def report_rows(path: Path | None = None) -> list[dict[str, str]]:
    """Read the rows of a file of reports; without a path, the file that comes with the library.

    Raises ``OSError``, ``UnicodeDecodeError`` or ``csv.Error`` for what is no CSV file in UTF-8.
    """
    return _rows(path or _HERE / "reports.csv")


def organisation_rows() -> list[dict[str, str]]:
    """Return the organisations that made the reports."""
    return _rows(_HERE / "organisations.csv")


def recommendation_rows() -> list[dict[str, str]]:
    """Return the recommendations of some of the reports, with the key of the report of each."""
    return _rows(_HERE / "recommendations.csv")


@cache
def topic_tree() -> list[dict[str, Any]]:
    """Return the topics on two levels."""
    tree: list[dict[str, Any]] = yaml.safe_load((_HERE / "taxonomy.yaml").read_text("utf-8"))[
        "topics"
    ]
    return tree


@cache
def place_tree() -> list[dict[str, Any]]:
    """Return the places, each with the narrower ones in it."""
    tree: list[dict[str, Any]] = yaml.safe_load((_HERE / "places.yaml").read_text("utf-8"))
    return tree


@cache
def term_groups() -> dict[str, list[dict[str, Any]]]:
    """Return the population groups and the settings, by their kind."""
    groups: dict[str, list[dict[str, Any]]] = yaml.safe_load(
        (_HERE / "terms.yaml").read_text("utf-8")
    )
    return groups


@cache
def synonym_groups() -> list[list[str]]:
    """Return groups of words that mean the same to a search."""
    groups: list[list[str]] = yaml.safe_load((_HERE / "synonyms.yaml").read_text("utf-8"))
    return groups


def _rows(path: Path) -> list[dict[str, str]]:
    """Return every row, with the number of its first line under ``line``: a cell may run over several lines."""
    rows = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        line = 2
        for row in reader:
            rows.append({**row, "line": str(line)})
            line = reader.line_num + 1
    return rows
