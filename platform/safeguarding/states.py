"""The states of a concern, and the moves between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow.flows import Flow, Move


class ConcernState(models.TextChoices):
    """Where a concern stands."""

    REPORTED = "reported", _("Received")
    TRIAGE = "triage", _("Being assessed")
    IN_ACTION = "in_action", _("Action under way")
    CLOSED = "closed", _("Closed")


_S = ConcernState
CONCERN_FLOW = Flow(
    {
        "assess": Move({_S.REPORTED}, _S.TRIAGE),
        "act": Move({_S.TRIAGE}, _S.IN_ACTION),
        "close": Move({_S.TRIAGE, _S.IN_ACTION}, _S.CLOSED),
        "reopen": Move({_S.CLOSED}, _S.IN_ACTION),
    }
)
