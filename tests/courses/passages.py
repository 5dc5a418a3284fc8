"""What the course says in numbers, and how each number follows from the data: passages of lessons and answer keys."""

import csv
from dataclasses import dataclass
from functools import cache

from indicators.data import file_of
from indicators.measures import attributable, comparisons, concentration, slope
from indicators.measures.groups import Groups, groups_of
from indicators.measures.kinds import Kind, Scale
from indicators.measures.lines import FittedLine, fit_line, mean_of, ridits
from indicators.measures.normal import normal_interval
from indicators.measures.regression import poisson_relative_index
from indicators.measures.single import wilson_interval
from indicators.measures.slope import RelativeIndex

Numbers = list[float]


def grouped(values: Numbers, populations: Numbers, errors: Numbers | None = None) -> Groups:
    return groups_of(values, populations=populations, standard_errors=errors)


def slope_index(values: Numbers, populations: Numbers) -> float:
    return slope.slope_index(grouped(values, populations)).value


def relative_index(
    values: Numbers,
    populations: Numbers,
    convention: RelativeIndex = RelativeIndex.ENDS_OF_LINE,
    scale: Scale = Scale.LINEAR,
) -> float:
    return slope.relative_index(grouped(values, populations), convention, scale=scale).value


def absolute_gap(values: Numbers) -> float:
    return comparisons.difference(groups_of(values)).value


def ratio(values: Numbers) -> float:
    return comparisons.ratio(groups_of(values)).value


def concentration_index(values: Numbers, populations: Numbers) -> float:
    return concentration.concentration_index(grouped(values, populations)).value


def population_attributable_risk(values: Numbers, populations: Numbers) -> float:
    return attributable.population_attributable_risk(grouped(values, populations)).value


def population_attributable_fraction(values: Numbers, populations: Numbers) -> float:
    groups = grouped(values, populations)
    return attributable.population_attributable_fraction(groups).value / 100


def excess_cases(shares: Numbers, populations: Numbers) -> float:
    groups = groups_of(shares, populations=populations, kind=Kind.PROPORTION)
    return attributable.excess_cases(groups).value


@dataclass(frozen=True)
class DataRow:
    """One figure as it comes with Praxis."""

    period: str
    group: str
    value: float
    population: float | None
    cases: int | None
    standard_error: float | None


@cache
def released(release: str) -> list[dict[str, str]]:
    lines = file_of(release).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("# ")))


def rows(release: str, indicator: str, place: str = "E92000001", **words: str) -> list[DataRow]:
    """Return the figures of an indicator in a place, in the order of the file; ``by`` names the groups."""
    sought = {"dimension": words.pop("by", ""), "indicator": indicator, "place": place, **words}
    found = [
        DataRow(
            period=row["period"],
            group=row.get("subgroup", ""),
            value=float(row["value"]),
            population=_number(row.get("population")),
            cases=int(row["count"]) if row.get("count") else None,
            standard_error=_number(row.get("standard_error")),
        )
        for row in released(release)
        if all(row.get(name, "") == value for name, value in sought.items())
    ]
    assert found, sought
    return found


def _number(text: str | None) -> float | None:
    return float(text) if text else None


def values(found: list[DataRow]) -> list[float]:
    return [row.value for row in found]


def people(found: list[DataRow]) -> list[float]:
    return [row.population or 0 for row in found]


def line(found: list[DataRow]) -> FittedLine:
    return fit_line(values(found), people(found))


OBESITY, DECILES = "child-obesity-2006-2017", "deprivation-deciles"
BY_DECILE, HEALTHY = "life-expectancy-deciles-2014-16", "healthy-life-deciles-2015-17"
BY_PLACE, GROUPS = "life-expectancy-places-2015-2025", "public-health-groups-2018-2023"


def deciles(year: str, indicator: str = "obesity-year-6") -> list[DataRow]:
    return rows(OBESITY, indicator, period=year, by=DECILES)


def years_of_life(place: str, sex: str) -> list[DataRow]:
    return rows(BY_DECILE, "life-expectancy", place, sex=sex, by=DECILES)


def over_time(indicator: str, place: str) -> dict[str, float]:
    found = rows(BY_PLACE, indicator, place, sex="male")
    return {row.period: row.value for row in found if row.period < "2023"}


