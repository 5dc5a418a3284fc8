"""The indicators of the demo: real figures, a draft with an import to look at, and who follows what."""

from django.core.files.base import ContentFile
from django.core.management import call_command

from demo.story.stage import Stage
from indicators.catalogue.actions.following import follow
from indicators.catalogue.actions.indicators import edit_indicator
from indicators.catalogue.actions.releases import create_release
from indicators.catalogue.models import Indicator
from indicators.importing.actions.imports import read_import, start_import
from library.catalogue.models import Record
from library.vocabularies.models import Place

_FILE = """indicator;place;period;value
employment-rate;Halton;Apr 2025-Mar 2026;75,9
employment-rate;Warrington;Apr 2025-Mar 2026;81,2
employment-rate;Atlantis;Apr 2025-Mar 2026;99,9
"""


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
