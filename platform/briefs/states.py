"""The states of briefs as data, and the kinds of things that are put into one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow.flows import Flow, Move


class BriefState(models.TextChoices):
    """Who may read a brief."""

    PRIVATE = "private", _("Private")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class PartKind(models.TextChoices):
    """What one part of a brief is."""

    TEXT = "text", _("Text")
    RECORD = "record", _("Record")
    FIGURE = "figure", _("Figure")
    RECOMMENDATION = "recommendation", _("Recommendation")
    LESSON = "lesson", _("Lesson")


_S = BriefState
# Everyone may follow a link to these; of a withdrawn brief they read why.
KNOWN_STATES = (_S.PUBLISHED, _S.WITHDRAWN)

BRIEF_FLOW = Flow(
    {
        "publish": Move({_S.PRIVATE, _S.PUBLISHED}, _S.PUBLISHED),
        "withdraw": Move({_S.PUBLISHED}, _S.WITHDRAWN),
    }
)
