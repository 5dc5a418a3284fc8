"""The states of an evidence gap, and the moves between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow.flows import Flow, Move


class GapState(models.TextChoices):
    """How far an evidence gap is."""

    PROPOSED = "proposed", _("Proposed")
    OPEN = "open", _("Open")
    WORKED_ON = "worked-on", _("Being worked on")
    FILLED = "filled", _("Filled")
    DISMISSED = "dismissed", _("Dismissed")


_S = GapState
# Gaps that nobody has filled yet, and that editors have agreed to.
UNFILLED = frozenset({_S.OPEN, _S.WORKED_ON})
DECIDED = frozenset({_S.FILLED, _S.DISMISSED})

GAP_FLOW = Flow(
    {
        "accept": Move({_S.PROPOSED}, _S.OPEN),
        "start": Move({_S.OPEN}, _S.WORKED_ON),
        "stop": Move({_S.WORKED_ON}, _S.OPEN),
        "fill": Move(UNFILLED, _S.FILLED),
        "dismiss": Move({_S.PROPOSED, *UNFILLED}, _S.DISMISSED),
        # Merged gaps are dismissed, too.
        "merge": Move({_S.PROPOSED, *UNFILLED}, _S.DISMISSED),
        "reopen": Move(DECIDED, _S.OPEN),
        "propose_again": Move(DECIDED, _S.PROPOSED),
    }
)
