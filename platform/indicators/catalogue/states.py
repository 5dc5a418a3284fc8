"""The states of releases as data, and the fixed words of indicators and figures."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow.flows import Flow, Move


class ReleaseState(models.TextChoices):
    """Who sees the figures of a release."""

    DRAFT = "draft", _("Draft")
    PUBLISHING = "publishing", _("Being published")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


_R = ReleaseState
# Of these, readers see nothing yet.
UNPUBLISHED = frozenset({_R.DRAFT, _R.PUBLISHING})
RELEASE_FLOW = Flow(
    {
        "queue": Move({_R.DRAFT}, _R.PUBLISHING),
        "return": Move({_R.PUBLISHING}, _R.DRAFT),
        "publish": Move(UNPUBLISHED, _R.PUBLISHED),
        "withdraw": Move({_R.PUBLISHED}, _R.WITHDRAWN),
        "restore": Move({_R.WITHDRAWN}, _R.PUBLISHED),
    }
)


class ValueType(models.TextChoices):
    """What kind of number an indicator is, which decides the measures that suit it."""

    PROPORTION = "proportion", _("Proportion")
    RATE = "rate", _("Rate")
    STANDARDISED_RATE = "standardised-rate", _("Directly standardised rate")
    MEAN = "mean", _("Mean or years")
    INDEX = "index", _("Index of inequality")


class Polarity(models.TextChoices):
    """Which way is better."""

    HIGHER = "higher", _("Higher is better")
    LOWER = "lower", _("Lower is better")
    NEITHER = "neither", _("Neither: it only describes")


class Sex(models.TextChoices):
    """Whom a figure is about."""

    PERSONS = "persons", _("Persons")
    FEMALE = "female", _("Females")
    MALE = "male", _("Males")


class Flag(models.TextChoices):
    """What a publisher says about one figure."""

    ESTIMATED = "estimated", _("Estimated")
    PROVISIONAL = "provisional", _("Provisional")
    UNRELIABLE = "unreliable", _("Small numbers: read with care")
    MISSING = "missing", _("Not published")


class Hidden(models.TextChoices):
    """Why a figure is not kept."""

    SMALL = "small", _("Hidden: the number is small")
    DERIVED = "derived", _("Hidden: a small number could be derived from it")
