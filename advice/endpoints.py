"""The addresses of advice for programs. They tell of public cases alone, whoever asks."""

import datetime as dt
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from ninja import P, PathEx, Query
from pydantic import Field

from advice.models import AdviceCase
from advice.states import AdviceKind, AdviceOutcomeKind, AdviceState
from api.addresses import full_address
from api.answers import Address, Answer
from api.callers import ApiRequest
from api.pages import next_page
from api.parameters import PageParameters
from api.problems import ApiProblem
from api.routing import ApiRouter
from library.catalogue.models import Record
from library.recommendations.models import Recommendation

router = ApiRouter()
SCOPE = "advice:read"


class AdviceSummary(Answer):
    """An advice case."""

    id: int = Field(description="The number of the case.", examples=[5])
    url: Address = Field(description="Its page.")
    title: str = Field(description="What it is about.", examples=["Bill on warm homes"])
    kind: AdviceKind = Field(description="What was asked about.")
    asked: str = Field(description="What is asked.")
    body: str = Field(description="Who asks.", examples=["A ministry of housing"])
    place: str | None = Field(description="The code of its place.", examples=["england"])
    link: str | None = Field(description="Where people can read it.")
    closes_at: dt.datetime | None = Field(description="When it closes; null where it does not.")
    time_zone: str | None = Field(
        description="The zone in which the closing time was announced.",
        examples=["Europe/London"],
    )
    state: AdviceState = Field(description="How far it is.")
    sent_on: dt.date | None = Field(description="The day on which the advice was sent.")
    sent_to: str | None = Field(description="To whom it was sent.")
    outcome: AdviceOutcomeKind | None = Field(
        description="What happened to the advice; null until it is sent."
    )


class AdvicePage(Answer):
    """A page of advice cases, and the address of the next."""

    items: list[AdviceSummary] = Field(description="The cases of this page.")
    next: Address | None = Field(description="The next page; null on the last one.")


class AdviceEvidence(Answer):
    """A version of a record that the advice cites."""

    record: int = Field(description="The number of the record.", examples=[42])
    version: int = Field(description="The version that is cited.", examples=[1])
    url: Address = Field(description="The page of the record.")
    title: str = Field(description="Its title.")


class AdviceOutcomeEntry(Answer):
    """What became known of the outcome on one day."""

    outcome: AdviceOutcomeKind = Field(description="What happened.")
    note: str = Field(description="What happened, in words.")
    source: str = Field(description="Where people can read it.")
    link: str | None = Field(description="The address of the source.")
    known_on: dt.date = Field(description="The day.")


class AdviceDetail(AdviceSummary):
    """An advice case with the advice, what it cites, and its outcomes."""

    text: str | None = Field(description="The advice in Markdown; null until it is sent.")
    record: int | None = Field(description="The number of its record in the library.")
    evidence: list[AdviceEvidence] = Field(description="The records that it cites, once sent.")
    recommendations: list[str] = Field(
        description="The references of the recommendations that it cites, once sent.",
        examples=[["FSHL-2010-A1"]],
    )
    outcomes: list[AdviceOutcomeEntry] = Field(description="All outcomes, the newest first.")


class AdviceParameters(PageParameters):
    """A page of cases, of one state, kind or outcome or all."""

    cursors: ClassVar[str] = "advice-cases"

    state: AdviceState | None = Field(None, description="Only cases in this state.")
    kind: AdviceKind | None = Field(None, description="Only cases of this kind.")
    outcome: AdviceOutcomeKind | None = Field(None, description="Only cases with this outcome.")


@router.reads(
    "/advice-cases/",
    name="list_advice_cases",
    answers=AdvicePage,
    summary="Advice cases",
    scope=SCOPE,
    problems=(400,),
)
def list_advice_cases(request: ApiRequest, parameters: Query[AdviceParameters]) -> AdvicePage:
    """Return the public cases, the oldest first."""
    seen = AdviceCase.objects.public().select_related("place")
    for name in ("state", "kind", "outcome"):
        if (value := getattr(parameters, name)) is not None:
            seen = seen.filter(**{name: value})
    cases, following = next_page(request, seen, parameters)
    return AdvicePage(items=[AdviceSummary(**_facts(case)) for case in cases], next=following)


@router.reads(
    "/advice-cases/{key:id}/",
    name="get_advice_case",
    answers=AdviceDetail,
    summary="One advice case, with the advice and its outcomes",
    scope=SCOPE,
    problems=(404,),
)
def get_advice_case(
    request: ApiRequest,
    id: PathEx[int, P(description="The number of the case.", example=5)],  # noqa: A002
) -> AdviceDetail:
    """Return one public case. Records that were withdrawn are left out."""
    case = AdviceCase.objects.public().select_related("place", "record").filter(pk=id).first()
    if case is None:
        raise ApiProblem(404, _("There is no advice case with this number."))
    is_published = case.record is not None and case.record.is_published
    return AdviceDetail(
        **_facts(case),
        text=case.draft if case.is_advised else None,
        record=case.record_id if is_published else None,
        evidence=_evidence(case) if case.is_advised else [],
        recommendations=_references(case) if case.is_advised else [],
        outcomes=[
            AdviceOutcomeEntry(
                outcome=AdviceOutcomeKind(each.outcome),
                note=each.note,
                source=each.source,
                link=each.link or None,
                known_on=each.known_on,
            )
            for each in case.outcomes.order_by("-known_on", "-pk")
        ],
    )


def _evidence(case: AdviceCase) -> list[AdviceEvidence]:
    published = Record.objects.published().values("pk")
    cited = case.cited.filter(version__record__in=published).select_related("version__record")
    return [
        AdviceEvidence(
            record=each.version.record_id,
            version=each.version.number,
            url=full_address(each.version.record.get_absolute_url()),
            title=each.version.record.title,
        )
        for each in cited.order_by("cited_at", "pk")
    ]


def _references(case: AdviceCase) -> list[str]:
    published = Recommendation.objects.published().filter(advice_cases=case)
    return list(published.in_order().values_list("reference", flat=True))


def _facts(case: AdviceCase) -> dict[str, Any]:
    return {
        "id": case.pk,
        "url": full_address(case.get_absolute_url()),
        "title": case.title,
        "kind": AdviceKind(case.kind),
        "asked": case.asked,
        "body": case.body,
        "place": case.place.code if case.place else None,
        "link": case.link or None,
        "closes_at": case.closes_at,
        "time_zone": case.time_zone or None,
        "state": AdviceState(case.state),
        "sent_on": case.sent_on,
        "sent_to": case.sent_to or None,
        "outcome": AdviceOutcomeKind(case.outcome) if case.outcome else None,
    }
