"""The states of memberships, discussions and posts, and the moves between them."""

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

    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    HIDDEN = "hidden", _("Hidden by a moderator")
    REMOVED = "removed", _("Removed by its author")


class PostState(models.TextChoices):
    """Whether the words of a post are shown."""

    SHOWN = "shown", _("Shown")
    HIDDEN = "hidden", _("Hidden by a moderator")
    REMOVED = "removed", _("Removed by its author")


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
        "hide": Move({_D.OPEN, _D.CLOSED}, _D.HIDDEN),
        "show": Move({_D.HIDDEN}, _D.OPEN),
        "remove": Move({_D.OPEN, _D.CLOSED}, _D.REMOVED),
    }
)

_P = PostState
POST_FLOW = Flow(
    {
        "hide": Move({_P.SHOWN}, _P.HIDDEN),
        "show": Move({_P.HIDDEN}, _P.SHOWN),
        "remove": Move({_P.SHOWN}, _P.REMOVED),
    }
)
