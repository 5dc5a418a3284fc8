"""Where others tried a case study: who tells, who sees it, and what editors decide."""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory
from demo.factories.practice import CaseStudyFactory, TrialFactory
from library import tasks
from library.exports import library_part
from library.practice.actions.trials import MOST_OPEN, confirm_trial
from library.practice.models import Trial
from library.practice.states import TrialState
from library.vocabularies.names import CreatorName
from notifications.models import Notification

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def tell_page(record):
    return reverse("library:trial_new", args=[record.pk])


def sent(**words):
    return {
        "form_key": str(uuid4()),
        "place": "Two schools in Łódź",
        "manner": "adapted",
        "result": "worse",
        "happened": "We had no van.\r\nFewer came.",
        "link": "",
        **words,
    }


@pytest.fixture
def member(client):
    user = UserFactory()
    client.force_login(user)
    return user


def test_a_member_tells_and_everyone_reads_it_once_an_editor_confirmed(client, member):
    record = CaseStudyFactory()
    words = sent()
    for _click in range(2):
        answer = client.post(tell_page(record), words)
    trial = Trial.objects.get()
    assert answer["Location"] == trial.get_absolute_url()
    assert (trial.words, trial.state) == ("We had no van.\nFewer came.", "open")
    assert "Łódź" not in client.get(record.get_absolute_url()).content.decode()

    client.force_login(UserFactory(roles=[Role.EDITOR]))
    assert record.title in client.get(reverse("library:trial_list")).content.decode()
    for _click in range(2):
        client.post(trial.get_absolute_url(), {"answer": "Thank\r\nyou.", "confirm": "yes"})
    client.logout()

    html = client.get(record.get_absolute_url()).content.decode()
    assert "Two schools in Łódź" in html
    assert "Tried by others 1 time." in html
    assert "Worse than the original: 1" in html
    assert str(member) in html
    [told] = Notification.objects.filter(recipient=member, kind="library.trial_confirmed")
    assert told.text == "Thank\nyou."


@pytest.mark.parametrize("state", TrialState)
@pytest.mark.parametrize(
    ("who", "always"),
    [("stranger", False), ("teller", True), ("editor", True), ("administrator", True)],
)
def test_only_what_was_confirmed_is_seen_by_others(client, state, who, always):
    trial = TrialFactory(state=state)
    people = {
        "stranger": UserFactory(),
        "teller": trial.user,
        "editor": UserFactory(roles=[Role.EDITOR]),
        "administrator": UserFactory(roles=[Role.ADMINISTRATOR]),
    }
    client.force_login(people[who])
    is_public = state == TrialState.CONFIRMED

    page = client.get(trial.get_absolute_url())
    on_record = client.get(trial.record.get_absolute_url()).content.decode()

    assert (page.status_code == 200) == (always or is_public)
    assert (trial.place in on_record) == is_public


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"place": ""}, "place"),
        ({"place": " \r\n"}, "place"),
        ({"place": "a" * 201}, "place"),
        ({"place": "a\0"}, "place"),
        ({"manner": "mine"}, "manner"),
        ({"manner": ""}, "manner"),
        ({"result": "9" * 40}, "result"),
        ({"happened": "\r\n\r\n"}, "happened"),
        ({"happened": "a" * 2_001}, "happened"),
        ({"happened": "a\0b"}, "happened"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "https://" + "a" * 600 + ".org"}, "link"),
        ({"form_key": "\0"}, "form_key"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_left(client, member, words, field):
    answer = client.post(tell_page(CaseStudyFactory()), sent(**words))

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])
    assert not Trial.objects.exists()


def test_makers_and_visitors_do_not_tell_and_reports_are_not_tried(client, member):
    own = CaseStudyFactory(creators=[CreatorName("Me", user=member)])

    refused = client.post(tell_page(own), sent())
    assert "You made this work." in refused.content.decode()
    assert client.post(tell_page(RecordFactory()), sent()).status_code == 404
    client.logout()
    assert client.post(tell_page(own), sent()).status_code == 302
    assert "I tried this elsewhere" not in client.get(own.get_absolute_url()).content.decode()
    assert not Trial.objects.exists()


