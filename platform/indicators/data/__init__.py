"""The indicators and figures that come with Praxis; README.md names the sources."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_HERE = Path(__file__).parent


@cache
def catalogue() -> dict[str, Any]:
    """Return the codes of places, dimensions, indicators and releases as they are written down."""
    contents: dict[str, Any] = yaml.safe_load((_HERE / "indicators.yaml").read_text("utf-8"))
    return contents


def file_of(release_key: str) -> Path:
    """Return the file with the figures of a release."""
    return _HERE / f"{release_key}.csv"
