"""Chapter 5: two concerns, both made up, for the safeguarding lead to look at."""

import datetime as dt

from accounts.models import User
from demo.story.stage import Stage
from safeguarding.actions import move_concern, note_look, report_concern
from safeguarding.models import Concern


def report(stage: Stage) -> None:
    """Report one concern that waits, and one that is being handled."""
    lead = stage.people["safeguarding"]
    _report(
        stage,
        reporter=stage.people["noor"],
        person=stage.people["dominic"],
        words="(Demo: a fictional report.) He wrote to me three times outside the network and asked where I live.",
        at=stage.ago(1),
    )
    handled = _report(
        stage,
        reporter=stage.people["chidi"],
        person=None,
        words="(Demo: a fictional report.) A post described a family so closely that neighbours would know them.",
        at=stage.ago(12),
    )
    note_look(concern=handled, by=lead, at=stage.ago(12, hour=14))
    note = "(Demo) Asked the moderators to look at the post."
    move_concern(concern=handled, move="assess", by=lead, at=stage.ago(11), note=note)
    move_concern(concern=handled, move="act", by=lead, at=stage.ago(11, hour=15))


def _report(
    stage: Stage, *, reporter: User, person: User | None, words: str, at: dt.datetime
) -> Concern:
    made = report_concern(
        reporter=reporter,
        words=words,
        where="/networks/",
        person=person,
        key=stage.key("concern", words),
        at=at,
    )
    return Concern.objects.get(pk=made.pk)
