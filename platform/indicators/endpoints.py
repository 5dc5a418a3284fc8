"""The addresses of indicators and figures for programs: published ones, whoever asks."""

import datetime as dt
from typing import Annotated, ClassVar

from django.utils.translation import gettext as _
from ninja import P, PathEx, Query
from pydantic import BeforeValidator, Field

from api.addresses import full_address
from api.answers import Address, Answer
from api.callers import ApiRequest
from api.pages import next_page
from api.parameters import Code, PageParameters, Words, one_of
from api.problems import ApiProblem
from api.routing import ApiRouter
from indicators.catalogue.models import Indicator, Observation
from indicators.catalogue.states import Flag, Hidden, Polarity, Sex, ValueType
from indicators.profiles.narrowing import narrowed

router = ApiRouter()
SCOPE = "indicators:read"


class IndicatorAnswer(Answer):
    """An indicator: what is measured, and which way is better."""

    code: str = Field(description="Its permanent code.", examples=["obesity-year-6"])
    url: Address = Field(description="Its page.")
    name: str = Field(description="Its name.")
    definition: str = Field(description="What is counted.")
    numerator: str = Field(description="Who is counted; empty where it has none.")
    denominator: str = Field(description="Out of whom; empty where it has none.")
    unit: str = Field(description="The unit in words.", examples=["% of children measured"])
    value_type: ValueType = Field(description="What kind of number it is.")
    scale: float = Field(description="What a whole is: 100 of a percentage.", examples=[100])
    polarity: Polarity = Field(description="Whether higher or lower values are better.")
    topic: str | None = Field(description="The code of its topic, as the library has it.")
    minimum_count: int = Field(description="Figures on fewer people or events are hidden.")
    caveats: str = Field(description="What to bear in mind.")
    changed_at: dt.datetime = Field(description="When its description was last changed.")


class IndicatorList(Answer):
    """A page of indicators, and the address of the next."""

    items: list[IndicatorAnswer] = Field(description="The indicators of this page.")
    next: Address | None = Field(description="The next page; null on the last one.")


class FigureAnswer(Answer):
    """One figure. The numbers of a hidden one are null."""

    indicator: str = Field(description="The code of the indicator.")
    place: str = Field(description="The code of the place.", examples=["england"])
    period: str = Field(description="What the period is called.", examples=["2017/18"])
    starts_on: dt.date = Field(description="Its first day.")
    ends_on: dt.date = Field(description="Its last day.")
    sex: Sex = Field(description="Whom it is about.")
    age: str = Field(description="The age in words; empty for all ages of the indicator.")
    dimension: str | None = Field(description="The code of the dimension of the subgroup.")
    subgroup: str | None = Field(description="The name of the subgroup; null for a whole place.")
    subgroup_order: int | None = Field(description="Its rank; 1 is the most disadvantaged.")
    value: float | None = Field(description="The value, in the unit of the indicator.")
    count: float | None = Field(description="How many are counted.")
    population: float | None = Field(description="Out of how many.")
    lower: float | None = Field(description="The lower end of the 95 % interval.")
    upper: float | None = Field(description="The upper end of the 95 % interval.")
    standard_error: float | None = Field(description="The standard error of the value.")
    flag: Flag | None = Field(description="What the publisher says of it.")
    hidden: Hidden | None = Field(description="Why it is hidden.")
    release: int = Field(description="The number of its release.")
    release_url: Address = Field(description="Where the source and the licence are told.")


class FigureList(Answer):
    """A page of figures, and the address of the next."""

    items: list[FigureAnswer] = Field(description="The figures of this page.")
    next: Address | None = Field(description="The next page; null on the last one.")


class IndicatorParameters(PageParameters):
    """A page of indicators."""

    cursors: ClassVar[str] = "indicators"

    q: Words = Field("", description="Words of its name, definition or code.")
    topic: Code = Field(
        "", description="The code of its topic, or of the broader one.", examples=["housing"]
    )
    place: Code = Field(
        "", description="The code of a place that it has figures for.", examples=["england"]
    )


