"""The moves of an advice case and of a review of its draft, and the words that both use."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow.flows import Flow, Move


class AdviceKind(models.TextChoices):
    """What the institute is asked about."""

    CONSULTATION = "consultation", _("Consultation")
    BILL = "bill", _("Bill")
    STRATEGY = "strategy", _("Strategy")
    POLICY = "policy", _("Existing policy")


class AdviceState(models.TextChoices):
    """How far an advice case is."""

    OPEN = "open", _("Open")
    DRAFTING = "drafting", _("Being drafted")
    IN_REVIEW = "in-review", _("In review")
    SIGNED_OFF = "signed-off", _("Signed off")
    SENT = "sent", _("Sent")
    CLOSED = "closed", _("Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class AdviceReviewState(models.TextChoices):
    """How far a review of a draft is."""

    ASKED = "asked", _("Asked")
    DELIVERED = "delivered", _("Delivered")
    DECLINED = "declined", _("Declined")
    CANCELLED = "cancelled", _("No longer needed")


class AdviceVerdict(models.TextChoices):
    """What a reviewer says of a draft."""

    READY = "ready", _("Ready to send")
    CHANGES = "changes", _("Needs changes")


class AdviceOutcomeKind(models.TextChoices):
    """What happened to the advice."""

    PENDING = "pending", _("Not decided yet")
    ADOPTED = "adopted", _("Adopted")
    PARTLY = "partly", _("Partly adopted")
    NOT_ADOPTED = "not-adopted", _("Not adopted")


_S = AdviceState
_R = AdviceReviewState

ADVICE_FLOW = Flow(
    {
        "start": Move({_S.OPEN}, _S.DRAFTING),
        "ask_review": Move({_S.DRAFTING}, _S.IN_REVIEW),
        # By the lead, who wants to change the text again.
        "take_back": Move({_S.IN_REVIEW, _S.SIGNED_OFF}, _S.DRAFTING),
        # By the person who signs off.
        "return": Move({_S.IN_REVIEW}, _S.DRAFTING),
        "sign_off": Move({_S.IN_REVIEW}, _S.SIGNED_OFF),
        "send": Move({_S.SIGNED_OFF}, _S.SENT),
        # An outcome that is decided closes the case, and one that is open again reopens it.
        "close": Move({_S.SENT}, _S.CLOSED),
        "reopen": Move({_S.CLOSED}, _S.SENT),
        "withdraw": Move({_S.OPEN, _S.DRAFTING, _S.IN_REVIEW, _S.SIGNED_OFF}, _S.WITHDRAWN),
        "restore": Move({_S.WITHDRAWN}, _S.OPEN),
    }
)

ADVICE_REVIEW_FLOW = Flow(
    {
        "deliver": Move({_R.ASKED}, _R.DELIVERED),
        "decline": Move({_R.ASKED}, _R.DECLINED),
        "cancel": Move({_R.ASKED}, _R.CANCELLED),
    }
)


class LetterWay(models.TextChoices):
    """How a contribution came that was not written in a network."""

    POST = "post", _("On paper")
    MAIL = "mail", _("By email")
    HAND = "hand", _("In person or in a meeting")


# Its text can be written.
WRITABLE = frozenset({_S.OPEN, _S.DRAFTING})
# Somebody still has to do something before it is sent.
UNSENT = frozenset({_S.OPEN, _S.DRAFTING, _S.IN_REVIEW, _S.SIGNED_OFF})
# Its text is what the institute advised.
ADVISED = frozenset({_S.SENT, _S.CLOSED})
# A reviewer takes part in the case.
TAKING_PART = frozenset({_R.ASKED, _R.DELIVERED})
DECIDED_OUTCOMES = frozenset(
    {AdviceOutcomeKind.ADOPTED, AdviceOutcomeKind.PARTLY, AdviceOutcomeKind.NOT_ADOPTED}
)

REVIEWERS = 2
REVIEW_TIME = dt.timedelta(days=7)
# Days before the closing moment at which lead and sign-off person are reminded.
REMINDED_DAYS = (7, 2)

MOVES = {
    "start": _("Drafting started"),
    "ask_review": _("Sent to the reviewers"),
    "take_back": _("Taken back to change the draft"),
    "return": _("Returned for changes"),
    "sign_off": _("Signed off"),
    "send": _("Sent"),
    "close": _("Closed"),
    "reopen": _("Reopened"),
    "withdraw": _("Withdrawn"),
    "restore": _("Restored"),
}
