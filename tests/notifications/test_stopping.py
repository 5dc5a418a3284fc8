"""One click in a mail stops mail of that kind, and of no other; another click undoes it."""

import datetime as dt

import pytest
from django.core import mail

from demo.factories.accounts import UserFactory
from notifications.actions import choose_channels, notify, subscribe_again, unsubscribe
from notifications.channels import DIGEST
from notifications.delivery.sending import send_waiting
from notifications.digest.contents import contents_of
from notifications.kinds import Channel, all_kinds, kind_named
from notifications.mail import notification_mail, unsubscribe_token
from notifications.models import (
    Delivery,
    DigestChoice,
    DigestIssue,
    Notification,
    Preference,
    StoppedKind,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 8, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def reader():
    return UserFactory(full_name="Siân Ŵyn")


def tell(reader, kind, key="k:1"):
    notify(recipients=[reader], kind=kind, key=key, target=reader, at=NOW, actor="Ana")
    return Notification.objects.get(recipient=reader, key=key)


def path_of(told):
    header = notification_mail(told).extra_headers["List-Unsubscribe"]
    return "/inbox/" + header.strip("<>").split("/inbox/", 1)[1]


def test_looking_changes_nothing_posting_stops_one_kind_and_undo_takes_it_back(
    client, kinds, reader
):
    path = path_of(tell(reader, kinds.happened))

    looked = [client.get(path) for _ in range(2)]
    after_looking = StoppedKind.objects.count()
    stopped = client.post(path, {"List-Unsubscribe": "One-Click"})
    again = client.post(path)
    kept = list(StoppedKind.objects.values_list("user", "kind"))
    undone = client.post(path, {"undo": "1"})

    assert [page.status_code for page in (*looked, stopped, again, undone)] == [200] * 5
    assert after_looking == 0
    assert kept == [(reader.pk, "test.happened")]
    assert "“… wrote in …”" in stopped.content.decode()
    assert not StoppedKind.objects.exists()


def test_what_was_stopped_is_neither_mailed_nor_summed_up_but_in_the_inbox(kinds, reader):
    tell(reader, kinds.happened, "waiting when it was stopped")
    unsubscribe(user=reader, what="test.happened", at=NOW)
    told = tell(reader, kinds.happened, "k:2")
    tell(reader, kinds.needed, "k:3")
    send_waiting(at=NOW)
    issue = DigestIssue.objects.create(user=reader, period="d", since=NOW - DAY, until=NOW + DAY)

    assert [m.subject for m in mail.outbox] == ["Siân Ŵyn needs you"]
    assert contents_of([issue]) == {issue.pk: []}
    assert list(Notification.objects.open_to_recipient().filter(pk=told.pk)) == [told]


def test_another_kind_of_the_same_group_still_comes(kinds, reader):
    unsubscribe(user=reader, what="test.quiet", at=NOW)

    tell(reader, kinds.happened)

    assert Delivery.objects.count() == 1


@pytest.mark.parametrize("kind", [kind.name for kind in all_kinds() if not kind.can_be_off])
def test_what_people_must_know_has_no_such_link_and_no_way_to_stop_it(client, reader, kind):
    chosen = kind_named(kind)
    told = Notification.objects.create(
        recipient=reader, kind=kind, key=f"{kind}:1:1", title="T", address="/", created_at=NOW
    )

    head = notification_mail(told).extra_headers
    page = client.post(f"/inbox/unsubscribe/{unsubscribe_token(reader, kind)}/")
    unsubscribe(user=reader, what=kind, at=NOW)

    assert head == {}
    assert page.status_code == 404
    assert not StoppedKind.objects.exists()
    assert not chosen.can_be_off


def test_links_in_earlier_mails_still_stop_and_resume_their_group(client, kinds, reader):
    path = f"/inbox/unsubscribe/{unsubscribe_token(reader, 'networks')}/"

    client.post(path)
    tell(reader, kinds.happened, "k:1")
    waiting_while_stopped = Delivery.objects.count()
    client.post(path, {"undo": ""})
    tell(reader, kinds.happened, "k:2")

    assert (waiting_while_stopped, Delivery.objects.count()) == (0, 1)


def test_a_stopped_kind_stands_in_the_settings_and_can_be_switched_on_there(client, kinds, reader):
    unsubscribe(user=reader, what="test.happened", at=NOW)
    unsubscribe(user=reader, what="test.quiet", at=NOW)
    client.force_login(reader)
    form = client.get("/inbox/preferences/").context["form"]
    sent = {name: "default" for name in form.fields if name not in {"quiet_from", "quiet_until"}}

    client.post("/inbox/preferences/", sent | {"frequency": "weekly", "stopped": ["test.quiet"]})

    assert form.fields["stopped"].initial == ["test.happened", "test.quiet"]
    assert list(StoppedKind.objects.values_list("kind", flat=True)) == ["test.quiet"]


def test_each_kind_has_a_label_without_holes():
    assert [kind.name for kind in all_kinds() if "%" in kind.label or not kind.label] == []


def test_undoing_what_was_not_stopped_changes_nothing(kinds, reader):
    subscribe_again(user=reader, what="test.happened")

    assert not StoppedKind.objects.exists()


@pytest.mark.parametrize("before", ["", Channel.INBOX, Channel.DIGEST, Channel.MAIL])
def test_undoing_a_stop_gives_back_what_was_chosen_before(kinds, reader, before):
    choose_channels(user=reader, channels={kinds.happened.group: before}, frequency="daily")

    for what in (kinds.happened.group, DIGEST):
        for _click in range(2):
            unsubscribe(user=reader, what=what, at=NOW)
    stopped = list(Preference.objects.values_list("channel", flat=True))
    frequency = DigestChoice.objects.get().frequency
    for what in (kinds.happened.group, DIGEST):
        for _click in range(2):
            subscribe_again(user=reader, what=what)

    assert (stopped, frequency) == ([Channel.INBOX], "never")
    assert list(Preference.objects.values_list("channel", flat=True)) == (
        [before] if before else []
    )
    assert DigestChoice.objects.get().frequency == "daily"


def test_what_a_person_stopped_in_the_settings_is_not_undone_by_a_mail(kinds, reader):
    choose_channels(user=reader, channels={kinds.happened.group: Channel.INBOX}, frequency="never")

    for what in (kinds.happened.group, DIGEST):
        subscribe_again(user=reader, what=what)

    assert Preference.objects.get().channel == Channel.INBOX
    assert DigestChoice.objects.get().frequency == "never"