def inactive(by: str) -> list[DataRow]:
    return rows(GROUPS, "inactive-adults", period="2022", by=by)


MALES, FEMALES = years_of_life("E92000001", "male"), years_of_life("E92000001", "female")
NORTH, SOUTH = (years_of_life(area, "male") for area in ("E12000001", "E12000008"))
LIFE, LIVES = values(MALES), values(FEMALES)
GOOD, POOR = (
    values(rows(HEALTHY, name, by=DECILES))
    for name in ("healthy-life-expectancy", "years-in-poorer-health")
)
WHOLE = [good + poor for good, poor in zip(GOOD, POOR, strict=True)]
EQUAL = [1.0] * 10
FIRST, NEXT, BEFORE, LAST = map(deciles, ("2006/07", "2007/08", "2016/17", "2017/18"))
RECEPTION = deciles("2017/18", "obesity-reception")
INACTIVE = values(inactive(DECILES))
DISABLED = values(inactive("disability"))
WORK = {row.group: row.value for row in inactive("occupation")}
ENGLAND_LIFE = over_time("life-expectancy", "E92000001")
ENGLAND_GOOD = over_time("healthy-life-expectancy", "E92000001")
ENGLAND_SLOPE, HALTON = (
    over_time("inequality-in-life-expectancy", place) for place in ("E92000001", "E06000006")
)

TOWN = ([24.0, 20.0, 15.0, 12.0, 9.0], [3000.0, 2500.0, 2000.0, 1500.0, 1000.0])
SLEEP = ([30.0, 26.0, 20.0, 16.0], [1.0] * 4)


def cases(found: list[DataRow]) -> list[int]:
    return [row.cases or 0 for row in found]


def poisson_ratio(found: list[DataRow]) -> float:
    groups = groups_of(
        values(found),
        populations=people(found),
        counts=cases(found),
        kind=Kind.PROPORTION,
        per=100,
    )
    return poisson_relative_index(groups).value


def per_thousand(parts: list[float]) -> list[float]:
    fifths = [parts[n] + parts[n + 1] for n in range(0, 10, 2)]
    return [1000 * fifth / sum(fifths) for fifth in fifths]


def interval_of_difference(
    before: int, n: int, after: int, m: int
) -> tuple[float, float, float, float]:
    p, q = before / n, after / m
    error = (p * (1 - p) / n + q * (1 - q) / m) ** 0.5
    interval = normal_interval(q - p, error)
    return 100 * (q - p), 100 * error, 100 * interval.lower, 100 * interval.upper


def wilson(count: int, out_of: int) -> tuple[float, float]:
    interval = wilson_interval(count, out_of)
    return 100 * interval.lower, 100 * interval.upper


EXCESS = [
    row.cases - (row.population or 0) * LAST[-1].value / 100
    for row in LAST
    if row.cases is not None
]
SHORTFALL = [
    (LIFE[-1] - v) * p / sum(people(MALES)) for v, p in zip(LIFE, people(MALES), strict=True)
]
NORTH_INTERVAL, SOUTH_INTERVAL = (
    slope.slope_index(
        grouped(values(r), people(r), [row.standard_error or 0 for row in r])
    ).intervals[0]
    for r in (NORTH, SOUTH)
)
LAST_LINE, FIRST_LINE = line(LAST), line(FIRST)

