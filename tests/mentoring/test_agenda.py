"""What mentoring puts on my home: what to do next, and what is coming up."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.roles import Role
from core.agenda import ComingUp, ToDo
from demo.factories.accounts import UserFactory
from demo.factories.mentoring import (
    MatchFactory,
    MentoringRequestFactory,
    MentorProfileFactory,
    SessionFactory,
    SignatureFactory,
)
from mentoring.agenda import coming_up_of, do_next_of
from mentoring.digests import mentoring_news
from mentoring.states import MatchState, MentorState, SessionState
from notifications.digest.sections import Line, Reader

pytestmark = pytest.mark.django_db


DAY, WEEK = dt.timedelta(days=1), dt.timedelta(weeks=1)


@pytest.fixture
def mentor():
    return MentorProfileFactory(capacity=20, user__full_name="Mary Mentor").user


def test_do_next_names_what_waits_on_me(mentor, now):
    asked = MentoringRequestFactory(mentor=mentor, created_at=now, mentee__full_name="Ana")
    signing = MatchFactory(mentor=mentor, mentee__full_name="Ben", state=MatchState.SIGNING)
    over = SessionFactory(
        match=MatchFactory(mentor=mentor, mentee__full_name="Cid"), starts_at=now - DAY
    )

    things = sorted(do_next_of(mentor, now=now), key=lambda thing: -thing.weight)

    assert things == [
        ToDo(
            title="Answer Ana, who has asked you to be their mentor",
            address=asked.get_absolute_url(),
            why="Asked on 2 March 2026",
            weight=90,
            due_at=now + 3 * WEEK,
        ),
        ToDo(
            title="Read and sign the agreement with Ben",
            address=reverse("mentoring:agreement", args=[signing.pk]),
            why="Mentoring starts when you have both signed.",
            weight=85,
        ),
        ToDo(
            title="Record your mentoring session with Cid",
            address=reverse("mentoring:session_record", args=[over.pk]),
            why="It was on 1 March 2026",
            weight=60,
        ),
    ]


def test_do_next_of_mentee_and_coordinator(mentee, now):
    match = MatchFactory(mentee=mentee, state=MatchState.SIGNING)
    SignatureFactory(match=match, user=match.mentor)
    offer = MentorProfileFactory(state=MentorState.OFFERED, user__full_name="Ola")

    assert [one.title for one in do_next_of(mentee, now=now)] == [
        f"Read and sign the agreement with {match.mentor}"
    ]
    assert do_next_of(match.mentor, now=now) == []
    (decide,) = do_next_of(UserFactory(roles=[Role.COORDINATOR]), now=now)
    assert (decide.title, decide.address) == (
        "Decide on Ola’s offer to be a mentor",
        reverse("mentoring:mentor_decide", args=[offer.pk]),
    )


def test_coming_up_and_the_summary_show_sessions(mentor, mentee, now):
    match = MatchFactory(mentor=mentor, mentee=mentee)
    soon = SessionFactory(match=match, starts_at=now + 2 * DAY)
    SessionFactory(match=match, starts_at=now + 40 * DAY)
    SessionFactory(match=match, starts_at=now + DAY, state=SessionState.CANCELLED)

    assert coming_up_of(mentee, now=now) == [
        ComingUp("Mentoring session with Mary Mentor", soon.get_absolute_url(), soon.starts_at)
    ]
    assert mentoring_news([Reader(mentee, now - WEEK, now)])[mentee.pk] == [
        Line(
            "Session with Mary Mentor",
            soon.get_absolute_url(),
            "Wednesday 4 March 2026, 10:00, Europe/London (GMT)",
        )
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_agenda_takes_as_many_queries_whatever_waits(
    mentor, now, django_assert_num_queries, count
):
    for _ in range(count):
        MentoringRequestFactory(mentor=mentor)
        SessionFactory(match=MatchFactory(mentor=mentor), starts_at=now + DAY)
    mentor.roles  # noqa: B018  (the shell of each page has asked already)

    # One for each thing that may wait: that their number stays the same is the point.
    with django_assert_num_queries(6):
        waiting = do_next_of(mentor, now=now)
    with django_assert_num_queries(1):
        ahead = coming_up_of(mentor, now=now)

    assert [len(waiting), len(ahead)] == [count, count]
