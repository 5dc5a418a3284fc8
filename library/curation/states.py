"""The states of a correction that a reader proposes, and the moves between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow.flows import Flow, Move


class ProposalState(models.TextChoices):
    """How far a proposed correction is."""

    OPEN = "open", _("Waiting for an editor")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Not accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


PROPOSAL_FLOW = Flow(
    {
        "accept": Move({ProposalState.OPEN}, ProposalState.ACCEPTED),
        "decline": Move({ProposalState.OPEN}, ProposalState.DECLINED),
        "withdraw": Move({ProposalState.OPEN}, ProposalState.WITHDRAWN),
    }
)
