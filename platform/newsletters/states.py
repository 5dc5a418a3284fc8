"""The states of issues as data, and those of subscribers and of single mails."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow.flows import Flow, Move


class IssueState(models.TextChoices):
    """How far an issue of the newsletter is."""

    DRAFT = "draft", _("Draft")
    SENDING = "sending", _("Being sent")
    STOPPED = "stopped", _("Sending stopped")
    SENT = "sent", _("Sent")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class SubscriberState(models.TextChoices):
    """Whether an address gets the newsletter."""

    ASKED = "asked", _("Not confirmed yet")
    ACTIVE = "active", _("Subscribed")
    SUPPRESSED = "suppressed", _("Stopped: emails do not arrive")


class CopyState(models.TextChoices):
    """What became of one issue for one subscriber."""

    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Could not be sent")
    BOUNCED = "bounced", _("Returned undelivered")
    SKIPPED = "skipped", _("Nothing on their topics")
    LEFT_OUT = "left_out", _("Unsubscribed before it was sent")


_S = IssueState
# Everyone can read an issue as soon as its first mail may have left.
PUBLIC_STATES = (_S.SENDING, _S.SENT, _S.STOPPED)
# Of these, emails do not arrive.
FAILING_STATES = (CopyState.BOUNCED, CopyState.FAILED)

ISSUE_FLOW = Flow(
    {
        "send": Move({_S.DRAFT}, _S.SENDING),
        "stop": Move({_S.SENDING}, _S.STOPPED),
        "resume": Move({_S.STOPPED}, _S.SENDING),
        "finish": Move({_S.SENDING}, _S.SENT),
        "withdraw": Move({_S.STOPPED, _S.SENT}, _S.WITHDRAWN),
    }
)
