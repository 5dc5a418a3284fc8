"""The addresses of evidence gaps for programs."""

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
from library.gaps.models import EvidenceGap, Origin, Priority
from library.gaps.states import GapState
from library.gaps.workers import named

router = ApiRouter()
SCOPE = "library:read"


class GapSummary(Answer):
    """An evidence gap."""

    id: int = Field(description="The number of the gap.", examples=[5])
    url: Address = Field(description="Its page.")
    title: str = Field(description="What is not known.", examples=["No evidence on oral health"])
    rationale: str = Field(description="Why it matters.")
    state: GapState = Field(description="How far it is.")
    priority: Priority = Field(description="1 is high, 2 medium and 3 low.")
    origin: Origin = Field(description="How it was found.")
    topic: str | None = Field(description="The code of its topic.", examples=["oral-health"])
    population: str | None = Field(description="The code of its population group.")
    place: str | None = Field(description="The code of its place.")
    opened_at: dt.datetime = Field(description="When an editor first agreed to it.")


class GapPage(Answer):
    """A page of evidence gaps, and the address of the next."""

    items: list[GapSummary] = Field(description="The gaps of this page.")
    next: Address | None = Field(description="The next page; null on the last one.")


class GapRecord(Answer):
    """A record that fills a gap."""

    record: int = Field(description="The number of the record.", examples=[42])
    url: Address = Field(description="The page of the record.")
    title: str = Field(description="Its title.")


class GapDetail(GapSummary):
    """An evidence gap with who works on it and what fills it."""

    worked_on_by: list[str] = Field(
        description="Those who work on it; by name as far as the caller may know."
    )
    filled_by: list[GapRecord] = Field(description="The records that fill it.")
    reason: str | None = Field(description="Why it was dismissed; null otherwise.")


class GapParameters(PageParameters):
    """A page of gaps, of one state or all."""

    cursors: ClassVar[str] = "evidence-gaps"

    state: GapState | None = Field(None, description="Only gaps in this state.")


@router.reads(
    "/evidence-gaps/",
    name="list_evidence_gaps",
    answers=GapPage,
    summary="Evidence gaps",
    scope=SCOPE,
    problems=(400,),
)
def list_evidence_gaps(request: ApiRequest, parameters: Query[GapParameters]) -> GapPage:
    """Return the gaps that editors have agreed to, the oldest first, whatever became of them."""
    seen = EvidenceGap.objects.public().select_related("topic", "population", "place")
    if parameters.state is not None:
        seen = seen.filter(state=parameters.state)
    gaps, following = next_page(request, seen, parameters)
    return GapPage(items=[GapSummary(**_facts(gap)) for gap in gaps], next=following)


@router.reads(
    "/evidence-gaps/{key:id}/",
    name="get_evidence_gap",
    answers=GapDetail,
    summary="One evidence gap, who works on it and what fills it",
    scope=SCOPE,
    problems=(404,),
)
def get_evidence_gap(
    request: ApiRequest,
    id: PathEx[int, P(description="The number of the gap.", example=5)],  # noqa: A002
) -> GapDetail:
    """Return one gap. Records that were withdrawn are left out."""
    seen = EvidenceGap.objects.public().select_related("topic", "population", "place")
    gap = seen.filter(pk=id).first()
    if gap is None:
        raise ApiProblem(404, _("There is no evidence gap with this number."))
    fillings = gap.fillings.readable().filter(confirmed_at__isnull=False).in_order()
    works = gap.works.order_by("since", "pk")
    return GapDetail(
        **_facts(gap),
        worked_on_by=[worker.label for _work, worker in named(works, user=request.caller.person)],
        filled_by=[
            GapRecord(
                record=each.record_id,
                url=full_address(each.record.get_absolute_url()),
                title=each.record.title,
            )
            for each in fillings
        ],
        reason=gap.reason if gap.state == GapState.DISMISSED else None,
    )


def _facts(gap: EvidenceGap) -> dict[str, Any]:
    return {
        "id": gap.pk,
        "url": full_address(gap.get_absolute_url()),
        "title": gap.title,
        "rationale": gap.rationale,
        "state": GapState(gap.state),
        "priority": Priority(gap.priority),
        "origin": Origin(gap.origin),
        "topic": gap.topic.code if gap.topic else None,
        "population": gap.population.code if gap.population else None,
        "place": gap.place.code if gap.place else None,
        "opened_at": gap.opened_at,
    }
