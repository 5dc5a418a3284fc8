"""The addresses of published briefs for programs: read only."""

import datetime as dt
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from ninja import P, PathEx, Query
from pydantic import Field

from api.addresses import full_address
from api.answers import Address, Answer
from api.callers import ApiRequest
from api.pages import next_page
from api.parameters import PageParameters
from api.problems import ApiProblem
from api.routing import ApiRouter
from briefs.composing import Composed, citation_of
from briefs.models import Brief, Edition
from briefs.states import BriefState

router = ApiRouter()
SCOPE = "library:read"


class BriefAnswer(Answer):
    """A published brief."""

    id: int = Field(description="The number of the brief.", examples=[3])
    url: Address = Field(description="Its page, which shows the newest version.")
    title: str = Field(description="Its title.", examples=["Warm homes in Halton"])
    question: str = Field(description="The question that it answers; perhaps empty.")
    place: str | None = Field(description="The code of the place that it is about.")
    topics: list[str] = Field(description="The codes of its topics.")
    published_at: dt.datetime = Field(description="When its newest version was published.")


class BriefSource(Answer):
    """What a brief draws on."""

    number: int = Field(description="Its number in the brief.")
    kind: str = Field(description="What it is.", examples=["Record"])
    citation: str = Field(description="How it is cited.")
    version: str = Field(description="Which version was used.")
    url: Address = Field(description="Its address.")


class BriefDetail(BriefAnswer):
    """A published brief with its key messages and sources."""

    version: int = Field(description="The number of the newest version.", examples=[2])
    permanent_url: Address = Field(description="The address that always leads to this version.")
    citation: str = Field(description="How this version is cited.")
    key_messages: list[str] = Field(description="Its key messages.")
    record: int | None = Field(
        description="The number of its record in the library; null where it has none."
    )
    sources: list[BriefSource] = Field(description="Its sources, numbered as in the text.")


class BriefPage(Answer):
    """A page of briefs, and the address of the next."""

    items: list[BriefAnswer] = Field(description="The briefs of this page.")
    next: Address | None = Field(description="The next page; null on the last one.")


class BriefParameters(PageParameters):
    """A page of briefs."""

    cursors: ClassVar[str] = "briefs"


@router.reads(
    "/briefs/",
    name="list_briefs",
    answers=BriefPage,
    summary="Published briefs, a page at a time",
    scope=SCOPE,
    problems=(400,),
)
def list_briefs(request: ApiRequest, parameters: Query[BriefParameters]) -> BriefPage:
    """Return the published briefs in the order in which they were begun."""
    seen = Brief.objects.published().select_related("place").prefetch_related("topics")
    briefs, following = next_page(request, seen, parameters)
    return BriefPage(items=[BriefAnswer(**_facts(brief)) for brief in briefs], next=following)


@router.reads(
    "/briefs/{key:id}/",
    name="get_brief",
    answers=BriefDetail,
    summary="One published brief with its sources",
    scope=SCOPE,
    problems=(404, 410),
)
def get_brief(
    request: ApiRequest,
    id: PathEx[int, P(description="The number of the brief.", example=3)],  # noqa: A002
) -> BriefDetail:
    """Return the newest version of one brief. A withdrawn one is gone (410)."""
    rows = Brief.objects.select_related("place", "record__replaced_by")
    known = rows.prefetch_related("topics").filter(pk=id)
    brief = known.exclude(state=BriefState.PRIVATE).first()
    if brief is None:
        raise ApiProblem(404, _("There is no published brief with this number."))
    if brief.is_withdrawn:
        raise ApiProblem(410, brief.withdrawal_reason)
    edition = Edition.objects.current().select_related("brief").get(brief=brief)
    return BriefDetail(
        **_facts(brief),
        version=edition.number,
        permanent_url=full_address(edition.get_absolute_url()),
        citation=citation_of(edition),
        key_messages=edition.key_messages,
        record=brief.readable_record.pk if brief.readable_record else None,
        sources=[
            BriefSource(
                number=source.number,
                kind=source.kind,
                citation=source.citation,
                version=source.version,
                url=source.address,
            )
            for source in Composed(edition).sources
        ],
    )


def _facts(brief: Brief) -> dict[str, Any]:
    return {
        "id": brief.pk,
        "url": full_address(brief.get_absolute_url()),
        "title": brief.title,
        "question": brief.question,
        "place": brief.place.code if brief.place else None,
        "topics": sorted(topic.code for topic in brief.topics.all()),
        "published_at": brief.published_at,
    }
