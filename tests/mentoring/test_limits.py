"""Limits on requests, and an ending whose words go to the coordinator alone."""

import datetime as dt
import json
import uuid

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client
from django.urls import reverse

from accounts.personal_data.registry import personal_data_of
from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.mentoring import (
    MatchFactory,
    MentoringRequestFactory,
    MentorProfileFactory,
    SessionFactory,
)
from mentoring.actions.matches import end_match
from mentoring.actions.requests import (
    DeclinedLately,
    TooManyRequestsToday,
    decline_request,
    request_mentor,
)
from mentoring.states import RequestState
from notifications.models import Notification
from tests.mails import delivered

DAY = dt.timedelta(days=1)
WORDS = "quokka-2207"


def ask(mentor, mentee, at):
    return request_mentor(
        mentor=mentor, mentee=mentee, plan=None, message="Hello", key=uuid.uuid4(), at=at
    )


@pytest.mark.parametrize("days", [0, 29, 30])
def test_after_a_refusal_the_same_mentor_is_asked_again_in_thirty_days(mentor, mentee, now, days):
    decline_request(request=ask(mentor, mentee, now), by=mentor, at=now)
    at = now + days * DAY

    if days < 30:
        with pytest.raises(DeclinedLately, match="again from 1 April 2026, 11:00"):
            ask(mentor, mentee, at)
    else:
        assert ask(mentor, mentee, at).state == RequestState.OPEN
    assert ask(MentorProfileFactory().user, mentee, at).state == RequestState.OPEN


def test_ten_requests_a_day_are_the_most(mentor, mentee, now):
    for minutes in range(10):
        MentoringRequestFactory(
            mentee=mentee,
            state=RequestState.WITHDRAWN,
            created_at=now + dt.timedelta(minutes=minutes),
        )

    with pytest.raises(TooManyRequestsToday, match=r"10 requests.* from 3 March 2026, 10:00"):
        ask(mentor, mentee, now + DAY - dt.timedelta(seconds=1))
    assert ask(mentor, mentee, now + DAY).state == RequestState.OPEN


def test_the_form_says_the_limits_and_keeps_the_words(client, mentor, mentee):
    request = MentoringRequestFactory(mentor=mentor, mentee=mentee)
    decline_request(request=request, by=mentor, at=request.created_at)
    client.force_login(mentee)
    page = reverse("mentoring:request_new", args=[mentor.pk])

    said = client.get(page).content.decode()
    answer = client.post(page, {"message": "Please think again."})

    assert "wait for 5 mentors at the same time and send 10 requests a day" in said
    assert "ask them again in 30 days" in said
    assert "You can ask them again from" in answer.content.decode()
    assert "Please think again." in answer.content.decode()


@pytest.mark.parametrize("ender", ["mentor", "mentee"])
def test_the_words_on_an_ending_go_to_the_coordinator_alone(client, mentor, now, ender):
    match = MatchFactory(mentor=mentor)
    SessionFactory(match=match, starts_at=now + DAY)
    by = getattr(match, ender)
    other = match.mentee if by == match.mentor else match.mentor

    end_match(match=match, by=by, reason=WORDS, at=now)

    mails = [f"{mail.subject}{mail.body}{mail.alternatives}" for mail in delivered()]
    lines = Notification.objects.values_list("title", "text")
    assert Notification.objects.filter(recipient=other, kind="mentoring.ended").count() == 1
    assert [mail for mail in mails if WORDS in mail] == []
    assert [line for line in lines if WORDS in str(line)] == []
    client.force_login(other)
    assert WORDS not in client.get(match.get_absolute_url()).content.decode()
    holding = [
        one
        for one in (by, other)
        if WORDS
        in json.dumps(
            {name: part.data for name, part in personal_data_of(one).items()},
            cls=DjangoJSONEncoder,
        )
    ]
    assert holding == [by]


@pytest.mark.parametrize(
    ("roles", "status"),
    [([Role.COORDINATOR], 200), ([Role.EDITOR], 403), ([Role.SAFEGUARDING_LEAD], 403), ([], 403)],
)
def test_coordinators_read_why_mentorings_ended(db, now, roles, status):
    match = MatchFactory()
    end_match(match=match, by=match.mentor, reason=WORDS, at=now)
    client = Client()
    client.force_login(UserFactory(roles=roles))

    answer = client.get(reverse("mentoring:ending_list"))

    assert answer.status_code == status
    assert (WORDS in answer.content.decode()) == (status == 200)


@pytest.mark.parametrize("count", [1, 6])
def test_the_list_of_endings_takes_the_same_queries_whatever_its_length(
    db, now, count, django_assert_max_num_queries
):
    for _number in range(count):
        match = MatchFactory()
        end_match(match=match, by=match.mentor, reason="Done", at=now)
    client = Client()
    client.force_login(UserFactory(roles=[Role.COORDINATOR]))

    with django_assert_max_num_queries(6):
        answer = client.get(reverse("mentoring:ending_list"))

    assert answer.context["page"].paginator.count == count
