"""Requests that nobody can answer any more do not leave people waiting."""

import pytest

from accounts.actions.blocking import block_person
from demo.factories.mentoring import MentoringRequestFactory
from mentoring.actions.unanswerable_requests import decline_all_of_absent
from mentoring.models import MentorProfile
from mentoring.pages.coordinator_desk import without_a_mentor
from mentoring.states import MentorState, RequestState
from notifications.models import Notification

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("gone", ["suspended", "closed"])
def test_who_asked_a_mentor_who_is_gone_is_told_and_stands_in_the_coordinators_list(
    mentor, mentee, now, gone
):
    asked = MentoringRequestFactory(mentor=mentor, mentee=mentee, created_at=now)
    elsewhere = MentoringRequestFactory(created_at=now)
    if gone == "suspended":
        mentor.is_active = False
        mentor.save()
    else:
        MentorProfile.objects.filter(pk=mentor.pk).update(state=MentorState.CLOSED)

    counts = [decline_all_of_absent(at=now) for _ in range(2)]

    asked.refresh_from_db()
    elsewhere.refresh_from_db()
    assert counts == [1, 0]
    assert (asked.state, elsewhere.state) == (RequestState.DECLINED, RequestState.OPEN)
    (word,) = Notification.objects.filter(recipient=mentee)
    assert word.title == "Mary Mentor cannot be your mentor"
    assert word.text == "This mentor cannot answer. You can ask another mentor now."
    assert list(without_a_mentor(now)) == [mentee]


@pytest.mark.parametrize(
    ("by_mentor", "state"), [(True, RequestState.DECLINED), (False, RequestState.WITHDRAWN)]
)
def test_a_block_ends_open_requests_between_the_two_and_tells_nobody(
    django_capture_on_commit_callbacks, mentor, mentee, now, by_mentor, state
):
    asked = MentoringRequestFactory(mentor=mentor, mentee=mentee)
    elsewhere = [MentoringRequestFactory(mentor=mentor), MentoringRequestFactory(mentee=mentee)]
    blocker, blocked = (mentor, mentee) if by_mentor else (mentee, mentor)

    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            block_person(blocker=blocker, blocked=blocked, at=now)

    for request in (asked, *elsewhere):
        request.refresh_from_db()
    assert [asked.state, *(one.state for one in elsewhere)] == [state, "open", "open"]
    assert not Notification.objects.exists()