# Lesson or figure, a passage of it with places for numbers, the numbers. White space does not matter.
PASSAGES: list[tuple[str, str, tuple[float, ...]]] = [
    ("what-a-social-gradient-is", "In decile 1 life expectancy is {:.1f} years, in decile 10 it is {:.1f}. The two ends are {:.1f} years", (LIFE[0], LIFE[-1], absolute_gap(LIFE))),
    ("what-a-social-gradient-is", "The two ends are {:.1f} years apart. (From the rounded figures it would be {:.1f}.", (absolute_gap(LIFE), round(LIFE[-1], 1) - round(LIFE[0], 1))),
    ("what-a-social-gradient-is", "the ends are {:.1f} and {:.1f} years, {:.1f} years apart", (LIVES[0], LIVES[-1], absolute_gap(LIVES))),
    ("what-a-social-gradient-is", "can expect {:.1f} years: {:.1f} fewer", (LIFE[4], LIFE[-1] - LIFE[4])),
    ("what-a-social-gradient-is", "to decile 2 is worth {:.1f} years; moving from decile 9 to decile 10 is worth {:.1f}", (LIFE[1] - LIFE[0], LIFE[9] - LIFE[8])),
    ("what-a-social-gradient-is", "in these figures is {:.1f} years. If men everywhere had the life expectancy of decile 10, the average would be {:.1f} years higher. Of that shortfall, decile 1 contributes {:.0f} per cent", (mean_of(LIFE, people(MALES)), -population_attributable_risk(LIFE, people(MALES)), 100 * SHORTFALL[0] / sum(SHORTFALL))),
    ("what-a-social-gradient-is", "decile 2, {:.1f} years; decile 4, {:.1f}; decile 7, {:.1f}; decile 10, {:.1f}", (LIFE[1], LIFE[3], LIFE[6], LIFE[9])),
    ("what-a-social-gradient-is", "Decile 2 has {:.1f} fewer, decile 4 has {:.1f} fewer, decile 7 has {:.1f} fewer", tuple(LIFE[9] - LIFE[n] for n in (1, 3, 6))),
    ("long-lives-and-healthy-lives", "| Life expectancy | {:.1f} | {:.1f} | {:.1f} |", (WHOLE[0], WHOLE[-1], absolute_gap(WHOLE))),
    ("long-lives-and-healthy-lives", "| Healthy life expectancy | {:.1f} | {:.1f} | {:.1f} |", (GOOD[0], GOOD[-1], absolute_gap(GOOD))),
    ("long-lives-and-healthy-lives", "| In poorer health | {:.1f} | {:.1f} | {:.1f} |", (POOR[0], POOR[-1], absolute_gap(POOR))),
    ("long-lives-and-healthy-lives", "| Share in poorer health | {:.0f} % | {:.0f} % | {:.0f} points |", (100 * POOR[0] / WHOLE[0], 100 * POOR[-1] / WHOLE[-1], 100 * (POOR[-1] / WHOLE[-1] - POOR[0] / WHOLE[0]))),
    ("long-lives-and-healthy-lives", "It rises by {:.1f} years", (slope_index(GOOD, EQUAL),)),
    ("long-lives-and-healthy-lives", "healthy life expectancy was {:.1f} years in 2015-17 and {:.1f} in 2022-24. Over the same time life expectancy began and ended at {:.1f}", (ENGLAND_GOOD["2015-17"], ENGLAND_GOOD["2022-24"], ENGLAND_LIFE["2022-24"])),
    ("long-lives-and-healthy-lives", "rose from {:.1f} to {:.1f}.", tuple(ENGLAND_LIFE[p] - ENGLAND_GOOD[p] for p in ("2015-17", "2022-24"))),
    ("long-lives-and-healthy-lives", "life expectancy was {:.1f} years and healthy life expectancy {:.1f} years", (WHOLE[4], GOOD[4])),
    ("long-lives-and-healthy-lives", "= {:.1f} years, which is {:.0f} per cent of life", (POOR[4], 100 * POOR[4] / WHOLE[4])),
    ("more-than-one-dimension", "{:.1f} per cent of adults are inactive, in the least deprived {:.1f} per cent: {:.1f} percentage points apart, a ratio of {:.1f}", (INACTIVE[0], INACTIVE[-1], -absolute_gap(INACTIVE), ratio(INACTIVE))),
    ("more-than-one-dimension", "Here are {:.1f} per cent against {:.1f} per cent, {:.1f} percentage points", (DISABLED[0], DISABLED[1], DISABLED[0] - DISABLED[1])),
    ("more-than-one-dimension", "inactive in {:.1f} per cent of cases", (WORK["Long term unemployed or never worked"],)),
    ("more-than-one-dimension", "professional work it is {:.1f}. The difference, {:.1f}", (WORK["Managerial, administrative and professional occupations"], WORK["Long term unemployed or never worked"] - WORK["Managerial, administrative and professional occupations"])),
    ("more-than-one-dimension", "the most deprived decile, {:.1f} per cent, are *not* inactive", (100 - INACTIVE[0],)),
    ("more-than-one-dimension", "the lowest share in the chart by occupation, {:.1f} per cent", (min(WORK.values()),)),
    ("judging-your-data", "{:,.0f} children in Year 6 are in the table. In 2017/18 there are {:,.0f}", (sum(people(FIRST)), sum(people(LAST)))),
    ("judging-your-data", "runs from {:.1f} years in decile 1 to {:.1f} in decile 10; in the South East from {:.1f} to {:.1f}", (NORTH[0].value, NORTH[-1].value, SOUTH[0].value, SOUTH[-1].value)),
    ("judging-your-data", "the most deprived ends by {:.1f} years", (SOUTH[0].value - NORTH[0].value,)),
    ("judging-your-data", "is 9.4 years in an older release and {:.1f} in a newer one", (ENGLAND_SLOPE["2015-17"],)),
    ("gap-and-ratio", "| 2006/07 | {:.1f} % | {:.1f} % | {:.1f} | {:.2f} |", (FIRST[0].value, FIRST[-1].value, -absolute_gap(values(FIRST)), ratio(values(FIRST)))),
    ("gap-and-ratio", "| 2017/18 | {:.1f} % | {:.1f} % | {:.1f} | {:.2f} |", (LAST[0].value, LAST[-1].value, -absolute_gap(values(LAST)), ratio(values(LAST)))),
    ("gap-and-ratio", "{:.1f} per cent of children do *not* have obesity, in the least deprived {:.1f}", (100 - LAST[0].value, 100 - LAST[-1].value)),
    ("gap-and-ratio", "= {:.2f}, which sounds harmless", ((100 - LAST[-1].value) / (100 - LAST[0].value),)),
    ("gap-and-ratio", "{:.1f} becomes {:.1f} per cent, in the least deprived {:.1f} becomes {:.1f}. The gap falls from {:.1f} to {:.1f}", (LAST[0].value, 0.9 * LAST[0].value, LAST[-1].value, 0.9 * LAST[-1].value, -absolute_gap(values(LAST)), -0.9 * absolute_gap(values(LAST)))),
    ("gap-and-ratio", "it is {:.0f} per cent larger", (100 * (ratio(values(LAST)) - 1),)),
    ("gap-and-ratio", "decile 2 had *more* obesity, {:.1f} per cent, than decile 1 with {:.1f}", (FIRST[1].value, FIRST[0].value)),
    ("gap-and-ratio", "the most deprived rises by {:.1f} percentage points", (LAST[0].value - FIRST[0].value,)),
    ("gap-and-ratio", "In Reception, the first year of school, {:.2f} per cent of children in the most deprived decile and {:.2f}", (RECEPTION[0].value, RECEPTION[-1].value)),
    ("gap-and-ratio", "= {:.2f} percentage points. Ratio 12.80 ÷ 5.75 = {:.2f}", (-absolute_gap(values(RECEPTION)), ratio(values(RECEPTION)))),
    ("the-slope-index", "It starts at {:.1f} per cent, at the left edge, and ends at {:.1f} per cent at the right edge. The difference, 11.6 − 28.7, is the slope index: **{:.1f}**", (LAST_LINE.at_bottom, LAST_LINE.at_top, LAST_LINE.index)),
    ("the-slope-index", "= {:.1f} per cent. For each group", (mean_of(*TOWN),)),
    ("the-slope-index", "= **{:.1f}**. Over the whole district", (slope_index(*TOWN),)),
    ("the-slope-index", "so it starts at {:.1f} per cent and ends at {:.1f}", (fit_line(*TOWN).at_bottom, fit_line(*TOWN).at_top)),
    ("the-slope-index", "{:,.0f} of {:,.0f}. With weights the index is {:.1f}, as published. If we pretend that all deciles are equal it is {:.1f}", (people(LAST)[0], sum(people(LAST)), LAST_LINE.index, slope_index(values(LAST), EQUAL))),
    ("the-slope-index", "the index is {:.2f} years with weights and {:.2f} without", (slope_index(LIFE, people(MALES)), slope_index(LIFE, EQUAL))),
    ("the-slope-index", "= {:.1f} percentage points. The line runs from {:.1f} to {:.1f}", (slope_index(*SLEEP), fit_line(*SLEEP).at_bottom, fit_line(*SLEEP).at_top)),
    ("the-relative-index", "where the line runs from {:.1f} to {:.1f} per cent and the average is {:.1f}", (LAST_LINE.at_bottom, LAST_LINE.at_top, LAST_LINE.average)),
    ("the-relative-index", "| Slope index over average | −17.2 ÷ 20.1 | {:.2f} |", (relative_index(values(LAST), people(LAST), RelativeIndex.OVER_AVERAGE),)),
    ("the-relative-index", "| Ratio of the ends of the line | 28.7 ÷ 11.6 | {:.2f} |", (relative_index(values(LAST), people(LAST), RelativeIndex.ENDS_OF_LINE),)),
    ("the-relative-index", "| Ratio from a line through logarithms, weighted by children | computed | {:.2f} |", (relative_index(values(LAST), people(LAST), scale=Scale.LOG),)),
    ("the-relative-index", "| Ratio from a Poisson regression on the counts | computed | {:.2f} |", (poisson_ratio(LAST),)),
    ("the-relative-index", "Our {:.2f} takes the logarithm", (relative_index(values(LAST), people(LAST), scale=Scale.LOG),)),
    ("practice-ten-groups", "{:,.0f} of {:,.0f} children are {:.2f} per cent. The plain mean of the ten percentages is {:.2f}", (sum(cases(RECEPTION)), sum(people(RECEPTION)), line(RECEPTION).average, sum(values(RECEPTION)) / 10)),
    ("practice-ten-groups", "{:.2f} percentage points. Without weights the ten deciles give {:.2f}", (line(RECEPTION).index, slope_index(values(RECEPTION), EQUAL))),
    ("practice-ten-groups", "A Poisson regression on the counts gives {:.2f}, weighted least squares on the logarithms {:.2f}, the ends of the straight line {:.2f}", (poisson_ratio(RECEPTION), *(relative_index(values(RECEPTION), people(RECEPTION), scale=scale) for scale in (Scale.LOG, Scale.LINEAR)))),
    *[
        ("practice-ten-groups", f"| {{:,.0f}} | {{:,}} | {100 * (row.cases or 0) / (row.population or 1):.2f} |", (row.population or 0, row.cases or 0)) for row in RECEPTION
    ],
    ("the-relative-index", "slope index of {:.1f} years on an average of {:.1f}: relative to the average, {:.2f}. Healthy life expectancy has {:.1f} years on {:.1f}: {:.2f}", (slope_index(WHOLE, EQUAL), mean_of(WHOLE, EQUAL), relative_index(WHOLE, EQUAL, RelativeIndex.OVER_AVERAGE), slope_index(GOOD, EQUAL), mean_of(GOOD, EQUAL), relative_index(GOOD, EQUAL, RelativeIndex.OVER_AVERAGE))),
    ("the-relative-index", "| Gap, percentage points | {:.2f} | {:.2f} | wider |", (-absolute_gap(values(BEFORE)), -absolute_gap(values(LAST)))),
    ("the-relative-index", "| Ratio | {:.2f} | {:.2f} | narrower |", (ratio(values(BEFORE)), ratio(values(LAST)))),
    ("the-relative-index", "| Slope index, percentage points | {:.2f} | {:.2f} | wider |", (line(BEFORE).index, LAST_LINE.index)),
    ("the-relative-index", "| Slope index over average | {:.3f} | {:.3f} | narrower |", tuple(relative_index(values(r), people(r), RelativeIndex.OVER_AVERAGE) for r in (BEFORE, LAST))),
    ("the-relative-index", "from {:.2f} to {:.2f} per cent, so the wider", (line(BEFORE).average, LAST_LINE.average)),
    ("the-relative-index", "has an average of {:.1f} per cent", (100 - LAST_LINE.average,)),
    ("the-relative-index", "that is {:.2f} and not 0.85", (-LAST_LINE.index / (100 - LAST_LINE.average),)),
    ("the-relative-index", "For Year 6 in 2017/18 it is {:.2f}.", (concentration_index(values(LAST), people(LAST)),)),
    ("intervals-and-small-numbers", "| 3 of 15 | 20 % | {:.1f} to {:.1f} % |", wilson(3, 15)),
    ("intervals-and-small-numbers", "| 12 of 60 | 20 % | {:.1f} to {:.1f} % |", wilson(12, 60)),
    ("intervals-and-small-numbers", "| 120 of 600 | 20 % | {:.1f} to {:.1f} % |", wilson(120, 600)),
    ("intervals-and-small-numbers", "| 1,200 of 6,000 | 20 % | {:.1f} to {:.1f} % |", wilson(1200, 6000)),
    ("intervals-and-small-numbers", "the index is {:.1f} years in the North East, with an interval of {:.1f} to {:.1f}, and {:.1f} years in the South East, with {:.1f} to {:.1f}", (line(NORTH).index, NORTH_INTERVAL.lower, NORTH_INTERVAL.upper, line(SOUTH).index, SOUTH_INTERVAL.lower, SOUTH_INTERVAL.upper)),
    ("intervals-and-small-numbers", "moves gently between {:.1f} and {:.1f} years", (min(ENGLAND_SLOPE.values()), max(ENGLAND_SLOPE.values()))),
    ("intervals-and-small-numbers", "it goes from {:.1f} down to {:.1f}, up to {:.1f} and back to {:.1f}", (HALTON["2015-17"], HALTON["2017-19"], max(HALTON.values()), HALTON["2022-24"])),
    ("intervals-and-small-numbers", "(25 per cent; interval {:.1f} to {:.1f})", wilson(15, 60)),
    ("intervals-and-small-numbers", "(15 per cent; interval {:.1f} to {:.1f})", wilson(9, 60)),
    ("reading-a-trend", "from {:.1f} per cent in 2006/07 to {:.1f} in 2017/18. The slope index went from {:.1f} to {:.1f}", (FIRST_LINE.average, LAST_LINE.average, FIRST_LINE.index, LAST_LINE.index)),
    ("reading-a-trend", "obesity rose by {:.1f} percentage points. In the least deprived it fell, by {:.1f}", (LAST[0].value - FIRST[0].value, FIRST[-1].value - LAST[-1].value)),
    ("reading-a-trend", "the slope index was then {:.1f} and the average {:.1f}", (line(NEXT).index, line(NEXT).average)),
    ("reading-a-trend", "rose to {:.1f} years in 2017-19, fell to {:.1f} in 2020-22 and stood at {:.1f} again", tuple(ENGLAND_LIFE[p] for p in ("2017-19", "2020-22", "2022-24"))),
    ("reading-a-trend", "rose from {:.1f} to {:.1f} years and then eased to {:.1f}", tuple(ENGLAND_SLOPE[p] for p in ("2015-17", "2020-22", "2022-24"))),
    ("reading-a-trend", "give slope indices of {:.1f}, {:.1f} and {:.1f}", tuple(ENGLAND_SLOPE[p] for p in ("2016-18", "2019-21", "2022-24"))),
    ("causes-and-levers", "{:,.0f} children in the table had obesity, {:.1f} per cent. At the {:.1f} per cent of decile 10", (sum(cases(LAST)), LAST_LINE.average, LAST[-1].value)),
    ("causes-and-levers", "about {:,.0f} fewer. That is {:.0f} per cent of all cases", (round(excess_cases([v / 100 for v in values(LAST)], people(LAST)), -2), 100 * population_attributable_fraction(values(LAST), people(LAST)))),
    ("proportionate-universalism", "{:.1f} per cent of the children measured and {:.1f} per cent of the children with obesity", (100 * sum(people(LAST)[:2]) / sum(people(LAST)), 100 * sum(cases(LAST)[:2]) / sum(cases(LAST)))),
    *[
        ("proportionate-universalism", f"| {name} | {{:.1f}} % | {{:.0f}} | {{:.0f}} | {{:.0f}} |", (
            100 * sum(cases(LAST)[2 * n : 2 * n + 2]) / sum(people(LAST)[2 * n : 2 * n + 2]),
            per_thousand(people(LAST))[n], per_thousand([float(c) for c in cases(LAST)])[n], per_thousand(EXCESS)[n],
        ))
        for n, name in enumerate(["1 (most deprived)", "2", "3", "4", "5 (least deprived)"])
    ],
    ("what-works-and-what-does-not", "| Number who stop | {:.0f} | {:.0f} |", (1000 * 0.06 * 0.20, 500 * 0.12 * 0.30)),
    ("what-works-and-what-does-not", "| Stop, of all smokers | {:.1f} % | {:.1f} % |", (6 * 0.20, 12 * 0.30)),
    ("what-works-and-what-does-not", "× 0.25 = {:.1f}, about 38 people stop, {:.1f} per cent", (1000 * 0.15 * 0.25, 100 * 0.15 * 0.25 + 1e-9)),
    ("what-works-and-what-does-not", "= {:.0f}. Other half: 3,000 × 0.20 × 0.25 = {:.0f}", (3000 * 0.4 * 0.5, 3000 * 0.2 * 0.25)),
    ("checking-equity-before-you-act", "= {:,.0f} people in the more deprived half cannot use it, against 4,000 × 0.05 = {:.0f}", (4000 * 0.3, 4000 * 0.05)),
    ("checking-equity-before-you-act", "if {:,.0f} patients book by themselves, the telephone is free for the other {:,.0f}", (4000 * 0.7 + 4000 * 0.95, 8000 - 4000 * 0.7 - 4000 * 0.95)),
    ("measuring-change", "{:.0f} of 2,000 completed: {:.0f} per cent, a fair success. By group it is {:.0f} per cent against {:.1f}", (480 + 225, 100 * 705 / 2000, 48, 22.5)),
    ("measuring-change", "The interval runs from {2:.1f} to +{3:.1f} points", interval_of_difference(60, 200, 46, 200)),
    ("measuring-change", "it would run from {2:.1f} to {3:.1f} and exclude zero", interval_of_difference(600, 2000, 460, 2000)),
    ("measuring-change", "{0:.0f} percentage points. 1.96 × {1:.2f} = 7.0, so from {2:.1f} to {3:.1f} points", interval_of_difference(90, 300, 66, 300)),
    *[
        ("the-slope-index", f"| {group} | {{:.4f}} | {{:.5f}} |", (share * (at - 0.5) * (v - 17.9), share * (at - 0.5) ** 2))
        for group, (v, share, at) in enumerate(zip(TOWN[0], [p / 10_000 for p in TOWN[1]], ridits(TOWN[1]), strict=True), start=1)
    ],
    ("reading-a-trend", "The average rose from {:.0f} to {:.1f} per cent. The gap rose from {:.0f} to {:.0f} percentage points. The ratio (better off over less well off) rose from {:.2f} to {:.2f}", ((60 + 48) / 2, (72 + 57) / 2, 60 - 48, 72 - 57, 60 / 48, 72 / 57 - 1e-9)),
    ("the-relative-index", "slope index {:.0f} points, ratio {:.1f}, over average {:.2f}. Brook Regis: {:.0f} points, ratio {:.1f}, over average {:.2f}", (12 - 24, 24 / 12, -12 / 18, 4 - 14, 14 / 4, -10 / 9)),
    ("from-finding-to-plan", "At 24 per cent, {:.0f} have obesity. To bring the wards down to 21 per cent, {:.0f} children fewer would have to be affected: {:.0f} of 500", (0.24 * 500, 0.03 * 500, 0.21 * 500)),
    ("from-finding-to-plan", "That is about {:.0f} children at the very best. So the plan might bring 24 per cent to {:.0f}", (200 / 20, 100 * (120 - 10) / 500)),
    ("proportionate-universalism", "£{:,.0f}, £{:,.0f} and £{:,.0f}. By excess (12 : 6 : 0): £{:,.0f}, £{:,.0f} and nothing", (300_000 * 18 / 36, 300_000 * 12 / 36, 300_000 * 6 / 36, 300_000 * 12 / 18, 300_000 * 6 / 18)),
    ("what-works-and-what-does-not", "The sum is {:.0f}, not 1,350", (600 + 150,)),
    ("life_expectancy_by_decile", "for males from {:.1f} to {:.1f} years and for females from {:.1f} to {:.1f} years", (LIFE[0], LIFE[-1], LIVES[0], LIVES[-1])),
    ("life_expectancy_slope", "from {:.1f} years at the most deprived end to {:.1f}", (line(MALES).at_bottom, line(MALES).at_top)),
    ("life_expectancy_two_regions", "at {:.1f} years against {:.1f}", (NORTH[0].value, SOUTH[0].value)),
    ("healthy_life_expectancy_slope", "from {:.1f} in the most deprived decile to {:.1f} in the least deprived; the fitted line rises by {:.1f}", (GOOD[0], GOOD[-1], slope_index(GOOD, EQUAL))),
    ("life_expectancy_trend", "from {:.1f} years to {:.1f} around the pandemic and returned to {:.1f}", (max(ENGLAND_LIFE.values()), min(ENGLAND_LIFE.values()), ENGLAND_LIFE["2022-24"])),
    ("life_expectancy_slope_trend", "rose from {:.1f} to {:.1f} years and ended at {:.1f}", (ENGLAND_SLOPE["2015-17"], max(ENGLAND_SLOPE.values()), ENGLAND_SLOPE["2022-24"])),
    ("slope_in_one_place", "between {:.1f} and {:.1f} years. Halton's falls from {:.1f} to {:.1f} and then rises to {:.1f} and {:.1f}", (min(ENGLAND_SLOPE.values()), max(ENGLAND_SLOPE.values()), HALTON["2015-17"], HALTON["2017-19"], HALTON["2021-23"], HALTON["2022-24"])),
    ("obesity_gradient", "from {:.1f} per cent in the most deprived to {:.1f} per cent", (LAST[0].value, LAST[-1].value)),
    ("obesity_slope", "from {:.1f} per cent at the most deprived end to {:.1f} at the least deprived end, a slope index of minus {:.1f}", (LAST_LINE.at_bottom, LAST_LINE.at_top, -LAST_LINE.index)),
    ("obesity_then_and_now", "from {:.1f} to {:.1f} per cent and the least deprived fell from {:.1f} to {:.1f}, so the slope index went from minus {:.1f} to minus {:.1f}", (FIRST[0].value, LAST[0].value, FIRST[-1].value, LAST[-1].value, -FIRST_LINE.index, -LAST_LINE.index)),
    ("obesity_trend", "from {:.1f} to {:.1f} per cent. The slope index went from minus {:.1f} to minus {:.1f}", (FIRST_LINE.average, LAST_LINE.average, -FIRST_LINE.index, -LAST_LINE.index)),
    ("obesity_in_reception", "from {:.1f} per cent in the most deprived decile to {:.1f}", (RECEPTION[0].value, RECEPTION[-1].value)),
    ("inactivity_by_decile", "from {:.1f} per cent of adults in the most deprived to {:.1f}", (INACTIVE[0], INACTIVE[-1])),
    ("inactivity_by_disability", "{:.1f} per cent of disabled adults are inactive, and {:.1f}", (DISABLED[0], DISABLED[1])),
]  # fmt: skip

