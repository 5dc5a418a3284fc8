"""Subscribing without an account: asked, confirmed with a button, changed, ended; and nobody learns who subscribes."""

import datetime as dt
import re
from urllib.parse import urlsplit

import pytest
from django.test import Client

from accounts.actions.closing import close_account
from demo.factories.accounts import UserFactory
from demo.factories.library import TopicFactory
from demo.factories.newsletters import IssueFactory, SubscriberFactory
from newsletters.actions.retention import forget_subscribers
from newsletters.actions.subscribing import (
    FROM_ONE_PLACE,
    TO_ONE_ADDRESS,
    confirm,
    join_accounts,
    subscribe_person,
)
from newsletters.links import choices_address, confirm_address, unsubscribe_address
from newsletters.models import IssueCopy, Subscriber
from newsletters.states import SubscriberState
from notifications.models import Delivery
from tests.mails import delivered

pytestmark = pytest.mark.django_db
S = SubscriberState
SUBSCRIBE, DONE = "/newsletter/subscribe/", "/newsletter/subscribe/done/"


def path(address):
    return urlsplit(address).path


def links_in(mail):
    return [path(found) for found in re.findall(r"https?://\S+", mail.body)]


def ask(client, address="reader@example.org", **more):
    return client.post(SUBSCRIBE, {"address": address, **more})


def test_a_reader_asks_confirms_with_a_button_and_gets_it(client, now):
    topic = TopicFactory()

    asked = ask(client, " Reader@Example.org ", topics=[topic.code])
    (mail,) = delivered()
    (link,) = links_in(mail)
    looked = client.get(link)
    before = Subscriber.objects.get()
    confirmed = client.post(link)
    again = client.post(link)
    after = Subscriber.objects.get()

    assert asked.url == DONE
    assert mail.to == ["reader@example.org"]
    assert before.state == S.ASKED
    assert "reader@example.org" in looked.content.decode()
    assert [page.status_code for page in (looked, confirmed, again)] == [200] * 3
    assert (after.state, after.confirmed_at, after.address) == (S.ACTIVE, now, "reader@example.org")
    assert list(after.topics.all()) == [topic]


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("address_of", [confirm_address, choices_address, unsubscribe_address])
def test_scanners_that_open_links_change_nothing(client, method, address_of):
    asked, active = SubscriberFactory(state=S.ASKED), SubscriberFactory()

    for subscriber in (asked, active):
        for _look in range(3):
            getattr(client, method)(path(address_of(subscriber)))

    states = Subscriber.objects.order_by("pk").values_list("pk", "state")
    assert list(states) == [(asked.pk, S.ASKED), (active.pk, S.ACTIVE)]
    assert Delivery.objects.count() == 0


@pytest.mark.parametrize("state", [None, *S])
def test_nobody_learns_who_subscribes(client, now, state):
    if state:
        SubscriberFactory(address="reader@example.org", state=state)

    pages = {}
    for visitor, address in ((client, "reader@example.org"), (Client(), "stranger@example.org")):
        answers = [ask(visitor, address) for _try in range(TO_ONE_ADDRESS + 1)]
        assert [(a.status_code, getattr(a, "url", "")) for a in answers] == [
            *[(302, DONE)] * TO_ONE_ADDRESS,
            (200, ""),
        ]
        text = answers[-1].content.decode().replace(address, "…")
        pages[address] = re.sub(r'(value|content|nonce)="[^"]*"', "", text)

    assert pages["reader@example.org"] == pages["stranger@example.org"]
    assert "We have sent too many emails to this address today." in pages["reader@example.org"]
    assert len({mail.to[0] for mail in delivered()}) == 2


@pytest.mark.parametrize("state", list(S))
def test_asking_again_never_changes_what_a_subscriber_chose(client, state):
    topic, other = TopicFactory(), TopicFactory()
    SubscriberFactory(address="reader@example.org", state=state, topics=[topic])

    ask(client, topics=[other.code])
    (mail,) = delivered()
    row = Subscriber.objects.get()

    assert row.state == state
    assert list(row.topics.all()) == ([other] if state == S.ASKED else [topic])
    assert mail.subject == (
        "Confirm that you want our newsletter"
        if state == S.ASKED
        else "You already get our newsletter"
    )