def test_nobody_floods_the_editors(client, member):
    record = CaseStudyFactory()
    for _each in range(MOST_OPEN):
        TrialFactory(record=record, by=member)

    answer = client.post(tell_page(record), sent())

    assert "Wait for an answer." in answer.content.decode()
    assert Trial.objects.count() == MOST_OPEN


def test_declining_needs_words_and_only_editors_decide(client, member):
    trial = TrialFactory(by=member)
    assert client.post(trial.get_absolute_url(), {"confirm": "yes"}).status_code == 403
    client.force_login(UserFactory(roles=[Role.EDITOR]))

    empty = client.post(trial.get_absolute_url(), {"answer": " \r\n", "decline": "yes"})
    client.post(trial.get_absolute_url(), {"answer": "Who\r\nwas it for?", "decline": "yes"})
    late = client.post(trial.get_absolute_url(), {"answer": "", "confirm": "yes"})

    assert list(empty.context["form"].errors) == ["answer"]
    assert late.status_code == 409
    assert "You can no longer do this." in late.content.decode()
    trial.refresh_from_db()
    assert (trial.state, trial.answer) == ("declined", "Who\nwas it for?")
    assert Notification.objects.filter(recipient=member, kind="library.trial_declined").exists()


def test_an_editor_does_not_confirm_what_they_tell_themselves(client):
    editor = UserFactory(roles=[Role.EDITOR])
    trial = TrialFactory(by=editor)
    client.force_login(editor)

    answer = client.post(trial.get_absolute_url(), {"answer": "", "confirm": "yes"})

    assert "Another editor has to check your report." in answer.content.decode()
    assert Trial.objects.get().is_open


@pytest.mark.parametrize(("who", "status"), [("teller", 302), ("editor", 302), ("stranger", 403)])
def test_what_was_confirmed_is_withdrawn_by_its_teller_or_an_editor(client, who, status):
    trial = TrialFactory(state=TrialState.CONFIRMED)
    people = {
        "teller": trial.user,
        "editor": UserFactory(roles=[Role.EDITOR]),
        "stranger": UserFactory(),
    }
    client.force_login(people[who])
    address = reverse("library:trial_withdraw", args=[trial.pk])

    answers = [client.post(address).status_code for _click in range(2)]

    trial.refresh_from_db()
    assert answers[0] == status
    assert (trial.state == "withdrawn") == (status == 302)


def test_a_closed_account_leaves_what_was_confirmed_without_a_name(client):
    confirmed = TrialFactory(state=TrialState.CONFIRMED)
    waiting = TrialFactory(by=confirmed.user)
    assert len(library_part(confirmed.user).data["tried_elsewhere"]) == 2

    tasks.forget_reader(user_id=confirmed.user_id)

    assert not Trial.objects.filter(pk=waiting.pk).exists()
    assert Trial.objects.get(pk=confirmed.pk).user is None
    assert confirmed.place in client.get(confirmed.record.get_absolute_url()).content.decode()


def test_a_report_of_a_closed_account_can_still_be_decided():
    trial = TrialFactory()
    Trial.objects.filter(pk=trial.pk).update(user=None)
    trial.refresh_from_db()

    confirm_trial(trial=trial, answer="", by=UserFactory(roles=[Role.EDITOR]), at=NOW)

    assert Trial.objects.get().is_confirmed


def test_the_page_of_a_record_and_the_list_take_the_same_queries(
    client, django_assert_max_num_queries, member
):
    record = CaseStudyFactory()
    client.force_login(UserFactory(roles=[Role.EDITOR]))
    taken = []
    for _round in range(2):
        for _each in range(3):
            TrialFactory(record=record, state=TrialState.CONFIRMED)
            TrialFactory(record=record)
        pair = []
        for address in (record.get_absolute_url(), reverse("library:trial_list")):
            client.get(address)
            with django_assert_max_num_queries(60) as queries:
                client.get(address)
            pair.append(len(queries))
        taken.append(pair)

    assert taken[0] == taken[1]
