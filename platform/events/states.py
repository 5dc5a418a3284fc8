"""The states of events as data."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow.flows import Flow, Move


class EventState(models.TextChoices):
    """Whether an event takes place, and who knows."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    CANCELLED = "cancelled", _("Cancelled")


class EventMode(models.TextChoices):
    """Where people take part."""

    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("In person and online")


class EventAccess(models.TextChoices):
    """Who may know of an event and come."""

    PUBLIC = "public", _("Everyone: it is in the public list of events")
    GROUP = "group", _("By invitation: only people from a course, cohort or network")


class RecordingReaders(models.TextChoices):
    """Who can find the recording on the page of the event, once it is over."""

    PLACES = "places", _("Only those who had a place")
    EVERYONE = "everyone", _("Everyone who can see the event")


class Seat(models.TextChoices):
    """How one person takes part. Each kind of place is counted for itself."""

    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")


class RegistrationState(models.TextChoices):
    """Whether a person has a place at an event."""

    REGISTERED = "registered", _("Registered")
    WAITING = "waiting", _("On the waiting list")
    OFFERED = "offered", _("Place offered")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Offer expired")


# In a fixed order: constraints name them.
IN_PERSON_MODES = (EventMode.HYBRID, EventMode.IN_PERSON)
ONLINE_MODES = (EventMode.HYBRID, EventMode.ONLINE)
# How somebody wants to take part, and the events where they can.
MODES_FOR = {"in_person": IN_PERSON_MODES, "online": ONLINE_MODES}

EVENT_FLOW = Flow(
    {
        "publish": Move({EventState.DRAFT}, EventState.PUBLISHED),
        "unpublish": Move({EventState.PUBLISHED}, EventState.DRAFT),
        "change": Move({EventState.PUBLISHED}, EventState.PUBLISHED),
        "move": Move({EventState.PUBLISHED}, EventState.PUBLISHED),
        "cancel": Move({EventState.PUBLISHED}, EventState.CANCELLED),
    }
)

_R = RegistrationState
# These take a place: an offered one is held until its time is up.
TAKING_STATES = frozenset({_R.REGISTERED, _R.OFFERED})
LIVE_STATES = TAKING_STATES | {_R.WAITING}

REGISTRATION_FLOW = Flow(
    {
        "offer": Move({_R.WAITING}, _R.OFFERED),
        "accept": Move({_R.OFFERED}, _R.REGISTERED),
        "lapse": Move({_R.OFFERED}, _R.LAPSED),
        "take": Move({_R.WAITING, _R.WITHDRAWN, _R.LAPSED}, _R.REGISTERED),
        "wait": Move({_R.WITHDRAWN, _R.LAPSED}, _R.WAITING),
        "withdraw": Move(LIVE_STATES, _R.WITHDRAWN),
    }
)
