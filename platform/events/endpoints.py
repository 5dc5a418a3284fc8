"""The addresses of events for programs."""

import datetime as dt
from typing import Annotated, ClassVar

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import P, PathEx, Query
from pydantic import BeforeValidator, Field

from api.addresses import full_address
from api.answers import Address, Answer
from api.callers import ApiRequest
from api.pages import next_page
from api.parameters import Code, PageParameters, one_of
from api.problems import ApiProblem
from api.routing import ApiRouter
from events.models import Event
from events.states import MODES_FOR, EventMode, EventState

router = ApiRouter()
SCOPE = "events:read"
_TIMES = ("upcoming", "past")


class EventAnswer(Answer):
    """An event. The link to join is on its page alone, for those who have a place."""

    id: int = Field(description="The number of the event.", examples=[7])
    url: Address = Field(description="Its page.")
    title: str = Field(description="Its title.", examples=["Cold homes: what worked"])
    summary: str = Field(description="One or two sentences.")
    starts_at: dt.datetime = Field(description="When it starts.")
    ends_at: dt.datetime = Field(description="When it ends.")
    time_zone: str = Field(
        description="The zone in which it was announced.", examples=["Europe/London"]
    )
    mode: EventMode = Field(description="How people take part.")
    place: str = Field(description="Where people meet; empty for an event online.")
    state: EventState = Field(description="Whether it takes place.")
    topics: list[str] = Field(
        description="The codes of its topics, as the library has them.", examples=[["housing"]]
    )
    changed_at: dt.datetime = Field(description="When it was last changed.")


class EventPage(Answer):
    """A page of events, and the address of the next."""

    items: list[EventAnswer] = Field(description="The events of this page.")
    next: Address | None = Field(description="The next page; null on the last one.")


class EventParameters(PageParameters):
    """A page of events."""

    cursors: ClassVar[str] = "events"

    when: Annotated[
        str | None,
        BeforeValidator(one_of(_TIMES)),
        Field(
            description="Only those that are not over (upcoming), or only those that are (past).",
            examples=["upcoming"],
        ),
    ] = None
    mode: Annotated[
        str | None,
        BeforeValidator(one_of(tuple(MODES_FOR))),
        Field(
            description="Only those that one can go to (in_person) or join from afar (online).",
            examples=["online"],
        ),
    ] = None
    topic: Code = Field("", description="The code of one of its topics.", examples=["housing"])


@router.reads(
    "/events/",
    name="list_events",
    answers=EventPage,
    summary="Events, the one that was made first at the beginning",
    scope=SCOPE,
    problems=(400,),
)
def list_events(request: ApiRequest, parameters: Query[EventParameters]) -> EventPage:
    """Without a token: the public ones. With one: those that its owner may see."""
    seen = Event.objects.visible_to(request.caller.person).exclude(state=EventState.DRAFT)
    now = timezone.now()
    times = {"upcoming": Q(ends_at__gt=now), "past": Q(ends_at__lte=now)}
    if parameters.when:
        seen = seen.filter(times[parameters.when])
    if parameters.mode:
        seen = seen.filter(mode__in=MODES_FOR[parameters.mode])
    if parameters.topic:
        seen = seen.filter(topics__code=parameters.topic)
    events, following = next_page(request, seen.prefetch_related("topics"), parameters)
    return EventPage(items=[_answer(event) for event in events], next=following)


@router.reads(
    "/events/{key:id}/",
    name="get_event",
    answers=EventAnswer,
    summary="One event",
    scope=SCOPE,
    problems=(404,),
)
def get_event(
    request: ApiRequest,
    id: PathEx[int, P(description="The number of the event.", example=7)],  # noqa: A002
) -> EventAnswer:
    """Return the event, also a cancelled one, so that programs learn of it."""
    seen = Event.objects.visible_to(request.caller.person).exclude(state=EventState.DRAFT)
    event = seen.filter(pk=id).prefetch_related("topics").first()
    if event is None:
        raise ApiProblem(404, _("There is no event with this number that you can see."))
    return _answer(event)


def _answer(event: Event) -> EventAnswer:
    return EventAnswer(
        id=event.pk,
        url=full_address(event.get_absolute_url()),
        title=event.title,
        summary=event.summary,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        time_zone=event.time_zone,
        mode=EventMode(event.mode),
        place=event.place,
        state=EventState(event.state),
        topics=sorted(topic.code for topic in event.topics.all()),
        changed_at=event.changed_at,
    )
