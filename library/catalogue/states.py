"""The states of a record, which is never deleted. (Those of a proposed correction: ``curation/states.py``.)"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow.flows import Flow, Move


class RecordState(models.TextChoices):
    """Whether a record can be read. A withdrawn one leaves a tombstone at its address."""

    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


RECORD_FLOW = Flow(
    {
        "withdraw": Move({RecordState.PUBLISHED}, RecordState.WITHDRAWN),
        "restore": Move({RecordState.WITHDRAWN}, RecordState.PUBLISHED),
    }
)