# Quiz, number of the question, the answer computed. The tolerance must also let in the answer from rounded figures.
KEYS: list[tuple[str, int, float]] = [
    ("practice-ten-groups", 2, line(RECEPTION).average),
    ("practice-ten-groups", 3, ridits(people(RECEPTION))[0]),
    ("practice-ten-groups", 4, ridits(people(RECEPTION))[1]),
    ("quiz-seeing-the-gradient", 2, round(LIFE[-1], 1) - round(LIFE[4], 1)),
    ("quiz-seeing-the-gradient", 3, 100 * POOR[0] / WHOLE[0]),
    ("quiz-measuring", 1, -absolute_gap(values(LAST))),
    ("quiz-measuring", 2, ratio(values(LAST))),
    ("quiz-measuring", 3, ridits([500, 300, 200])[1]),
    ("quiz-measuring", 4, slope_index([18, 15, 12], [1, 1, 1])),
    (
        "quiz-from-measure-to-action",
        2,
        100 * population_attributable_fraction(values(LAST), people(LAST)),
    ),
    ("quiz-from-measure-to-action", 5, 2000 * 0.09 * 0.25),
    ("quiz-acting-and-learning", 2, 500 * (0.24 - 0.21)),
    ("quiz-acting-and-learning", 4, 100 * (0.6 * 0.8 - 0.45 * 0.5)),
    ("quiz-acting-and-learning", 6, -7 + 1.96 * 4.4),
]

# The same of exercises, whose answers the engine works out.
MEASURED: list[tuple[str, int, float]] = [
    ("practice-ten-groups", 1, -absolute_gap(values(RECEPTION))),
    ("practice-ten-groups", 5, line(RECEPTION).index),
    ("practice-ten-groups", 6, line(RECEPTION).index / line(RECEPTION).average),
    (
        "practice-ten-groups",
        7,
        relative_index(values(RECEPTION), people(RECEPTION), RelativeIndex.ENDS_OF_LINE),
    ),
    ("practice-ten-groups", 9, sum(cases(RECEPTION)) - 0.05745 * sum(people(RECEPTION))),
]
