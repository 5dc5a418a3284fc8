"""A mentor sees how the mentee does in courses only with consent, and only while they work together."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.actions.attempts import submit_attempt
from courses.models import Lesson, Question
from courses.states import LessonKind
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory, EnrolmentFactory
from demo.factories.mentoring import MatchFactory
from mentoring.actions.matches import pause_match
from mentoring.actions.progress import NotWorkingTogether, share_progress
from mentoring.models import Match
from mentoring.states import LIVE_STATES, WORKING_STATES, MatchState

pytestmark = pytest.mark.django_db


@pytest.fixture
def match():
    """A match whose mentee fails a quiz."""
    match = MatchFactory()
    course = CourseFactory(title="Measuring", texts=1, quiz=True)
    place = EnrolmentFactory(course=course, user=match.mentee)
    question = Question.objects.get()
    submit_attempt(
        enrolment=place,
        lesson=Lesson.objects.get(kind=LessonKind.QUIZ),
        answers={question.pk: [question.options.get(is_correct=False).pk]},
        key=uuid.uuid4(),
        at=timezone.now(),
    )
    return match


def statuses(client, match, *users):
    found = []
    for user in users:
        client.force_login(user)
        found.append(client.get(reverse("mentoring:match_progress", args=[match.pk])).status_code)
    return found


def test_the_mentor_sees_it_from_the_consent_until_it_is_taken_back(match, client):
    people = match.mentor, match.mentee, UserFactory(), UserFactory(is_superuser=True)
    share, stop = (
        reverse(f"mentoring:progress_{name}", args=[match.pk]) for name in ("share", "unshare")
    )
    before = statuses(client, match, *people)

    client.force_login(match.mentor)
    by_mentor = client.post(share).status_code
    client.force_login(match.mentee)
    for _click in range(2):
        client.post(share)
    shared = statuses(client, match, *people)
    client.force_login(match.mentor)
    page = client.get(reverse("mentoring:match_progress", args=[match.pk])).content.decode()
    client.force_login(match.mentee)
    client.post(stop)

    assert (before[:3], by_mentor) == ([403, 200, 404], 403)
    assert shared[:3] == [200, 200, 404]
    assert 200 not in (before[3], shared[3])
    assert "Measuring" in page
    assert "Which of these is a gradient?" in page
    assert statuses(client, match, match.mentor) == [403]


def test_a_pause_of_the_mentoring_is_still_work_and_its_end_ends_the_sharing(match, client):
    share_progress(match=match, at=timezone.now())
    pause_match(match=match, by=match.mentee, at=timezone.now())
    paused = statuses(client, match, match.mentor)
    Match.objects.update(state=MatchState.ENDED, ended_at=timezone.now())

    is_work = MatchState.PAUSED in WORKING_STATES
    assert paused == [200 if is_work else 403]
    assert statuses(client, match, match.mentor, match.mentee) == [403, 200]


@pytest.mark.parametrize("state", sorted(set(MatchState) - set(WORKING_STATES)))
def test_nothing_is_shared_where_two_do_not_work_together(state):
    match = MatchFactory(state=state)

    with pytest.raises(NotWorkingTogether):
        share_progress(match=match, at=timezone.now())

    assert LIVE_STATES >= WORKING_STATES
