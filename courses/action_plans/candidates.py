"""What a plan can start from: the measures, groups and totals of an indicator, or of a data set."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.calculator.answers import Answer, answer_to
from indicators.calculator.models import DataSet
from indicators.calculator.pasted import NotReadable
from indicators.calculator.questions import Question
from indicators.catalogue.models import Indicator, Release
from indicators.measures.refusals import MeasureRefused
from indicators.profiles.indicator_page import IndicatorPage, read_indicator_page
from indicators.profiles.series import Point
from indicators.profiles.wording import name_of_figure, short_unit
from library.vocabularies.models import Place

PLACE, GROUP = "place", "group"


@dataclass(frozen=True)
class Candidate:
    """One number that a plan can start from. ``code`` names it in the form: a measure, a group, or the whole place."""

    code: str
    name: str
    value: float
    limits: tuple[float, float] | None
    unit: str
    decimals: int
    # What a measure says; the value of a group or a place says it by itself.
    sentence: str
    period: str
    release: Release | None = None

    @property
    def kind(self) -> str:
        """Return ``place``, ``group`` or, for a measure of groups, nothing."""
        return self.code if self.code == PLACE else self.code.partition("-")[0] * self.is_group

    @property
    def is_group(self) -> bool:
        """Tell whether it is the value of one group."""
        return self.code.startswith(f"{GROUP}-")


@dataclass(frozen=True)
class Origin:
    """Where the numbers come from, with all of them."""

    subject: str
    candidates: Sequence[Candidate]
    groups: Sequence[tuple[str, str]] = ()
    divided_by: str = ""
    place: Place | None = None
    indicator: Indicator | None = None
    data_set: DataSet | None = None
    address: str = ""

    @property
    def group_head(self) -> list[str]:
        """Return the headings of the table of the groups."""
        return [self.divided_by or _("Group"), _("Value")]

    def find(self, code: str) -> Candidate | None:
        """Return the number of this code."""
        return next((each for each in self.candidates if each.code == code), None)

    def facts(self, chosen: Candidate) -> dict[str, Any]:
        """Return what a baseline keeps of one of the numbers, by the names in ``PlanBaseline.FACTS``."""
        release = chosen.release
        divided = self.divided_by if chosen.kind != PLACE else ""
        lower, upper = chosen.limits or (None, None)
        return {
            "subject": self.subject[:300],
            "place_name": self.place.name if self.place else "",
            "period": chosen.period,
            "divided_by": divided,
            "measure": chosen.code,
            "measure_name": chosen.name[:250],
            "value": chosen.value,
            "lower": lower,
            "upper": upper,
            "unit": chosen.unit[:160],
            "decimals": chosen.decimals,
            "sentence": chosen.sentence,
            "groups": [list(row) for row in self.groups] if chosen.kind != PLACE else [],
            "source": f"{release.publisher}: {release.title}." if release else "",
            "source_address": release.address if release else "",
            "licence": release.licence_name if release else "",
        }


def origin_of_indicator(
    indicator: Indicator, asked: Mapping[str, str]
) -> tuple[Origin, IndicatorPage]:
    """Return the numbers of an indicator as an address asks for them, and the page that shows them."""
    page = read_indicator_page(indicator, asked)
    some = next(iter(page.groups), None)
    origin = Origin(
        subject=name_of_figure(indicator, some) if some else indicator.name,
        candidates=list(_of_indicator(page)),
        groups=page.table,
        divided_by=page.dimension.name if page.dimension else "",
        place=page.place,
        indicator=indicator,
        address=reverse(
            "indicators:indicator_detail", args=[indicator.code], query=page.chosen or None
        ),
    )
    return origin, page


def _of_indicator(page: IndicatorPage) -> Iterator[Candidate]:
    indicator = page.indicator
    period = page.groups[0].period if page.groups else ""
    for row in page.measured.rows if page.measured else ():
        yield Candidate(
            row.code, row.name, row.number, row.limits, row.unit, row.decimals, row.sentence,
            period, page.release,
        )  # fmt: skip
    for number, point in enumerate(page.groups, start=1):
        if point.value is not None:
            yield _of_point(
                indicator,
                point,
                f"{GROUP}-{number}",
                _("Value of “%(group)s”") % {"group": point.group},
                page.release,
            )
    total = next(
        (
            point
            for trend in reversed(page.trends)
            for point in reversed(trend.points)
            if point.value is not None
        ),
        None,
    )
    if total is not None:
        yield _of_point(indicator, total, PLACE, _("Value of the whole place"), page.trend_release)


def _of_point(
    indicator: Indicator, point: Point, code: str, name: str, release: Release | None
) -> Candidate:
    has_limits = point.lower is not None and point.upper is not None
    return Candidate(
        code=code,
        name=name,
        value=point.value or 0.0,
        limits=(point.lower or 0.0, point.upper or 0.0) if has_limits else None,
        unit=short_unit(indicator),
        decimals=indicator.decimals,
        sentence="",
        period=point.period,
        release=release,
    )


def origin_of_data_set(data_set: DataSet) -> Origin:
    """Return the numbers of saved figures. There are none where they cannot be measured."""
    try:
        answer = answer_to(Question.from_words(QueryDict(data_set.query).dict()))
    except (NotReadable, MeasureRefused):
        return Origin(data_set.name, (), data_set=data_set)
    groups = answer.report.groups
    words = answer.wording
    return Origin(
        subject=data_set.name,
        candidates=list(_of_answer(answer)),
        groups=[
            (name, words.value(float(value)))
            for name, value in zip(groups.names, groups.values, strict=True)
        ],
        data_set=data_set,
    )


def _of_answer(answer: Answer) -> Iterator[Candidate]:
    for row in answer.rows:
        yield Candidate(
            row.code, row.name, row.number, row.limits, row.unit, row.decimals, row.sentence, ""
        )
    groups, words = answer.report.groups, answer.wording
    limits = groups.limits
    for number, (name, value) in enumerate(zip(groups.names, groups.values, strict=True)):
        ends = (float(limits.lower[number]), float(limits.upper[number])) if limits else None
        yield Candidate(
            code=f"{GROUP}-{number + 1}",
            name=_("Value of “%(group)s”") % {"group": name},
            value=float(value),
            limits=ends,
            unit=words.unit,
            decimals=words.decimals,
            sentence="",
            period="",
        )