def test_a_person_with_an_account_is_told_that_they_subscribe(client):
    person = UserFactory()
    SubscriberFactory(user=person)

    ask(client, person.email)

    (mail,) = delivered()
    assert (mail.to, mail.subject) == ([person.email], "You already get our newsletter")
    assert Subscriber.objects.count() == 1


def test_one_place_cannot_flood_many_addresses(client, settings, now):
    settings.RATE_LIMIT_FACTOR = 10
    answers = [ask(client, f"a{number}@example.org") for number in range(FROM_ONE_PLACE + 1)]

    assert [a.status_code for a in answers[:-1]] == [302] * FROM_ONE_PLACE
    assert "too many emails" in answers[-1].content.decode()
    assert Subscriber.objects.count() == FROM_ONE_PLACE


def test_pages_of_one_visitor_are_limited(client, now):
    answers = [ask(client, "no address").status_code for _try in range(31)]

    assert answers == [*[200] * 30, 429]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "Enter your email address"),
        ("reader", "such as name@example.org"),
        ("a@b@c.org", "such as name@example.org"),
        ("x" * 250 + "@example.org", "254"),
        ("reader\0@example.org", "Null characters"),
        ("reader@example.org\r\nBcc: all@example.org", "such as name@example.org"),
    ],
)
def test_a_wrong_address_says_what_is_wrong_and_keeps_the_topics(client, address, words):
    topic = TopicFactory()

    page = ask(client, address, topics=[topic.code])

    text = page.content.decode()
    assert words in text
    assert re.search(rf'value="{topic.code}"[^>]*checked', text)
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("code", ["nothing", "\0", "9" * 400, "' or 1=1", "<b>"])
def test_wrong_topics_are_refused(client, code):
    assert ask(client, topics=[code]).status_code == 200
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("kind", ["confirm", "choices", "unsubscribe"])
@pytest.mark.parametrize("token", ["x", "a:b:c", "%00", "é", "1" * 900])
def test_links_that_we_did_not_sign_open_nothing(client, kind, token):
    for method in (client.get, client.post):
        assert method(f"/newsletter/{kind}/{token}/").status_code == 404


def test_a_link_of_one_purpose_does_not_serve_another(client):
    subscriber = SubscriberFactory(state=S.ASKED)
    token = path(choices_address(subscriber)).split("/")[-2]

    answer = client.post(f"/newsletter/confirm/{token}/")

    subscriber.refresh_from_db()
    assert (answer.status_code, subscriber.state) == (404, S.ASKED)


def test_a_link_to_confirm_works_for_a_week(client, time_machine, now):
    subscriber = SubscriberFactory(state=S.ASKED)
    link = path(confirm_address(subscriber))

    time_machine.move_to(now + dt.timedelta(days=8))
    late = client.post(link)

    subscriber.refresh_from_db()
    assert (late.status_code, subscriber.state) == (410, S.ASKED)
    assert "This link no longer works" in late.content.decode()


