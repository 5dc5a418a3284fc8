"""The few things that figures and measures can be: kinds of values, scales of a fit, units, directions."""

from enum import StrEnum


class Kind(StrEnum):
    """What a value is. It decides what cannot be, and on which scale a line is best fitted."""

    PROPORTION = "proportion"  # a share of people: between nothing and everybody
    RATE = "rate"  # events in a population or in person-years: zero or more, without an upper limit
    MEAN = "mean"  # an average, years of life, a score: any number


class Better(StrEnum):
    """Which way the value is good for people."""

    HIGHER = "higher"
    LOWER = "lower"
    UNKNOWN = "unknown"


class Scale(StrEnum):
    """The scale on which a line is straight, or sampling errors are normal."""

    LINEAR = "linear"
    LOG = "log"
    LOGIT = "logit"


class RatioOf(StrEnum):
    """Which end of the order stands above in a ratio. Published tables use both: say which."""

    MOST_OVER_LEAST = "most / least disadvantaged"
    LEAST_OVER_MOST = "least / most disadvantaged"


class Unit(StrEnum):
    """What the number of a measure counts."""

    VALUES = "values"  # the unit of the values; points where these are percentages
    SQUARED = "squared"  # the unit of the values, squared
    RATIO = "ratio"  # without unit; 1 is equality
    SHARE = "share"  # without unit; 0 is equality
    PERCENT = "percent"
    THOUSANDTHS = "thousandths"  # multiplied by 1,000, as WHO prints the entropy measures
    PEOPLE = "people"


class Direction(StrEnum):
    """Where the value is higher. Every measure says it, so that no sign has to be remembered."""

    MOST = "higher in the most disadvantaged"
    LEAST = "higher in the least disadvantaged"
    NEITHER = "no difference"
    WITHOUT = "no direction"
