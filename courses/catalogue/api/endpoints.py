"""The addresses of the catalogue for programs: what everyone finds there, and the groups that the reader may see."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import P, PathEx, Query
from pydantic import BeforeValidator, Field, WithJsonSchema

from api.callers import ApiRequest
from api.pages import next_page_of_list
from api.parameters import Codes, PageParameters, Words, some_of
from api.problems import ApiProblem
from api.routing import ApiRouter
from courses.catalogue.api import schemas
from courses.catalogue.api.describing import (
    CourseLinks,
    describe_course,
    describe_course_in_full,
    describe_programme,
)
from courses.catalogue.entries import Entry, entries_of
from courses.catalogue.filters import LENGTHS, STARTS
from courses.catalogue.finder import Asked, Catalogue, Sort
from courses.states import CourseLevel

router = ApiRouter()
SCOPE = "courses:read"


def _some(choices: Sequence[str]) -> WithJsonSchema:
    return WithJsonSchema({"type": "array", "items": {"type": "string", "enum": list(choices)}})


_LEVELS = tuple(CourseLevel.values)
_Levels = Annotated[list[str], BeforeValidator(some_of(_LEVELS)), _some(_LEVELS)]
_Lengths = Annotated[list[str], BeforeValidator(some_of(tuple(LENGTHS))), _some(tuple(LENGTHS))]
_Starts = Annotated[list[str], BeforeValidator(some_of(tuple(STARTS))), _some(tuple(STARTS))]


class _CatalogueParameters(PageParameters):
    """A page of what fits words and filters, as in the catalogue."""

    q: Words = Field("", description="Words of the title, the summary, the aims or the lessons.")
    topic: Codes = Field(
        [], description="Codes of topics; several mean any of them, and narrower ones count."
    )
    level: _Levels = Field([], description="What it asks of learners; several mean any of them.")
    length: _Lengths = Field(
        [],
        description="hour: up to one; morning: up to four; day: up to ten; longer: more than ten.",
    )
    language: Codes = Field([], description="Codes of languages; several mean any of them.")

    def catalogue(self, request: ApiRequest) -> Catalogue:
        """Look into the catalogue as whoever asks."""
        filters = ("topic", "level", "length", "start", "language")
        chosen = {name: tuple(getattr(self, name, ())) for name in filters}
        given = {name: values for name, values in chosen.items() if values}
        asked = Asked(self.q, given, Sort.TITLE)
        return Catalogue(asked, reader=request.caller.person, now=timezone.now())


class CourseParameters(_CatalogueParameters):
    """A page of courses."""

    cursors: ClassVar[str] = "courses"

    start: _Starts = Field(
        [],
        description="group: some group has places; soon: one starts in 30 days; later: in 90 days.",
    )


class ProgrammeParameters(_CatalogueParameters):
    """A page of programmes."""

    cursors: ClassVar[str] = "programmes"


@router.reads(
    "/courses/",
    name="list_courses",
    answers=schemas.CoursePage,
    summary="Courses of the catalogue, a page at a time",
    scope=SCOPE,
    problems=(400,),
)
def list_courses(request: ApiRequest, parameters: Query[CourseParameters]) -> schemas.CoursePage:
    """Return published courses in the order in which they were begun, narrowed as on the page of the catalogue."""
    catalogue = parameters.catalogue(request)
    found = [entry for entry in catalogue.found if not entry.is_programme]
    wanted, following = next_page_of_list(request, found, parameters, key=_key)
    keys = [entry.thing.pk for entry in wanted]
    links = CourseLinks.of(keys, catalogue.everything, request.caller.person)
    return schemas.CoursePage(
        items=[describe_course(entry, links) for entry in wanted], next=following
    )


@router.reads(
    "/courses/{code}/",
    name="get_course",
    answers=schemas.CourseDetail,
    summary="One course with its chapters",
    scope=SCOPE,
    problems=(404,),
)
def get_course(
    request: ApiRequest,
    code: PathEx[str, P(description="The code of the course.", example="using-evidence")],
) -> schemas.CourseDetail:
    """Return a published course as a new learner gets it."""
    everything = _everything(request)
    entry = _find(everything, code, is_programme=False)
    if entry is None:
        raise ApiProblem(404, _("There is no published course with this code."))
    links = CourseLinks.of([entry.thing.pk], everything, request.caller.person)
    return describe_course_in_full(entry, links)


@router.reads(
    "/programmes/",
    name="list_programmes",
    answers=schemas.ProgrammePage,
    summary="Programmes of several courses, a page at a time",
    scope=SCOPE,
    problems=(400,),
)
def list_programmes(
    request: ApiRequest, parameters: Query[ProgrammeParameters]
) -> schemas.ProgrammePage:
    """Return published programmes in the order in which they were begun, narrowed as on the page of the catalogue."""
    found = [entry for entry in parameters.catalogue(request).found if entry.is_programme]
    wanted, following = next_page_of_list(request, found, parameters, key=_key)
    return schemas.ProgrammePage(
        items=[describe_programme(entry) for entry in wanted], next=following
    )


@router.reads(
    "/programmes/{code}/",
    name="get_programme",
    answers=schemas.ProgrammeAnswer,
    summary="One programme with its courses",
    scope=SCOPE,
    problems=(404,),
)
def get_programme(
    request: ApiRequest,
    code: PathEx[str, P(description="The code of the programme.", example="first-year")],
) -> schemas.ProgrammeAnswer:
    """Return a published programme."""
    entry = _find(_everything(request), code, is_programme=True)
    if entry is None:
        raise ApiProblem(404, _("There is no published programme with this code."))
    return describe_programme(entry)


def _everything(request: ApiRequest) -> list[Entry]:
    return entries_of(request.caller.person, [], now=timezone.now())


def _find(entries: list[Entry], code: str, *, is_programme: bool) -> Entry | None:
    fitting = (each for each in entries if each.is_programme == is_programme)
    return next((each for each in fitting if each.thing.slug == code), None)


def _key(entry: Entry) -> int:
    return entry.thing.pk