def test_one_click_of_a_mail_program_without_cookies_or_token_unsubscribes():
    """RFC 8058: the program posts the one field, and has no cookie."""
    subscriber = SubscriberFactory()
    program = Client(enforce_csrf_checks=True)
    link = path(unsubscribe_address(subscriber))

    answers = [program.post(link, {"List-Unsubscribe": "One-Click"}) for _try in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert not Subscriber.objects.exists()
    assert program.cookies == {}


def test_unsubscribing_deletes_the_address_and_keeps_the_count(client):
    subscriber = SubscriberFactory()
    issue = IssueFactory(state="sent")
    IssueCopy.objects.create(issue=issue, subscriber=subscriber, state="sent")

    page = client.post(path(unsubscribe_address(subscriber)))
    again = client.get(path(unsubscribe_address(subscriber)))
    gone = client.get(path(choices_address(subscriber)))

    assert "You do not get the newsletter" in page.content.decode()
    assert "You do not get the newsletter" in again.content.decode()
    assert gone.status_code == 410
    assert list(IssueCopy.objects.values_list("subscriber", "state")) == [(None, "sent")]


def test_topics_are_changed_by_the_link_and_a_stopped_address_begins_again(client):
    topic = TopicFactory()
    subscriber = SubscriberFactory(state=S.SUPPRESSED)
    link = path(choices_address(subscriber))

    page = client.get(link)
    saved = client.post(link, {"topics": [topic.code]})
    told = client.get(link).content.decode()
    wrong = client.post(link, {"topics": ["nothing"]})

    subscriber.refresh_from_db()
    assert "Get emails again" in page.content.decode()
    assert "You will get the next issue by email again." in told
    assert (saved.status_code, wrong.status_code) == (302, 200)
    assert subscriber.state == S.ACTIVE
    assert list(subscriber.topics.all()) == [topic]


def test_an_old_link_to_confirm_promises_nothing_to_a_stopped_address(client):
    subscriber = SubscriberFactory(state=S.SUPPRESSED)

    page = client.get(path(confirm_address(subscriber))).content.decode()

    assert "You will get the next issue" not in page
    assert "We have stopped it because several issues did not arrive." in page
    assert path(choices_address(subscriber)) in page


def test_pages_behind_links_are_neither_indexed_nor_kept(client):
    answer = client.get(path(choices_address(SubscriberFactory())))

    assert answer["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"


def test_a_person_subscribes_in_their_settings_with_the_topics_they_follow(client):
    person, topic, other = UserFactory(), TopicFactory(), TopicFactory()
    topic.interests.create(user=person)
    client.force_login(person)

    offered = client.get("/newsletter/mine/").context["form"].initial["topics"]
    saved = client.post("/newsletter/mine/", {"topics": [other.code]})
    row = Subscriber.objects.get()
    ended = [client.post("/newsletter/mine/end/") for _click in range(2)]

    assert offered == [topic]
    assert (row.user, row.address, row.state) == (person, "", S.ACTIVE)
    assert [answer.status_code for answer in (saved, *ended)] == [302] * 3
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("state", list(S))
def test_a_subscription_of_the_address_becomes_that_of_the_account(now, state):
    person = UserFactory(email="reader@example.org")
    SubscriberFactory(address="reader@example.org", state=state)

    subscribe_person(user=person, topics=[], at=now)
    subscribe_person(user=person, topics=[], at=now)

    row = Subscriber.objects.get()
    assert (row.user, row.address, row.state) == (person, "", S.ACTIVE)


def test_who_confirms_and_has_an_account_subscribes_with_it_unless_nobody_has_shown_it(now):
    person = UserFactory(email="known@example.org", last_login=now)
    UserFactory(email="unproven@example.org", last_login=None)

    for address in ("known@example.org", "unproven@example.org"):
        confirm(subscriber=SubscriberFactory(address=address, state=S.ASKED), at=now)

    rows = Subscriber.objects.order_by("pk").values_list("user", "address")
    assert list(rows) == [(person.pk, ""), (None, "unproven@example.org")]


def test_who_opens_an_account_later_has_one_subscription(now):
    alone, double = (
        SubscriberFactory(address="a@example.org"),
        SubscriberFactory(address="b@example.org"),
    )
    ana = UserFactory(email=alone.address, last_login=now)
    bo = UserFactory(email=double.address, last_login=now)
    kept = SubscriberFactory(user=bo)

    assert [join_accounts(), join_accounts()] == [2, 0]
    assert set(Subscriber.objects.values_list("pk", "user")) == {
        (alone.pk, ana.pk),
        (kept.pk, bo.pk),
    }


def test_closing_an_account_ends_its_newsletter(now, django_capture_on_commit_callbacks):
    person = UserFactory()
    SubscriberFactory(user=person)
    other = SubscriberFactory()

    with django_capture_on_commit_callbacks(execute=True):
        close_account(user=person, at=now)

    assert list(Subscriber.objects.all()) == [other]


def test_what_is_forgotten_when(now):
    def old(days, **fields):
        return SubscriberFactory(asked_at=now - dt.timedelta(days=days), **fields)

    old(8, state=S.ASKED)
    old(181, state=S.SUPPRESSED)
    kept = {old(6, state=S.ASKED).pk, old(179, state=S.SUPPRESSED).pk, old(3_000).pk}
    long_ago = IssueFactory(state="sent", created_at=now - dt.timedelta(days=181))
    IssueCopy.objects.create(issue=long_ago, subscriber_id=max(kept), state="sent")

    for _night in range(2):
        forget_subscribers(at=now)

    assert set(Subscriber.objects.values_list("pk", flat=True)) == kept
    assert IssueCopy.objects.get().subscriber is None
