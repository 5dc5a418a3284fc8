"""Who reads an issue: the archive, its page, its feed, and the desk of those who may change it."""

import datetime as dt

import pytest
from time_machine import travel

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.library import TopicFactory
from demo.factories.newsletters import IssueFactory, IssueItemFactory, SubscriberFactory
from library.catalogue.models import Record
from newsletters.actions.sending import stop_issue
from newsletters.models import Issue, IssueItem
from newsletters.states import IssueState
from tests.newsletters.conftest import NOW
from tests.newsletters.issues import a_record, sent
from tests.shared import shared

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LENGTHS = (1, 3)


def test_the_archive_the_page_and_the_feed_of_a_sent_issue(client, draft, now):
    SubscriberFactory()
    topic = TopicFactory()
    IssueItemFactory(issue=draft, title="A call & more", topics=[topic])
    draft.introduction_html = "<p>Homes &amp; heat, &lt;5 °C</p>"
    draft.save()
    sent(draft, now)

    archive = client.get("/newsletter/").content.decode()
    page = client.get(draft.get_absolute_url()).content.decode()
    feed = client.get("/newsletter/feed.atom")

    assert "What is new in March" in archive
    assert "Homes &amp; heat, &lt;5 °C" in archive
    assert "A call &amp; more" in page
    assert 'rel="canonical"' in page
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert "What is new in March" in feed.content.decode()
    assert draft.get_absolute_url() in client.get("/sitemap-newsletter.xml").content.decode()


def test_a_withdrawn_issue_says_why_and_leaves_the_archive(desk, client, draft, now):
    sent(draft, now)
    stop_issue(issue=draft, by=draft.created_by, at=now)
    form = desk.post(f"/newsletter/desk/{draft.pk}/withdraw/", {"reason": ""})
    desk.post(f"/newsletter/desk/{draft.pk}/withdraw/", {"reason": "A figure was wrong."})
    client.logout()

    page = client.get(draft.get_absolute_url())

    assert "Say why it is withdrawn" in form.content.decode()
    assert page.status_code == 410
    assert "A figure was wrong." in page.content.decode()
    assert "A call" not in page.content.decode()
    assert draft.title not in client.get("/newsletter/").content.decode()


ROLES = [None, *([role] for role in Role), "superuser"]
STATES = [*IssueState]


def person_with(role):
    if role == "superuser":
        return UserFactory(is_superuser=True)
    return UserFactory(roles=role or [])


@pytest.mark.parametrize("role", ["nobody", *ROLES], ids=str)
def test_who_sees_which_issue_and_who_gets_to_the_desk(client, now, role):
    issues = {state: IssueFactory(state=state) for state in STATES}
    if role != "nobody":
        client.force_login(person_with(role))
    edits = role in ([Role.EDITOR], "superuser")

    pages = {
        state: client.get(each.get_absolute_url()).status_code for state, each in issues.items()
    }
    desks = {
        state: client.get(f"/newsletter/desk/{each.pk}/").status_code
        for state, each in issues.items()
    }
    reader = client.get("/newsletter/").wsgi_request.user

    assert pages == {
        "draft": 200 if edits else 404,
        "sending": 200,
        "stopped": 200,
        "sent": 200,
        "withdrawn": 200 if edits else 410,
    }
    visible = set(Issue.objects.visible_to(reader).values_list("state", flat=True))
    assert visible == {state for state, status in pages.items() if status != 404}
    hidden = {"draft": 404} | dict.fromkeys(["sending", "stopped", "sent", "withdrawn"], 403)
    if edits:
        assert desks == dict.fromkeys(desks, 200)
    elif role == "nobody":
        assert desks == dict.fromkeys(desks, 302)
    else:
        assert desks == hidden


@pytest.mark.parametrize("role", ROLES, ids=str)
def test_who_may_send_and_change(client, now, role):
    draft = IssueFactory()
    item = IssueItemFactory(issue=draft)
    running = IssueFactory(state=IssueState.SENDING)
    client.force_login(person_with(role))
    edits = role in ([Role.EDITOR], "superuser")

    refused = [404, 404, 404, 404, 404, 404, 403, 403, 403, 403]
    answers = [
        client.post(f"/newsletter/desk/{draft.pk}/{path}").status_code
        for path in (
            *("edit/", "choose/", "items/new/", f"items/{item.pk}/remove/", "test/", "send/"),
        )
    ]
    answers += [
        client.post("/newsletter/desk/new/", {"title": "Mine"}).status_code,
        client.get("/newsletter/desk/").status_code,
        client.post(f"/newsletter/desk/{running.pk}/stop/").status_code,
        client.post(f"/newsletter/desk/{running.pk}/resume/").status_code,
    ]

    if edits:
        assert 403 not in answers
        assert 404 not in answers
    else:
        assert answers == refused
        assert Issue.objects.get(pk=running.pk).state == IssueState.SENDING
        assert (Issue.objects.count(), IssueItem.objects.count()) == (2, 1)


@shared
def records():
    """Return records that are old, until a test needs a new one: two for each item of two issues, at both lengths."""
    with travel(NOW, tick=False):
        return [a_record(NOW - 900 * DAY) for _record in range(4 * sum(LENGTHS))]


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/newsletter/", 2),
        ("/newsletter/feed.atom", 3),
        ("/newsletter/{pk}/", 5),
        ("/newsletter/desk/", 14),
        ("/newsletter/desk/{pk}/", 14),
        ("/newsletter/desk/{draft}/", 14),
        ("/newsletter/desk/{draft}/choose/", 16),
        ("/newsletter/desk/{draft}/mail/", 10),
    ],
)
def test_pages_take_the_same_queries_whatever_their_length(
    client, editor, records, now, django_assert_max_num_queries, path, most
):
    def a_new_record():
        record = records.pop()
        Record.objects.filter(pk=record.pk).update(published_at=now - DAY)
        return record

    issue, draft = IssueFactory(state=IssueState.SENT), IssueFactory(created_by=editor)
    if "desk" in path:
        client.force_login(editor)
    counts = []
    for number in LENGTHS:
        for each in [issue, draft] * number:
            IssueItemFactory(issue=each, topics=[TopicFactory()])
            IssueItemFactory(issue=each, section="library", key=str(a_new_record().pk))
            a_new_record()
        IssueFactory.create_batch(number, state=IssueState.SENT)
        address = path.format(pk=issue.pk, draft=draft.pk)
        client.get(address)
        with django_assert_max_num_queries(most) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]