class FigureParameters(PageParameters):
    """A page of figures, of one indicator, place, sex or period."""

    cursors: ClassVar[str] = "figures"

    indicator: Code = Field("", description="The code of an indicator.")
    place: Code = Field("", description="The code of a place.")
    sex: Annotated[
        str | None,
        BeforeValidator(one_of(tuple(Sex.values))),
        Field(description="Whom the figures are about.", examples=["persons"]),
    ] = None


@router.reads(
    "/indicators/",
    name="list_indicators",
    answers=IndicatorList,
    summary="Indicators with published figures",
    scope=SCOPE,
    problems=(400,),
)
def list_indicators(request: ApiRequest, parameters: Query[IndicatorParameters]) -> IndicatorList:
    """In the order in which they were added."""
    listed = Indicator.objects.listed().select_related("topic")
    seen = narrowed(listed, words=parameters.q, topic=parameters.topic, place=parameters.place)
    found, following = next_page(request, seen, parameters)
    return IndicatorList(items=[_indicator(each) for each in found], next=following)


@router.reads(
    "/indicators/{code}/",
    name="get_indicator",
    answers=IndicatorAnswer,
    summary="One indicator",
    scope=SCOPE,
    problems=(404,),
)
def get_indicator(
    request: ApiRequest,
    code: PathEx[str, P(description="The code of the indicator.", example="obesity-year-6")],
) -> IndicatorAnswer:
    """Return the description of an indicator."""
    seen = Indicator.objects.listed().select_related("topic")
    found = seen.filter(code=code.replace("\0", "")[:60]).first()
    if found is None:
        raise ApiProblem(404, _("There is no indicator with this code."))
    return _indicator(found)


@router.reads(
    "/figures/",
    name="list_figures",
    answers=FigureList,
    summary="Figures that no newer release replaces",
    scope=SCOPE,
    problems=(400,),
)
def list_figures(request: ApiRequest, parameters: Query[FigureParameters]) -> FigureList:
    """In the order in which they were imported. Figures of two releases are never one series."""
    seen = Observation.objects.visible_to(request.caller.person).current()
    if parameters.indicator:
        seen = seen.filter(indicator__code=parameters.indicator)
    if parameters.place:
        seen = seen.filter(place__code=parameters.place)
    if parameters.sex:
        seen = seen.filter(sex=parameters.sex)
    rows = seen.select_related("indicator", "place", "dimension", "subgroup", "release")
    found, following = next_page(request, rows, parameters)
    return FigureList(items=[_figure(each) for each in found], next=following)


def _indicator(indicator: Indicator) -> IndicatorAnswer:
    return IndicatorAnswer(
        code=indicator.code,
        url=full_address(indicator.get_absolute_url()),
        name=indicator.name,
        definition=indicator.definition,
        numerator=indicator.numerator,
        denominator=indicator.denominator,
        unit=indicator.unit,
        value_type=ValueType(indicator.value_type),
        scale=indicator.scale,
        polarity=Polarity(indicator.polarity),
        topic=indicator.topic.code if indicator.topic else None,
        minimum_count=indicator.minimum_count,
        caveats=indicator.caveats,
        changed_at=indicator.changed_at,
    )


def _figure(row: Observation) -> FigureAnswer:
    return FigureAnswer(
        indicator=row.indicator.code,
        place=row.place.code,
        period=row.period,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        sex=Sex(row.sex),
        age=row.age,
        dimension=row.dimension.code if row.dimension else None,
        subgroup=row.subgroup.name if row.subgroup else None,
        subgroup_order=row.subgroup.position if row.subgroup else None,
        value=row.value,
        count=row.count,
        population=row.population,
        lower=row.lower,
        upper=row.upper,
        standard_error=row.standard_error,
        flag=Flag(row.flag) if row.flag else None,
        hidden=Hidden(row.hidden) if row.hidden else None,
        release=row.release_id,
        release_url=full_address(row.release.get_absolute_url()),
    )
