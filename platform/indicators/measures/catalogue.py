"""The measures by name: what each says, and when not to use it. The guide and the calculator read it from here."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


class Family(StrEnum):
    """What a measure is built from."""

    PAIR = "pair"
    LINE = "line"
    CONCENTRATION = "concentration"
    ATTRIBUTABLE = "attributable"
    SPREAD = "spread"


FAMILIES: dict[Family, StrOrPromise] = {
    Family.PAIR: _("Two groups compared"),
    Family.LINE: _("A line through all groups in their order"),
    Family.CONCENTRATION: _("Concentration along the order"),
    Family.ATTRIBUTABLE: _("What everyone would gain"),
    Family.SPREAD: _("Spread between groups, with or without an order"),
}


@dataclass(frozen=True)
class Measure:
    """A measure of inequality: ``code`` names it in results and addresses."""

    code: str
    name: StrOrPromise
    family: Family
    is_relative: bool
    says: StrOrPromise
    not_when: StrOrPromise
    source: str


MEASURES: tuple[Measure, ...] = (
    Measure(
        "difference",
        _("Difference"),
        Family.PAIR,
        False,
        _("How far apart the two ends of the order are, or the two groups farthest apart, in the unit of the value. It is easy to understand."),
        _("Not on its own when there are many groups: those between do not count, and small end groups move it by chance."),
        "WHO (2013), Handbook on health inequality monitoring",
    ),
    Measure(
        "ratio",
        _("Ratio"),
        Family.PAIR,
        True,
        _("How many times the value of one end of the order is that of the other. 1 is equality."),
        _("Not when values are close to zero or may be negative. A ratio grows when a rare outcome becomes rarer everywhere, and it differs for people with and without the outcome."),
        "WHO (2013), Handbook on health inequality monitoring",
    ),
    Measure(
        "slope_index",
        _("Slope index of inequality"),
        Family.LINE,
        False,
        _("The difference between the two ends of the whole population, read from a straight line through all groups, which weigh by their size. It is in the unit of the value."),
        _("Not for groups without an order, for fewer than three, or where the chart shows a bend: then the line hides what matters. Not where the line leaves what is possible: use logs or logits."),
        "Pamuk (1985); Low and Low (2004); OHID, Public health technical guidance",
    ),
    Measure(
        "slope_index_log",
        _("Slope index from logarithms"),
        Family.LINE,
        False,
        _("As the slope index, from a line through the logarithms of rates, read back in their unit. The line cannot fall below zero."),
        _("Not when a group has no events at all. Name the method: it differs from the straight line's index."),
        "OHID, Public health technical guidance",
    ),
    Measure(
        "slope_index_logit",
        _("Slope index from logits"),
        Family.LINE,
        False,
        _("As the slope index, from a line through the logits of proportions. The line stays between none and all."),
        _("Not when nobody or everyone in a group has the outcome. Name the method."),
        "OHID, Public health technical guidance",
    ),
    Measure(
        "slope_index_poisson",
        _("Slope index from Poisson regression"),
        Family.LINE,
        False,
        _("The difference between the rates that a log-linear model of the counts predicts for both ends of the population."),
        _("Not without counts. Its interval is too narrow when counts vary more than by chance."),
        "Moreno-Betancur and others (2015)",
    ),
    Measure(
        "slope_index_logistic",
        _("Slope index from logistic regression"),
        Family.LINE,
        False,
        _("The difference between the proportions that a logistic model predicts for both ends of the population. WHO prints this one."),
        _("Not for rates or means. It differs from the straight line's index where values are near none or all."),
        "WHO, HEAT technical notes",
    ),
    Measure(
        "relative_index",
        _("Relative index of inequality"),
        Family.LINE,
        True,
        _("The ratio of the two ends of the straight line: how many times the value at the most disadvantaged end is that at the other. 1 is equality."),
        _("Not where the line falls to zero or below. Never without saying which convention: some print the inverse, others the slope index over the average."),
        "Kunst and Mackenbach (1995)",
    ),
    Measure(
        "relative_index_log",
        _("Relative index from logarithms"),
        Family.LINE,
        True,
        _("The ratio of the ends of a line through logarithms weighted by population."),
        _("Not when a group has no events. Poisson regression of the counts gives another number, as it weighs by cases: name the method."),
        "OHID, Public health technical guidance",
    ),
    Measure(
        "relative_index_logit",
        _("Relative index from logits"),
        Family.LINE,
        True,
        _("The ratio of the ends of a line through logits, read back as proportions."),
        _("Not when nobody or everyone in a group has the outcome."),
        "OHID, Public health technical guidance",
    ),
    Measure(
        "relative_index_poisson",
        _("Relative index from Poisson regression"),
        Family.LINE,
        True,
        _("The ratio of rates between both ends of the population, from a log-linear model of the counts."),
        _("Not without counts. Groups with many cases weigh more than in a line weighted by population."),
        "Moreno-Betancur and others (2015)",
    ),
    Measure(
        "relative_index_logistic",
        _("Relative index from logistic regression"),
        Family.LINE,
        True,
        _("The ratio of the proportions that a logistic model predicts for both ends of the population."),
        _("Not for rates or means."),
        "WHO, HEAT technical notes",
    ),
    Measure(
        "relative_index_over_average",
        _("Slope index over the average"),
        Family.LINE,
        True,
        _("The slope index as a share of the average. 0 is equality, and the sign is that of the slope."),
        _("Not to be read as a ratio of two groups. Not where values lie on both sides of zero."),
        "Pamuk (1985)",
    ),
    Measure(
        "absolute_concentration_index",
        _("Absolute concentration index"),
        Family.CONCENTRATION,
        False,
        _("How far the outcome is concentrated at one end of the order, in the unit of the value. 0 is equality."),
        _("Not for groups without an order, and not for readers who need a figure they can picture: the slope index says much the same."),
        "O'Donnell and others (2008), chapter 8",
    ),
    Measure(
        "concentration_index",
        _("Relative concentration index"),
        Family.CONCENTRATION,
        True,
        _("How far the outcome is concentrated at one end of the order, between -1 and 1. 0 is equality."),
        _("Not for comparing proportions with different averages: its limits depend on the average. Not for values below zero."),
        "Kakwani, Wagstaff and van Doorslaer (1997)",
    ),
    Measure(
        "erreygers_index",
        _("Erreygers index"),
        Family.CONCENTRATION,
        False,
        _("The concentration index of a value with a smallest and a largest number. It is the same for people with and without the outcome, except for the sign."),
        _("Not for values without an upper limit, such as rates of events."),
        "Erreygers (2009)",
    ),
    Measure(
        "wagstaff_index",
        _("Wagstaff index"),
        Family.CONCENTRATION,
        True,
        _("The concentration index of a bounded value as a share of the largest that its average allows."),
        _("Not for values without an upper limit. It grows where the average nears none or all."),
        "Wagstaff (2005)",
    ),
    Measure(
        "population_attributable_risk",
        _("Population attributable risk"),
        Family.ATTRIBUTABLE,
        False,
        _("How much better the average would be if every group had the value of the reference, which is the least disadvantaged one unless you name another."),
        _("Not as a forecast: it compares groups and proves no cause. Not when the reference is small: chance in it moves everything."),
        "Kunst and Mackenbach (1995)",
    ),
    Measure(
        "population_attributable_fraction",
        _("Population attributable fraction"),
        Family.ATTRIBUTABLE,
        True,
        _("The same as a percentage of the average."),
        _("Not as a forecast, and not to be added up over several causes."),
        "Kunst and Mackenbach (1995)",
    ),
    Measure(
        "excess_cases",
        _("Excess cases"),
        Family.ATTRIBUTABLE,
        False,
        _("How many people or events there are beyond those expected if every group had the reference's value."),
        _("Not without the populations behind the values. Not to compare places of different size."),
        "Kunst and Mackenbach (1995)",
    ),
    Measure(
        "between_group_variance",
        _("Between-group variance"),
        Family.SPREAD,
        False,
        _("The mean squared distance of groups from the average. Groups far away count most."),
        _("Not for a broad public: its unit is squared. It cannot say which group is worse off."),
        "WHO, HEAT technical notes",
    ),
    Measure(
        "theil_index",
        _("Theil index"),
        Family.SPREAD,
        True,
        _("How far the groups' shares of the whole differ from their shares of the people, in thousandths. 0 is equality."),
        _("Not for values below zero. Its size has no plain meaning: use it to compare."),
        "Theil (1967); WHO, HEAT technical notes",
    ),
    Measure(
        "mean_log_deviation",
        _("Mean log deviation"),
        Family.SPREAD,
        True,
        _("The mean logarithm of average over value, in thousandths. Groups with low values count most."),
        _("Not when a group's value is zero. Its size has no plain meaning: use it to compare."),
        "WHO, HEAT technical notes",
    ),
    Measure(
        "index_of_disparity",
        _("Index of disparity"),
        Family.SPREAD,
        True,
        _("How far groups lie from the average, as a percentage of it, each group counting the same."),
        _("Not with very small groups: they count as much as large ones. It cannot say which group is worse off."),
        "Pearcy and Keppel (2002)",
    ),
    Measure(
        "index_of_disparity_weighted",
        _("Index of disparity, weighted"),
        Family.SPREAD,
        True,
        _("The same, with groups weighing by their population."),
        _("Not where small groups are what you look for: they hardly move it."),
        "WHO, HEAT technical notes",
    ),
    Measure(
        "mean_difference_from_mean",
        _("Mean difference from the average"),
        Family.SPREAD,
        False,
        _("How far people's groups lie from the average, in the unit of the value."),
        _("It cannot say which group is worse off."),
        "WHO, HEAT technical notes",
    ),
    Measure(
        "mean_difference_from_best",
        _("Mean difference from the best group"),
        Family.SPREAD,
        False,
        _("How far people's groups lie from the best value: what there is to gain."),
        _("Not with many small groups: one of them is the best by chance."),
        "WHO, HEAT technical notes",
    ),
    Measure(
        "mean_difference_from_reference",
        _("Mean difference from the reference group"),
        Family.SPREAD,
        False,
        _("How far people's groups lie from the group that you name, above or below."),
        _("Not when the reference is in the middle: distances to both sides are added up."),
        "WHO, HEAT technical notes",
    ),
)  # fmt: skip

BY_CODE: dict[str, Measure] = {measure.code: measure for measure in MEASURES}
