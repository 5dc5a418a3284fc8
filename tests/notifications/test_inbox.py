"""The inbox and its preferences."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import translation

from demo.factories.accounts import UserFactory
from demo.factories.notifications import NotificationFactory
from notifications.forms import DEFAULT_CHANNEL, PreferencesForm
from notifications.models import Notification, Preference

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


@pytest.fixture
def reader(client):
    reader = UserFactory()
    client.force_login(reader)
    return reader


@pytest.mark.parametrize("count", [1, 4])
def test_the_inbox_takes_as_many_queries_whatever_its_length(
    client, reader, django_assert_max_num_queries, count
):
    NotificationFactory.create_batch(count, recipient=reader)

    with django_assert_max_num_queries(7):
        response = client.get(reverse("notifications:inbox"))

    assert len(response.context["table"].lines) == count


@pytest.mark.parametrize("show", ["", "unread"])
def test_what_is_about_one_thing_stands_together_under_its_newest(client, reader, show):
    told = [
        ("Booked", "/mentoring/sessions/18/", 18),
        ("First reply", "/networks/warm/discussions/1/#post-2", 1),
        ("A work on the desk", "/submissions/desk/", 5),
        ("Moved", "/mentoring/sessions/18/", 18),
        ("Another work on the desk", "/submissions/desk/", 6),
        ("Mentioned", "/networks/warm/discussions/1/?page=2#post-31", 77),
        ("Cancelled", "/mentoring/sessions/18/", 18),
    ]
    for hours, (title, address, about) in enumerate(told):
        NotificationFactory(
            recipient=reader, title=title, address=address, about=about, kind="gone.kind",
            created_at=NOW + dt.timedelta(hours=hours),
        )  # fmt: skip

    page = client.get(reverse("notifications:inbox"), {"show": show})

    lines = [(one.title, one.place > 1) for one in page.context["page"].object_list]
    assert lines == [
        ("Cancelled", False), ("Moved", True), ("Booked", True),
        ("Mentioned", False), ("First reply", True),
        ("Another work on the desk", False), ("A work on the desk", False),
    ]  # fmt: skip
    assert page.content.decode().count(">Earlier: ") == 3


def test_a_person_marks_only_their_own_as_read(client, reader):
    mine, theirs = NotificationFactory(recipient=reader), NotificationFactory()

    for notification in (mine, theirs):
        client.post(reverse("notifications:mark"), {"notification": notification.pk, "as": "read"})

    assert list(Notification.objects.unread()) == [theirs]


def test_marking_as_read_can_be_undone(client, reader):
    mine = NotificationFactory(recipient=reader)
    address = reverse("notifications:mark")

    client.post(address, {"notification": mine.pk, "as": "read"})
    client.post(address, {"notification": mine.pk, "as": "unread"})

    assert list(Notification.objects.unread()) == [mine]


def test_the_chosen_ones_are_marked_together(client, reader):
    chosen, other = NotificationFactory.create_batch(3, recipient=reader), NotificationFactory()
    left = NotificationFactory(recipient=reader)
    keys = [notification.pk for notification in (*chosen, other)]
    address = reverse("notifications:mark")

    client.post(address, {"notification": keys, "as": "read"})
    read = set(Notification.objects.unread())
    client.post(address, {"notification": keys[:2], "as": "unread"})

    assert read == {left, other}
    assert set(Notification.objects.unread()) == {left, other, *chosen[:2]}


def test_without_a_choice_nothing_is_marked(client, reader):
    mine = NotificationFactory(recipient=reader)

    answer = client.post(reverse("notifications:mark"), {"as": "read"}, follow=True)

    assert list(Notification.objects.unread()) == [mine]
    assert "Choose notifications first." in answer.content.decode()


def test_all_are_marked_with_one_button(client, reader):
    NotificationFactory.create_batch(30, recipient=reader)

    client.post(reverse("notifications:mark"))

    assert not Notification.objects.unread().exists()


@pytest.mark.parametrize("nonsense", ["x", "-1", "９", "9" * 30, "1 OR 1=1", "\x00"])
def test_nonsense_marks_nothing(client, reader, nonsense):
    mine = NotificationFactory(recipient=reader)

    response = client.post(reverse("notifications:mark"), {"notification": nonsense, "as": "read"})

    assert response.status_code == 302
    assert list(Notification.objects.unread()) == [mine]


def test_preferences_keep_the_choice(client, reader, kinds):
    address = reverse("notifications:preferences")

    as_it_suits = {group.name: DEFAULT_CHANNEL for group in PreferencesForm.groups()}
    response = client.post(address, {**as_it_suits, "frequency": "daily", "networks": "inbox"})

    assert response.url == address
    assert list(Preference.objects.values_list("group", "channel")) == [("networks", "inbox")]
    assert reader.digest_choice.frequency == "daily"


def test_preferences_refuse_what_does_not_exist(client, reader, kinds):
    as_it_suits = {group.name: DEFAULT_CHANNEL for group in PreferencesForm.groups()}
    address = reverse("notifications:preferences")
    response = client.post(address, {**as_it_suits, "frequency": "hourly"})

    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"frequency"}


@pytest.mark.parametrize("language", ["en-gb", "cy", "pl", "ar"])
def test_pages_show_the_unread_number_whatever_the_plural_rule_reckons(client, reader, language):
    NotificationFactory.create_batch(3, recipient=reader)

    with translation.override(language):
        page = client.get(reverse("notifications:inbox")).content.decode()

    assert (
        '<span class="visually-hidden">, 3 unread</span><span class="unread" aria-hidden="true" data-count="3"></span>'
        in page
    )
