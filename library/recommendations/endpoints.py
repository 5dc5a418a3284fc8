"""The addresses of recommendations for programs: read only."""

import datetime as dt
from typing import Annotated, ClassVar

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from ninja import P, PathEx, Query
from pydantic import BeforeValidator, Field, WithJsonSchema

from api.addresses import full_address
from api.answers import Address, Answer
from api.callers import ApiRequest
from api.pages import next_page
from api.parameters import MOST, PageParameters, one_of
from api.problems import ApiProblem
from api.routing import ApiRouter
from library.recommendations.models import Commitment, Recommendation, Response
from library.recommendations.models.responses import ResponseQuerySet
from library.recommendations.references import LONGEST
from library.recommendations.register import chosen_from
from library.recommendations.states import CommitmentState, Level, Principle, Stance

router = ApiRouter()
SCOPE = "recommendations:read"


class RecommendationAnswer(Answer):
    """A recommendation of a report."""

    reference: str = Field(description="Its permanent reference.", examples=["FSHL-2010-A1"])
    url: Address = Field(description="Its page.")
    title: str = Field(description="A short title.", examples=["Spend more on the early years"])
    text: str = Field(description="What the report proposes, in full or summed up.")
    page: str = Field(
        description="The page of the report, or its part, such as “Chapter 5”; empty where it is not known."
    )
    principle: str = Field(description="The Marmot principle; empty for none.")
    addressed_to: list[str] = Field(description="Who it is addressed to.", examples=[["national"]])
    horizon: str = Field(description="By when; empty where the report does not say.")
    topics: list[str] = Field(description="The codes of its topics.")
    record: int = Field(description="The number of the report's record.", examples=[42])
    report: str = Field(description="The title of the report.")
    replaced_by: str | None = Field(description="The reference of the newer one, if there is one.")
    changed_at: dt.datetime = Field(description="When it was last changed.")


class CommitmentAnswer(Answer):
    """What somebody will do about a recommendation."""

    url: Address = Field(description="Its page.")
    action: str = Field(description="What will be done.", examples=["Insulate 400 homes"])
    lead: str = Field(description="Who leads it.")
    due_on: dt.date = Field(description="Its last day.")
    first_due_on: dt.date = Field(description="The last day that was promised at first.")
    state: CommitmentState = Field(description="Whether it goes on, is done or was stopped.")
    heard_at: dt.datetime = Field(description="When something was last told of it.")


class ResponseAnswer(Answer):
    """What an organisation or a place answers to a recommendation."""

    url: Address = Field(description="Its page, with everything that was answered before.")
    respondent: str = Field(description="Who answers.", examples=["Luton Council"])
    place: str | None = Field(description="The code of the place that it answers for.")
    stance: Stance = Field(description="What the answer comes to.")
    words: str = Field(description="What was said, in full or summed up.")
    document: str = Field(description="The address of the document; empty where there is none.")
    given_on: dt.date | None = Field(description="When it was answered.")
    commitments: list[CommitmentAnswer] = Field(description="What follows from it.")


class RecommendationDetail(RecommendationAnswer):
    """A recommendation with the answers to it."""

    responses: list[ResponseAnswer] = Field(description="The answers, the newest first.")


class RecommendationPage(Answer):
    """A page of recommendations, and the address of the next."""

    items: list[RecommendationAnswer] = Field(description="The recommendations of this page.")
    next: Address | None = Field(description="The next page; null on the last one.")


def _choice(values: list[str]) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": values})


class RecommendationParameters(PageParameters):
    """A search for recommendations, and a page of it."""

    cursors: ClassVar[str] = "library.recommendations"

    q: str = Field(
        "",
        description="Words that are all in the reference, title, text or report.",
        json_schema_extra={"maxLength": 100},
        examples=["early years"],
    )
    principle: Annotated[
        str | None, BeforeValidator(one_of(Principle.values)), _choice(Principle.values)
    ] = Field(None, description="The Marmot principle.", examples=["early-years"])
    addressee: Annotated[
        str | None, BeforeValidator(one_of(Level.values)), _choice(Level.values)
    ] = Field(None, description="Who it is addressed to.", examples=["local"])


@router.reads(
    "/recommendations/",
    name="list_recommendations",
    answers=RecommendationPage,
    summary="Recommendations of reports, a page at a time",
    scope=SCOPE,
    problems=(400,),
)
def list_recommendations(
    request: ApiRequest, parameters: Query[RecommendationParameters]
) -> RecommendationPage:
    """Without parameters: all recommendations, in the order in which they were added."""
    chosen = {
        "q": parameters.q[:100].replace("\0", ""),
        "principle": parameters.principle,
        "addressee": parameters.addressee,
    }
    found = chosen_from(Recommendation.objects.published(), chosen)
    page, following = next_page(request, found.for_list().prefetch_related("topics"), parameters)
    return RecommendationPage(items=[_described(each) for each in page], next=following)


@router.reads(
    "/recommendations/{slug:reference}/",
    name="get_recommendation",
    answers=RecommendationDetail,
    summary="One recommendation, who answered it, and with which commitments",
    scope=SCOPE,
    problems=(404, 410),
)
def get_recommendation(
    request: ApiRequest,
    reference: PathEx[str, P(description="Its reference.", example="FSHL-2010-A1")],
) -> RecommendationDetail:
    """Return one recommendation with at most 200 answers. A withdrawn one is gone (410)."""
    known = Recommendation.objects.filter(reference=reference[: LONGEST + 1].upper())
    found = known.published().for_list().prefetch_related("topics").first()
    if found is not None:
        responses = [_response(each) for each in _responses(found)]
        return RecommendationDetail(**dict(_described(found)), responses=responses)
    gone = known.first()
    if gone is None:
        raise ApiProblem(404, _("There is no recommendation with this reference."))
    raise ApiProblem(410, gone.withdrawal_reason or _("Its report was withdrawn."))


def _responses(recommendation: Recommendation) -> ResponseQuerySet:
    given: ResponseQuerySet = Response.objects.given().filter(recommendation=recommendation)
    commitments = Prefetch("commitments", Commitment.objects.in_order())
    return given.for_list().prefetch_related(commitments).newest_first()[:MOST]


def _response(response: Response) -> ResponseAnswer:
    last, place = response.current, response.respondent.place
    return ResponseAnswer(
        url=full_address(response.get_absolute_url()),
        respondent=str(response.respondent),
        place=place.code if place else None,
        stance=Stance(response.stance),
        words=last.words if last else "",
        document=last.document if last else "",
        given_on=last.given_on if last else None,
        commitments=[
            CommitmentAnswer(
                url=full_address(each.get_absolute_url()),
                action=each.action,
                lead=each.lead,
                due_on=each.due_on,
                first_due_on=each.first_due_on or each.due_on,
                state=CommitmentState(each.state),
                heard_at=each.heard_at,
            )
            for each in response.commitments.all()
        ],
    )


def _described(recommendation: Recommendation) -> RecommendationAnswer:
    report = recommendation.report
    successor = recommendation.replaced_by
    return RecommendationAnswer(
        reference=recommendation.reference,
        url=full_address(recommendation.get_absolute_url()),
        title=recommendation.title,
        text=recommendation.text,
        page=recommendation.page,
        principle=recommendation.principle,
        addressed_to=[level.value for level in recommendation.levels],
        horizon=recommendation.horizon,
        topics=sorted(topic.code for topic in recommendation.topics.all()),
        record=report.pk,
        report=report.title,
        replaced_by=successor.reference if successor else None,
        changed_at=recommendation.changed_at,
    )
