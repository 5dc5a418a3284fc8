"""The indicators of the demo: real figures, made-up ones that newer ones replaced, an import to look at, and followers."""

from collections.abc import Mapping

from django.core.files.base import ContentFile
from django.core.management import call_command

from demo.story.stage import Stage
from indicators.catalogue.actions.following import follow, tell_of_release
from indicators.catalogue.actions.indicators import create_indicator, edit_indicator
from indicators.catalogue.actions.publishing import publish_release
from indicators.catalogue.actions.releases import create_release
from indicators.catalogue.models import Indicator, Release
from indicators.importing.actions.imports import read_import, start_import, write_file
from library.catalogue.models import Record
from library.vocabularies.models import Place, Topic

_FILE = """indicator;place;period;value
employment-rate;Halton;Apr 2025-Mar 2026;75,9
employment-rate;Warrington;Apr 2025-Mar 2026;81,2
employment-rate;Atlantis;Apr 2025-Mar 2026;99,9
"""

_CODE = "cold-homes-demo"
_PUBLISHER = "Made up for the demo"
_NOTES = "These figures are made up, to show what happens when newer ones replace older ones. They say nothing of the real places."
# By place, from 2021 on. The newer release corrects the last year and adds one.
_FIRST = {
    "england": (14.1, 15.2, 15.0, 14.4),
    "halton": (17.9, 19.6, 19.1, 18.6),
    "warrington": (12.3, 13.4, 13.0, 12.7),
}
_NEWER = {
    "england": (14.1, 15.2, 15.0, 14.3, 13.6),
    "halton": (17.9, 19.6, 19.1, 18.2, 16.9),
    "warrington": (12.3, 13.4, 13.0, 12.6, 12.1),
}


def measure(stage: Stage) -> None:
    """Load the indicators, relate records to one, and leave a draft whose file has a row that is refused."""
    call_command("load_indicators", at=stage.ago(60), verbosity=0)
    manager = stage.people["editor"]
    _relate_records(stage)
    release = create_release(
        by=manager,
        at=stage.ago(2),
        title="Employment rate, April 2025 to March 2026 (demo)",
        publisher="Made up for the demo",
        licence="OGL-UK-3.0",
    )
    begun = start_import(
        release=release,
        content=ContentFile(_FILE.encode("cp1252")),
        name="employment-2026.csv",
        by=manager,
        at=stage.ago(2),
    )
    read_import(begun=begun)
    learner = stage.people["learner"]
    obesity = Indicator.objects.get(code="obesity-year-6")
    follow(user=learner, indicator=obesity, at=stage.ago(20))
    follow(user=learner, place=Place.objects.get(code="halton"), at=stage.ago(20))
    _replace_figures(stage)


def _relate_records(stage: Stage) -> None:
    """Relate the works on monitoring to the indicator that the course teaches with."""
    indicator = Indicator.objects.get(code="obesity-year-6")
    works = Record.objects.published().filter(topics__code="indicators-monitoring")
    edit_indicator(
        indicator=indicator,
        opened_at=None,
        at=stage.ago(60),
        records=works.order_by("-year", "pk")[:3],
    )


def _replace_figures(stage: Stage) -> None:
    """Publish a release of the made-up indicator and then the one that replaces it."""
    create_indicator(
        by=stage.people["editor"],
        at=stage.ago(40),
        code=_CODE,
        name="Homes that are too cold in winter (made up for the demo)",
        definition="Households who say that they could not keep warm at home last winter. Made up for the demo.",
        unit="% of households",
        value_type="proportion",
        scale=100,
        polarity="lower",
        topic=Topic.objects.filter(code="housing").first(),
        caveats=_NOTES,
    )
    first = _publish(stage, "Homes too cold in winter, 2021 to 2024 (demo)", _FIRST, days=40)
    newer = _publish(
        stage, "Homes too cold in winter, 2021 to 2025 (demo)", _NEWER, days=1, supersedes=first
    )
    tell_of_release(release=newer, at=stage.ago(1))


def _publish(
    stage: Stage,
    title: str,
    figures: Mapping[str, tuple[float, ...]],
    *,
    days: int,
    supersedes: Release | None = None,
) -> Release:
    """Import the figures as a data manager does, and publish them."""
    by, at = stage.people["editor"], stage.ago(days)
    release = create_release(
        by=by,
        at=at,
        title=title,
        publisher=_PUBLISHER,
        licence="CC0-1.0",
        notes=_NOTES,
        supersedes=supersedes,
    )
    lines = [
        f"{_CODE},{place},{year},{value}"
        for place, values in figures.items()
        for year, value in enumerate(values, start=2021)
    ]
    file = ContentFile("\n".join(["indicator,place,period,value", *lines]).encode())
    write_file(release=release, file=file, at=at)
    return publish_release(release=release, by=by, at=at)
