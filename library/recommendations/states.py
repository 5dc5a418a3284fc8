"""The controlled lists of recommendations, and the moves of what has a state."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow.flows import Flow, Move


class Principle(models.TextChoices):
    """The eight Marmot principles, by the codes of the broad topics that they head."""

    EARLY_YEARS = "early-years", _("1 Best start in life")
    CAPABILITIES = "capabilities", _("2 Skills and control over life")
    WORK = "work", _("3 Fair employment and good work")
    LIVING_STANDARDS = "living-standards", _("4 Healthy standard of living")
    PLACES = "places", _("5 Healthy and sustainable places")
    PREVENTION = "prevention", _("6 Prevention of ill health")
    DISCRIMINATION = "discrimination", _("7 Tackling racism and discrimination")
    ENVIRONMENT = "environment", _("8 Environment and health equity together")


class Level(models.TextChoices):
    """Who a recommendation is addressed to."""

    GLOBAL = "global", _("International organisations")
    NATIONAL = "national", _("National government")
    REGIONAL = "regional", _("Regional government")
    LOCAL = "local", _("Local government")
    ORGANISATION = "organisation", _("Other organisations")


class Horizon(models.TextChoices):
    """By when a recommendation is to be put into practice."""

    SHORT = "short", _("Within two years")
    MEDIUM = "medium", _("Within five years")
    LONG = "long", _("Over more than five years")


class RecommendationState(models.TextChoices):
    """Whether a recommendation can be read. A withdrawn one leaves its reason at its address."""

    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


RECOMMENDATION_FLOW = Flow(
    {
        "withdraw": Move({RecommendationState.PUBLISHED}, RecommendationState.WITHDRAWN),
        "restore": Move({RecommendationState.WITHDRAWN}, RecommendationState.PUBLISHED),
    }
)


class Stance(models.TextChoices):
    """What somebody answers to a recommendation."""

    ACCEPTED = "accepted", _("Accepted")
    PARTLY = "partly", _("Accepted in part")
    NOTED = "noted", _("Noted")
    REJECTED = "rejected", _("Rejected")


class ResponseState(models.TextChoices):
    """Whether a response is shown."""

    GIVEN = "given", _("Given")
    WITHDRAWN = "withdrawn", _("Withdrawn")


RESPONSE_FLOW = Flow(
    {
        "withdraw": Move({ResponseState.GIVEN}, ResponseState.WITHDRAWN),
        "restore": Move({ResponseState.WITHDRAWN}, ResponseState.GIVEN),
    }
)


class RepresentationState(models.TextChoices):
    """Whether somebody may answer for an organisation or a place."""

    OPEN = "open", _("Waiting for an editor")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Not confirmed")
    ENDED = "ended", _("Ended")


_R = RepresentationState
REPRESENTATION_FLOW = Flow(
    {
        "confirm": Move({_R.OPEN}, _R.CONFIRMED),
        "decline": Move({_R.OPEN}, _R.DECLINED),
        "withdraw": Move({_R.OPEN}, _R.ENDED),
        "end": Move({_R.CONFIRMED}, _R.ENDED),
    }
)


class CommitmentState(models.TextChoices):
    """How a commitment ended, or that it goes on."""

    OPEN = "open", _("Under way")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")


_C = CommitmentState
COMMITMENT_FLOW = Flow(
    {
        "complete": Move({_C.OPEN}, _C.DONE),
        "stop": Move({_C.OPEN}, _C.STOPPED),
        "reopen": Move({_C.DONE, _C.STOPPED}, _C.OPEN),
    }
)
