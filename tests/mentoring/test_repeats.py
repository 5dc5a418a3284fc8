"""Forms that are sent twice: a second click does nothing more, other words are not lost."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from demo.factories.mentoring import MatchFactory, MentoringRequestFactory, MentorProfileFactory
from mentoring.models import Goal, MentoringRequest, Note, Session

pytestmark = pytest.mark.django_db
SENT_BEFORE = "You have already sent this form"
FORMS = {
    "note_new": (Note, "body", {"body": "One.", "readers": "me"}),
    "goal_new": (Goal, "text", {"text": "One."}),
    "session_new": (
        Session,
        "place_or_link",
        {
            "place_or_link": "One.",
            "day": (timezone.localdate() + dt.timedelta(days=7)).isoformat(),
            "time": "10:00",
            "minutes": "60",
            # The second is at the same time as the first.
            "despite": "on",
            "time_zone": "Europe/London",
        },
    ),
}


def send(client, name, thing, data):
    return client.post(reverse(f"mentoring:{name}", args=[thing.pk]), data)


def key_in(answer):
    return str(answer.context["form"]["form_key"].value())


@pytest.mark.parametrize("name", FORMS)
def test_other_words_under_the_same_key_are_kept_and_sent_with_a_new_one(
    client, mentor, mentee, name
):
    match = MatchFactory(mentor=mentor, mentee=mentee)
    client.force_login(mentor)
    model, field, words = FORMS[name]
    words = {**words, "form_key": str(uuid.uuid4())}
    others = {**words, field: "Two."}

    clicks = [send(client, name, match, words).status_code for _click in range(2)]
    asked = send(client, name, match, others)
    again = send(client, name, match, {**others, "form_key": key_in(asked)})

    page = asked.content.decode()
    assert (clicks, asked.status_code, again.status_code) == ([302, 302], 200, 302)
    assert (SENT_BEFORE in page, "Two." in page) == (True, True)
    assert list(model.objects.order_by("pk").values_list(field, flat=True)) == ["One.", "Two."]


def test_a_private_note_is_not_lost_under_a_key_from_another_match(client, mentor):
    first, second = MatchFactory(mentor=mentor), MatchFactory(mentor=mentor)
    client.force_login(mentor)
    words = {"body": "Careful.", "readers": "me", "form_key": str(uuid.uuid4())}
    send(client, "note_new", first, words)

    asked = send(client, "note_new", second, words)
    send(client, "note_new", second, {**words, "form_key": key_in(asked)})

    assert asked.status_code == 200
    assert set(Note.objects.values_list("match", "body")) == {
        (first.pk, "Careful."),
        (second.pk, "Careful."),
    }


def test_a_second_mentor_is_asked_under_a_key_that_was_used(client, mentee):
    first, second = MentorProfileFactory(), MentorProfileFactory()
    client.force_login(mentee)
    words = {"message": "Please help.", "form_key": str(uuid.uuid4())}
    send(client, "request_new", first, words)

    asked = send(client, "request_new", second, words)
    send(client, "request_new", second, {**words, "form_key": key_in(asked)})

    assert asked.status_code == 200
    assert set(MentoringRequest.objects.values_list("mentor", flat=True)) == {
        first.user_id,
        second.user_id,
    }


@pytest.mark.parametrize(("button", "state"), [("accept", "accepted"), ("decline", "declined")])
def test_the_second_click_on_an_answer_leads_where_the_first_did(client, mentor, button, state):
    asked = MentoringRequestFactory(mentor=mentor)
    client.force_login(mentor)
    other = {"accept": "decline", "decline": "accept"}[button]

    clicks = [client.post(asked.get_absolute_url(), {"answer": "", button: "1"}) for _ in range(2)]
    against = client.post(asked.get_absolute_url(), {"answer": "", other: "1"})

    asked.refresh_from_db()
    assert clicks[0].url == clicks[1].url
    assert (against.status_code, asked.state) == (409, state)
