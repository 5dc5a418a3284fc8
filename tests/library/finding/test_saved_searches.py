"""Searches that people keep, and those that find nothing."""

import datetime as dt

import pytest
from django.core import mail
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory, TopicFactory
from demo.factories.networks import NetworkFactory
from library import tasks
from library.catalogue.actions.records import restore_record, withdraw_record
from library.finding.actions import (
    MOST_SEARCHES,
    count_gap,
    delete_old_gaps,
    normalise_gap,
    save_search,
)
from library.finding.models import Gap, SavedSearch
from library.finding.search_address import canonical_query
from notifications.models import Notification
from notifications.tasks import send_waiting_mail

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
TODAY = NOW.date()
BROWSER = {"user-agent": "Mozilla/5.0"}


@pytest.fixture
def reader(client):
    user = UserFactory()
    client.force_login(user)
    return user


def kept(user, query="q=cold", rhythm="daily", at=NOW):
    return save_search(user=user, name="Cold homes", query=query, rhythm=rhythm, at=at)


def told(user):
    rows = Notification.objects.filter(recipient=user, kind="library.new_for_search")
    return list(rows.order_by("pk").values_list("title", "text"))


def test_a_reader_keeps_the_search_that_stands_in_the_address(client, reader):
    TopicFactory(code="cold", label="Cold")
    page = reverse("library:saved_search_new")
    address = f"{page}?topic=cold&q=damp++homes&sort=oldest&page=7&x=1"

    shown = client.get(address)
    for name in ("First", "Second"):
        client.post(address, {"name": name, "rhythm": "daily"})

    assert shown.context["form"].initial == {"name": "damp homes"}
    [search] = SavedSearch.objects.all()
    assert (search.name, search.query, search.rhythm) == (
        "Second",
        "q=damp+homes&topic=cold",
        "daily",
    )
    listed = client.get(reverse("library:saved_search_list")).content.decode()
    assert "/library/?q=damp+homes&amp;topic=cold" in listed


@pytest.mark.parametrize("data", [{}, {"name": "x" * 101}, {"name": "N", "rhythm": "hourly"}])
def test_a_search_without_a_name_or_rhythm_is_not_kept(client, reader, data):
    response = client.post(reverse("library:saved_search_new") + "?q=cold", data)

    assert response.context["form"].errors
    assert not SavedSearch.objects.exists()


def test_nobody_keeps_more_searches_than_they_may(client, reader):
    for n in range(MOST_SEARCHES):
        kept(reader, query=f"q=word{n}")

    response = client.post(
        reverse("library:saved_search_new") + "?q=cold", {"name": "N", "rhythm": "daily"}
    )

    assert "Delete one first" in response.content.decode()
    assert SavedSearch.objects.count() == MOST_SEARCHES


def test_people_change_and_delete_their_own_searches_only(client, reader):
    mine, theirs = kept(reader), kept(UserFactory())

    client.post(
        reverse("library:saved_search_edit", args=[mine.pk]), {"name": "New", "rhythm": "never"}
    )
    strange = client.get(reverse("library:saved_search_edit", args=[theirs.pk]))
    for search in (theirs, mine, mine):
        client.post(reverse("library:saved_search_delete", args=[search.pk]))

    assert strange.status_code == 404
    assert list(SavedSearch.objects.all()) == [theirs]


def test_each_new_record_is_told_once_and_nothing_is_told_of_nothing(time_machine):
    reader = UserFactory()
    time_machine.move_to(NOW, tick=False)
    RecordFactory(title="Cold homes known")
    search = kept(reader)
    time_machine.move_to(NOW + dt.timedelta(days=1), tick=False)
    RecordFactory(title="Cold homes first")
    RecordFactory(title="Warm")
    for _twice in range(2):
        tasks.tell_of_new_records()
    time_machine.move_to(NOW + dt.timedelta(days=2), tick=False)
    tasks.tell_of_new_records()
    RecordFactory(title="Cold homes second")
    RecordFactory(title="Cold homes hidden", state="withdrawn")
    time_machine.move_to(NOW + dt.timedelta(days=3), tick=False)
    tasks.tell_of_new_records()

    assert told(reader) == [
        ("1 new record for your search “Cold homes”", "Cold homes first"),
        ("1 new record for your search “Cold homes”", "Cold homes second"),
    ]
    search.refresh_from_db()
    assert search.checked_on == TODAY + dt.timedelta(days=3)


def test_a_record_that_comes_back_is_not_told_again(time_machine):
    reader = UserFactory()
    time_machine.move_to(NOW, tick=False)
    kept(reader)
    time_machine.move_to(NOW + dt.timedelta(days=1), tick=False)
    record = RecordFactory(title="Cold homes")
    tasks.tell_of_new_records()
    withdraw_record(record=record, reason="Wrong.", by=UserFactory(), at=NOW)
    restore_record(record=record, by=UserFactory(), at=NOW)
    time_machine.move_to(NOW + dt.timedelta(days=2), tick=False)
    tasks.tell_of_new_records()

    assert len(told(reader)) == 1


@pytest.mark.parametrize(("rhythm", "days"), [("daily", [1, 2, 8]), ("weekly", [8]), ("never", [])])
def test_a_search_tells_as_often_as_it_was_asked_to(time_machine, rhythm, days):
    reader = UserFactory()
    time_machine.move_to(NOW, tick=False)
    kept(reader, rhythm=rhythm)
    found = []

    for day in (1, 2, 8):
        time_machine.move_to(NOW + dt.timedelta(days=day), tick=False)
        RecordFactory(title=f"Cold homes {day}")
        tasks.tell_of_new_records()
        if len(told(reader)) > len(found):
            found.append(day)

    assert found == days


