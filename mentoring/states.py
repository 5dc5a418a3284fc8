"""The states of mentors, requests, matches, goals and sessions, and the moves between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow.flows import Flow, Move


class MentorState(models.TextChoices):
    """Where an offer to be a mentor stands."""

    OFFERED = "offered", _("Waiting for a decision")
    APPROVED = "approved", _("Mentor")
    DECLINED = "declined", _("Not accepted")
    CLOSED = "closed", _("No longer a mentor")


class RequestState(models.TextChoices):
    """Where a mentoring request stands."""

    OPEN = "open", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")


class MatchState(models.TextChoices):
    """Where a match stands."""

    SIGNING = "signing", _("Waiting for signatures")
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    SUSPENDED = "suspended", _("Paused by the institute")
    ENDED = "ended", _("Ended")


class SearchState(models.TextChoices):
    """Where the search for a mentor stands, for somebody whom nobody fitted."""

    OPEN = "open", _("No suitable mentor yet")
    FOUND = "found", _("Suitable mentor found")
    CLOSED = "closed", _("Closed")


class GoalState(models.TextChoices):
    """What became of a goal."""

    OPEN = "open", _("Working on it")
    REACHED = "reached", _("Reached")
    DROPPED = "dropped", _("Dropped")


class SessionState(models.TextChoices):
    """What became of a session."""

    BOOKED = "booked", _("Booked")
    HELD = "held", _("Held")
    MISSED = "missed", _("Missed")
    CANCELLED = "cancelled", _("Cancelled")


# In these the two work together, and the mentor may read the plan.
WORKING_STATES = frozenset({MatchState.SIGNING, MatchState.ACTIVE, MatchState.PAUSED})
# A match in one of these takes one of its mentor's places.
LIVE_STATES = WORKING_STATES | {MatchState.SUSPENDED}
# In these neither of the two writes anything for the other.
SILENT_STATES = frozenset({MatchState.SUSPENDED, MatchState.ENDED})

MENTOR_FLOW = Flow(
    {
        "approve": Move({MentorState.OFFERED}, MentorState.APPROVED),
        "decline": Move({MentorState.OFFERED}, MentorState.DECLINED),
        "offer_again": Move({MentorState.DECLINED, MentorState.CLOSED}, MentorState.OFFERED),
        "close": Move({MentorState.OFFERED, MentorState.APPROVED}, MentorState.CLOSED),
    }
)

REQUEST_FLOW = Flow(
    {
        "accept": Move({RequestState.OPEN}, RequestState.ACCEPTED),
        "decline": Move({RequestState.OPEN}, RequestState.DECLINED),
        "withdraw": Move({RequestState.OPEN}, RequestState.WITHDRAWN),
        "expire": Move({RequestState.OPEN}, RequestState.EXPIRED),
    }
)

MATCH_FLOW = Flow(
    {
        "activate": Move({MatchState.SIGNING}, MatchState.ACTIVE),
        "revise": Move({MatchState.SIGNING, MatchState.ACTIVE}, MatchState.SIGNING),
        "pause": Move({MatchState.ACTIVE}, MatchState.PAUSED),
        "resume": Move({MatchState.PAUSED}, MatchState.ACTIVE),
        "suspend": Move(WORKING_STATES, MatchState.SUSPENDED),
        "lift": Move({MatchState.SUSPENDED}, MatchState.PAUSED),
        "lift_unsigned": Move({MatchState.SUSPENDED}, MatchState.SIGNING),
        "end": Move(LIVE_STATES, MatchState.ENDED),
    }
)

SEARCH_FLOW = Flow(
    {
        "find": Move({SearchState.OPEN}, SearchState.FOUND),
        "lose": Move({SearchState.FOUND}, SearchState.OPEN),
        "close": Move({SearchState.OPEN, SearchState.FOUND}, SearchState.CLOSED),
    }
)

GOAL_FLOW = Flow(
    {
        "reach": Move({GoalState.OPEN}, GoalState.REACHED),
        "drop": Move({GoalState.OPEN}, GoalState.DROPPED),
        "reopen": Move({GoalState.REACHED, GoalState.DROPPED}, GoalState.OPEN),
    }
)

SESSION_FLOW = Flow(
    {
        "reschedule": Move({SessionState.BOOKED}, SessionState.BOOKED),
        "cancel": Move({SessionState.BOOKED}, SessionState.CANCELLED),
        "hold": Move({SessionState.BOOKED}, SessionState.HELD),
        "miss": Move({SessionState.BOOKED}, SessionState.MISSED),
    }
)
