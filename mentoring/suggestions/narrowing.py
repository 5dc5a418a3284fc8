"""The mentors worth a closer look for one learner, narrowed by the database: a bounded number of rows of any number of mentors."""

import json
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Least

from accounts.models import User
from mentoring.models import Match, MentoringRequest, MentorProfile
from mentoring.states import RequestState
from mentoring.suggestions import mentor_ranking as points
from mentoring.suggestions.mentor_ranking import Mentee

# So many are weighed in Python, which knows what each may tell and the hours of both; the database knows all else.
LOOKED_AT = 100
# A mentor who has such a request from this mentee is not suggested.
NOT_AGAIN = (RequestState.OPEN, RequestState.DECLINED)


def narrowed(mentee: Mentee, mentors: QuerySet[Any]) -> QuerySet[Any]:
    """Return those who may fit, at most ``LOOKED_AT``, the likeliest first, each with ``open_requests``.

    A place that a mentor hides from this learner counts here and not in the ranking.
    """
    matched = Q(subject__gt=0)
    if place := " ".join(mentee.place.split()):
        matched |= Q(user__profile__place__iexact=place)
    fitting = scored(mentee, mentors.exclude(pk=mentee.key)).filter(matched).filter(not_again=False)
    if mentee.languages:
        fitting = fitting.filter(Q(languages=[]) | Q(speaks=True))
    return fitting.order_by("-likely", "open_requests", "pk")[:LOOKED_AT]


def scored(mentee: Mentee, mentors: QuerySet[Any]) -> QuerySet[Any]:
    """Annotate what the database knows of how a mentor fits, and how many people wait for their answer."""
    learner = User(pk=mentee.key)
    asked = MentoringRequest.objects.filter(mentor=OuterRef("pk"), mentee=learner)
    worked = Match.objects.filter(mentor=OuterRef("pk"), mentee=learner)
    waiting = MentoringRequest.objects.open().filter(mentor=OuterRef("pk"), mentee__is_active=True)
    # As text, since the two databases keep lists differently.
    as_text = mentors.annotate(languages_text=Cast("languages", TextField()))
    return as_text.annotate(
        not_again=Exists(asked.filter(state__in=NOT_AGAIN)) | Exists(worked),
        subject=_subject(mentee),
        speaks=_speaks(mentee),
        open_requests=Coalesce(
            Subquery(waiting.order_by().values("mentor").annotate(n=Count("pk")).values("n")), 0
        ),
    ).annotate(
        likely=F("subject")
        + _worth(Q(user__profile__place__iexact=" ".join(mentee.place.split())), points.PLACE)
        + _worth(Q(speaks=True), points.LANGUAGE)
        + Least(F("capacity") - F("places_taken"), Value(points.COUNTED_PLACES))
        + Least(F("open_requests"), Value(points.COUNTED_REQUESTS)) * points.OPEN_REQUEST
    )


def _subject(mentee: Mentee) -> Coalesce:
    """Sum the points of the topics that a mentor has in common with the learner."""
    near_plan = {key for topic in mentee.plan_topics for key in mentee.near.get(topic, ())}
    near = {key for topic in mentee.interests for key in mentee.near.get(topic, ())}
    worth = Case(
        When(topic__in=list(mentee.plan_topics), then=points.PLAN_TOPIC),
        When(topic__in=list(mentee.interests), then=points.TOPIC),
        When(topic__in=sorted(near_plan), then=points.NEAR_PLAN_TOPIC),
        default=points.NEAR_TOPIC,
        output_field=IntegerField(),
    )
    every = near_plan | near | set(mentee.plan_topics) | set(mentee.interests)
    named: QuerySet[Any] = MentorProfile.topics.through.objects.filter(
        mentorprofile=OuterRef("pk"), topic__in=sorted(every)
    )
    total = named.order_by().values("mentorprofile").annotate(total=Sum(worth)).values("total")
    return Coalesce(Subquery(total), 0)


def _speaks(mentee: Mentee) -> Case:
    """Tell whether one of the learner's languages stands in the mentor's list; both have the same names for them."""
    known = Q(pk__in=[])
    for name in mentee.languages:
        for written in {json.dumps(name), json.dumps(name, ensure_ascii=False)}:
            known |= Q(languages_text__icontains=written)
    return Case(When(known, then=True), default=False, output_field=BooleanField())


def _worth(condition: Q, worth: int) -> Case:
    return Case(When(condition, then=worth), default=0, output_field=IntegerField())