def test_an_alert_goes_by_mail_and_leads_to_the_results(time_machine):
    reader = UserFactory()
    time_machine.move_to(NOW, tick=False)
    kept(reader)
    time_machine.move_to(NOW + dt.timedelta(days=1), tick=False)
    RecordFactory.create_batch(12, title="Cold homes")
    tasks.tell_of_new_records()
    send_waiting_mail()

    [letter] = [m for m in mail.outbox if m.to == [reader.email]]
    assert letter.subject == "12 new records for your search “Cold homes”"
    assert "/library/?q=cold" in letter.body or "/inbox/" in letter.body
    assert "and 2 more" in letter.body


def test_closing_an_account_forgets_its_searches():
    reader = UserFactory()
    kept(reader)

    tasks.forget_reader(user_id=reader.pk)

    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", ""),
        ("type=report&q=%00cold&topic=b&topic=a", "q=cold&topic=a&topic=b&type=report"),
        ("year_from=2001&year_to=1999&q=", "year_from=2001"),
        ("q=a&exact=a&year_from=soon", "q=a&exact=a"),
        ("organisation=" + "9" * 90, ""),
    ],
)
def test_the_same_search_is_always_written_in_one_way(text, query):
    assert canonical_query(QueryDict(text)) == query


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_of_searches_takes_the_same_queries_whatever_its_length(
    client, reader, django_assert_num_queries, count
):
    for n in range(count):
        kept(reader, query=f"q=word{n}")

    with django_assert_num_queries(4):
        client.get(reverse("library:saved_search_list"))


def test_a_search_that_finds_nothing_is_counted_once_for_each_visitor_and_day(
    client, django_capture_on_commit_callbacks
):
    RecordFactory(title="Cold homes")
    finder = reverse("library:finder")

    with django_capture_on_commit_callbacks(execute=True):
        for query in ({"q": "Zebra  crossings"}, {"q": "zebra crossings"}, {"q": "cold"}):
            client.get(finder, query, headers=BROWSER)
        client.get(finder, {"q": "zebra", "type": "report"}, headers=BROWSER)
        client.get(finder, {"q": "quagga"}, headers={"user-agent": "ExampleBot/1.0"})
        client.get(finder, {"q": "quagga"})
        client.force_login(UserFactory())
        client.get(finder, {"q": "zebra crossings"}, headers=BROWSER)

    assert list(Gap.objects.values_list("text", "times")) == [("zebra crossings", 2)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  Fuel\x00 POVERTY ", "fuel poverty"),
        ("ab", ""),
        ("x" * 101, ""),
        ("one two three four five six seven eight nine ten eleven", ""),
        ("ada@example.org", ""),
        ("07700 900 123", ""),
        ("https://example.org", ""),
        ("tlodi tanwydd", "tlodi tanwydd"),
        ("فقر الطاقة", "فقر الطاقة"),
    ],
)
def test_words_that_may_tell_of_a_person_are_not_kept(text, words):
    assert normalise_gap(text) == words


def test_gaps_are_forgotten_after_a_year():
    count_gap(text="long ago", on=TODAY - dt.timedelta(days=400))
    count_gap(text="this year", on=TODAY)

    assert delete_old_gaps(on=TODAY) == 1
    assert [gap.text for gap in Gap.objects.all()] == ["this year"]


def test_editors_note_what_answers_a_gap(client):
    editor = UserFactory(roles=[Role.EDITOR])
    client.force_login(editor)
    count_gap(text="zebra crossings", on=timezone.localdate())
    gap, record = Gap.objects.get(), RecordFactory(title="Zebra crossings at schools")
    page = reverse("library:gap_edit", args=[gap.pk])

    shown = client.get(page).content.decode()
    lacking = client.post(page, {"state": "answered"}).context["form"].errors
    wrong = client.post(page, {"state": "answered", "record": "9" * 40}).context["form"].errors
    client.post(page, {"state": "answered", "record": f"http://x/library/{record.pk}/"})
    listed = client.get(reverse("library:gap_list"), {"state": "answered"}).content.decode()
    table = client.get(reverse("library:gap_export")).getvalue().decode("utf-8-sig")

    assert "It now finds 1 record" in shown
    assert lacking == {"record": ["Enter the record that answers it."]}
    assert wrong == {"record": ["There is no such record in the library."]}
    gap.refresh_from_db()
    assert (gap.state, gap.answered_by, gap.decided_by) == ("answered", record, editor)
    assert "Zebra crossings at schools" in listed
    assert table.splitlines()[1].startswith("zebra crossings,1,")


def test_only_editors_see_what_was_not_found(client, reader):
    count_gap(text="zebra", on=TODAY)
    gap = Gap.objects.get()

    statuses = {
        client.get(reverse("library:gap_list")).status_code,
        client.get(reverse("library:gap_export")).status_code,
        client.post(reverse("library:gap_edit", args=[gap.pk])).status_code,
    }

    assert statuses == {403}


def test_what_is_not_found_can_be_asked_in_a_network(client, reader):
    network = NetworkFactory(members=[reader])
    words = {"q": "zebra crossings"}

    found = client.get(reverse("library:finder"), words).content.decode()
    chosen = client.get(reverse("networks:discussion_choose"), {"asked": "zebra crossings"})
    start = reverse("networks:discussion_start", args=[network.slug])
    form = client.get(start, {"asked": "zebra\x00 crossings"}).context["form"]

    assert "/networks/share/?asked=zebra%20crossings" in found
    assert "“zebra crossings”" in chosen.content.decode()
    assert form["title"].value() == "Does anyone know of evidence on “zebra crossings”?"
