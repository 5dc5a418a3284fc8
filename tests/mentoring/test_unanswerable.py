"""Requests that nobody can answer any more do not leave people waiting."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.actions.blocking import block_person
from accounts.actions.suspending import lift_suspension, suspend_account
from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.mentoring import MatchFactory, MentoringRequestFactory
from mentoring.actions.unanswerable_requests import decline_all_of_absent
from mentoring.booking.presence import AccountNotOpen
from mentoring.models import MentorProfile
from mentoring.pages.coordinator_desk import without_a_mentor
from mentoring.states import MentorState, RequestState, SessionState
from notifications.models import Notification
from tests.mentoring.booking import book

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


def test_a_suspended_mentor_has_no_sessions_from_that_moment_and_both_sides_are_told(
    client, far_match, now, time_machine, django_capture_on_commit_callbacks
):
    time_machine.move_to(now, tick=False)
    mentor, mentee = far_match.mentor, far_match.mentee
    session = book(far_match, now)
    administrator = UserFactory(roles=[Role.ADMINISTRATOR])

    with django_capture_on_commit_callbacks(execute=True):
        suspend_account(user=mentor, reason="A concern.", by=administrator, at=now)

    session.refresh_from_db()
    assert session.state == SessionState.CANCELLED
    assert list(without_a_mentor(now)) == [mentee]
    client.force_login(mentee)
    page = client.get(far_match.get_absolute_url()).content.decode()
    assert f"The account of {mentor} is not open at the moment" in page
    assert "The coordinators see that you are without a mentor." in page

    assert reverse("mentoring:session_new", args=[far_match.pk]) not in page
    with pytest.raises(AccountNotOpen):
        book(far_match, now)
    book(far_match, now, starts_at=now - dt.timedelta(days=2))

    lift_suspension(user=mentor, by=administrator, at=now)
    assert list(without_a_mentor(now)) == []
    assert "is not open" not in client.get(far_match.get_absolute_url()).content.decode()


def test_who_has_another_mentor_is_not_without_one(mentee, now):
    MatchFactory(mentee=mentee, mentor=UserFactory(is_active=False))
    MatchFactory(mentee=mentee)

    assert list(without_a_mentor(now)) == []


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
