"""The addresses of places for programs: the tree of places that records, plans and figures are about."""

from typing import Annotated, ClassVar

from django.db.models import Exists, OuterRef
from django.urls import reverse
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
from indicators.catalogue.models import Observation
from library.vocabularies.models import Place
from library.vocabularies.models.places import PlaceQuerySet

router = ApiRouter()
SCOPE = "indicators:read"


class PlaceAnswer(Answer):
    """A place."""

    code: str = Field(description="Its permanent code.", examples=["halton"])
    url: Address = Field(description="Its page.")
    name: str = Field(description="Its name.", examples=["Halton"])
    other_names: list[str] = Field(description="Other names it is found by.")
    within: list[str] = Field(
        description="The codes of the places around it, the widest first.",
        examples=[["united-kingdom", "england"]],
    )
    has_figures: bool = Field(description="Whether there are published figures for it.")


class PlacePage(Answer):
    """A page of places, and the address of the next."""

    items: list[PlaceAnswer] = Field(description="The places of this page.")
    next: Address | None = Field(description="The next page; null on the last one.")


class PlaceParameters(PageParameters):
    """A page of places."""

    cursors: ClassVar[str] = "places"

    q: Words = Field("", description="Words in its name, as they are written.")
    within: Code = Field(
        "", description="The code of a place: it and the places in it.", examples=["england"]
    )
    figures: Annotated[
        str | None,
        BeforeValidator(one_of(("yes",))),
        Field(description="Only places with published figures (yes).", examples=["yes"]),
    ] = None


@router.reads(
    "/places/",
    name="list_places",
    answers=PlacePage,
    summary="Places, the one that was added first at the beginning",
    scope=SCOPE,
    problems=(400,),
)
def list_places(request: ApiRequest, parameters: Query[PlaceParameters]) -> PlacePage:
    """Every place that records or figures can be about."""
    seen = _seen(request)
    if parameters.q:
        seen = seen.filter(name__icontains=parameters.q)
    if parameters.within:
        wider = Place.objects.filter(code=parameters.within).first()
        seen = seen.within(wider) if wider else seen.none()
    if parameters.figures:
        seen = seen.filter(_figures(request))
    found, following = next_page(request, seen, parameters)
    return PlacePage(items=[_answer(place) for place in found], next=following)


@router.reads(
    "/places/{code}/",
    name="get_place",
    answers=PlaceAnswer,
    summary="One place",
    scope=SCOPE,
    problems=(404,),
)
def get_place(
    request: ApiRequest,
    code: PathEx[str, P(description="The code of the place.", example="halton")],
) -> PlaceAnswer:
    """Return the place. Its figures are at /api/v1/figures/ with its code."""
    place = _seen(request).filter(code=code.replace("\0", "")[:60]).first()
    if place is None:
        raise ApiProblem(404, _("There is no place with this code."))
    return _answer(place)


def _seen(request: ApiRequest) -> PlaceQuerySet:
    """Return all places, which everyone may know, and whether there are figures that whoever asks may see."""
    return Place.objects.annotate(has_figures=_figures(request))


def _figures(request: ApiRequest) -> Exists:
    figures = Observation.objects.visible_to(request.caller.person)
    return Exists(figures.filter(place=OuterRef("pk")))


def _answer(place: Place) -> PlaceAnswer:
    return PlaceAnswer(
        code=place.code,
        url=full_address(reverse("places:place_detail", args=[place.code])),
        name=place.name,
        other_names=place.also,
        within=place.codes[:-1],
        has_figures=place.has_figures,  # type: ignore[attr-defined]  # annotated by ``_seen``
    )
