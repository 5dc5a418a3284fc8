"""The states of memberships, discussions, posts and cases, and the moves between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow.flows import Flow, Move


class NetworkState(models.TextChoices):
    """An archived network can be read by its members, and nothing more happens in it."""

    OPEN = "open", _("Open")
    ARCHIVED = "archived", _("Archived")


class MembershipState(models.TextChoices):
    """Where a person stands with a network."""

    REQUESTED = "requested", _("Waiting for an answer")
    ACTIVE = "active", _("Member")
    LEFT = "left", _("Left")
    DECLINED = "declined", _("Not accepted")
    REMOVED = "removed", _("Removed by a moderator")


class InvitationState(models.TextChoices):
    """What became of an invitation."""

    OPEN = "open", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class DiscussionState(models.TextChoices):
    """Whether a discussion takes replies, and whether members see it."""

    HELD = "held", _("Waiting for a moderator")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    HIDDEN = "hidden", _("Hidden by a moderator")
    REMOVED = "removed", _("Removed by its author")


class PostState(models.TextChoices):
    """Whether the words of a post are shown."""

    HELD = "held", _("Waiting for a moderator")
    SHOWN = "shown", _("Shown")
    HIDDEN = "hidden", _("Hidden by a moderator")
    REMOVED = "removed", _("Removed by its author")


class CaseState(models.TextChoices):
    """Where a case stands: what was flagged waits, somebody looks at it, or it is decided."""

    OPEN = "open", _("Waiting")
    CLAIMED = "claimed", _("Being looked at")
    ESCALATED = "escalated", _("With the administrators")
    UPHELD = "upheld", _("Upheld")
    DISMISSED = "dismissed", _("Dismissed")


UNDECIDED = (CaseState.OPEN, CaseState.CLAIMED, CaseState.ESCALATED)

_N = NetworkState
NETWORK_FLOW = Flow(
    {
        "archive": Move({_N.OPEN}, _N.ARCHIVED),
        "reopen": Move({_N.ARCHIVED}, _N.OPEN),
    }
)

_M = MembershipState
MEMBERSHIP_FLOW = Flow(
    {
        "ask": Move({_M.LEFT, _M.DECLINED}, _M.REQUESTED),
        "join": Move({_M.REQUESTED, _M.LEFT, _M.DECLINED}, _M.ACTIVE),
        "approve": Move({_M.REQUESTED}, _M.ACTIVE),
        "decline": Move({_M.REQUESTED}, _M.DECLINED),
        "withdraw": Move({_M.REQUESTED}, _M.LEFT),
        "accept_invitation": Move({_M.REQUESTED, _M.LEFT, _M.DECLINED, _M.REMOVED}, _M.ACTIVE),
        "leave": Move({_M.ACTIVE}, _M.LEFT),
        "remove": Move({_M.ACTIVE}, _M.REMOVED),
        "restore": Move({_M.REMOVED}, _M.ACTIVE),
        # The state stays; the moves are here so that the history tells who gave the role to whom.
        "make_moderator": Move({_M.ACTIVE}),
        "step_down": Move({_M.ACTIVE}),
    }
)

_I = InvitationState
INVITATION_FLOW = Flow(
    {
        "accept": Move({_I.OPEN}, _I.ACCEPTED),
        "decline": Move({_I.OPEN}, _I.DECLINED),
        "withdraw": Move({_I.OPEN}, _I.WITHDRAWN),
    }
)

_D = DiscussionState
DISCUSSION_FLOW = Flow(
    {
        "close": Move({_D.OPEN}, _D.CLOSED),
        "reopen": Move({_D.CLOSED}, _D.OPEN),
        "approve": Move({_D.HELD}, _D.OPEN),
        "hide": Move({_D.OPEN, _D.CLOSED, _D.HELD}, _D.HIDDEN),
        "show": Move({_D.HIDDEN}, _D.OPEN),
        # It was closed when it was hidden, and stays so; or it waited for a moderator, and waits again.
        "show_closed": Move({_D.HIDDEN}, _D.CLOSED),
        "show_held": Move({_D.HIDDEN}, _D.HELD),
        "remove": Move({_D.OPEN, _D.CLOSED, _D.HELD}, _D.REMOVED),
    }
)

_P = PostState
POST_FLOW = Flow(
    {
        "approve": Move({_P.HELD}, _P.SHOWN),
        "hide": Move({_P.SHOWN, _P.HELD}, _P.HIDDEN),
        "show": Move({_P.HIDDEN}, _P.SHOWN),
        # It waited for a moderator when it was hidden, and waits again.
        "show_held": Move({_P.HIDDEN}, _P.HELD),
        "remove": Move({_P.SHOWN, _P.HELD}, _P.REMOVED),
        # The author's account was closed, and they had chosen that their words go.
        "erase": Move({_P.SHOWN, _P.HELD, _P.HIDDEN}, _P.REMOVED),
    }
)

_C = CaseState
CASE_FLOW = Flow(
    {
        "claim": Move({_C.OPEN, _C.ESCALATED}, _C.CLAIMED),
        "release": Move({_C.CLAIMED}, _C.OPEN),
        "escalate": Move({_C.CLAIMED}, _C.ESCALATED),
        "uphold": Move({_C.CLAIMED}, _C.UPHELD),
        "dismiss": Move({_C.CLAIMED}, _C.DISMISSED),
        "appeal": Move({_C.UPHELD}, _C.OPEN),
        # A moderator has shown the words again.
        "take_back": Move({_C.UPHELD}, _C.DISMISSED),
    }
)
