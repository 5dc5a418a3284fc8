"""Putting an issue together: what is new, in an order, with words; two tabs; who may; what bad input says."""

import datetime as dt

import pytest
from django.core import mail as outbox

from demo.factories.advice import AdviceCaseFactory
from demo.factories.briefs import make_brief, publish
from demo.factories.events import EventFactory
from demo.factories.library import TopicFactory
from demo.factories.newsletters import IssueFactory, IssueItemFactory, SubscriberFactory
from events.models import Event, EventSeries
from events.states import EventAccess, EventState
from library.catalogue.states import RecordState
from newsletters.actions.issues import MOST_ITEMS
from newsletters.models import Issue, IssueItem
from newsletters.sections import SECTIONS, new_by_section
from newsletters.states import IssueState
from tests.mails import delivered
from tests.newsletters.issues import a_record

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def titles(issue):
    return list(issue.items.order_by("position", "pk").values_list("title", flat=True))


def test_every_section_names_only_what_everyone_may_read(now):
    since, until = now - DAY, now + DAY
    record = a_record(now, title="A report")
    a_record(now, title="Withdrawn", state=RecordState.WITHDRAWN)
    a_record(now - 9 * DAY, title="Long ago")
    event = EventFactory(title="A talk", created_at=now)
    EventFactory(title="A draft", created_at=now, state=EventState.DRAFT)
    EventFactory(title="For some", created_at=now, access=EventAccess.GROUP)
    EventFactory(title="Cancelled", created_at=now, state=EventState.CANCELLED)
    EventFactory(title="Over", created_at=now, starts_at=now - DAY)
    brief = publish(make_brief(at=now), at=now).brief
    make_brief(at=now)
    call = AdviceCaseFactory(at=now)
    AdviceCaseFactory(at=now, is_confidential=True)
    AdviceCaseFactory(at=now, closes_at=now + DAY / 2)

    found = new_by_section(since=since, until=until)

    assert {name: [news.title for news in some] for name, some in found.items()} == {
        "library": [record.title],
        "events": [event.title],
        "briefs": [brief.title],
        "advice": [call.title],
    }
    assert list(SECTIONS) == ["library", "events", "courses", "indicators", "briefs", "advice"]


def test_of_a_series_the_soonest_is_offered_and_events_say_when_they_take_place(desk, draft, now):
    series = EventSeries.objects.create(
        title="Office hours",
        rhythm="weekly",
        first_on=now.date() + 7 * DAY,
        time=now.time(),
        time_zone="Europe/London",
        times=3,
    )
    for week in (3, 1, 2):
        starts_at = now + week * 7 * DAY
        EventFactory(
            title="Office hours",
            created_at=now,
            series=series,
            slot_on=starts_at.date(),
            starts_at=starts_at,
        )
    alone = EventFactory(title="A talk", created_at=now, starts_at=now + 9 * DAY)

    found = new_by_section(since=now - DAY, until=now + DAY)["events"]
    page = desk.get(f"/newsletter/desk/{draft.pk}/choose/").content.decode()

    assert [news.title for news in found] == ["Office hours", alone.title]
    first = Event.objects.filter(series=series).earliest("starts_at")
    assert first.get_absolute_url() == found[0].address
    assert all(news.when and news.when in page for news in found)


@pytest.mark.parametrize("name", list(SECTIONS))
def test_what_a_section_finds_it_finds_again(name, now):
    a_record(now, title="A report")
    EventFactory(created_at=now)
    publish(make_brief(at=now), at=now)
    AdviceCaseFactory(at=now)
    section = SECTIONS[name]

    found = section.find(since=now - DAY, until=now + DAY)
    again = section.find_again([int(news.key) for news in found])

    assert sorted(news.key for news in again) == sorted(news.key for news in found)
    assert section.find_again([10**17]) == []


def test_an_editor_begins_chooses_orders_writes_and_sees_it(desk, now):
    topic = TopicFactory()
    first = a_record(now - DAY, title="First report", topics=[topic])
    second = a_record(now - 2 * DAY, title="Second report")

    begun = desk.post(
        "/newsletter/desk/new/", {"title": "March", "introduction": "# Hello\n\nDear *all*"}
    )
    issue = Issue.objects.get()
    added = desk.post(
        begun.url, {"section-library": [str(first.pk), str(second.pk), str(second.pk)]}
    )
    item = issue.items.get(key=str(second.pk))
    moved = desk.post(f"/newsletter/desk/{issue.pk}/items/{item.pk}/move/", {"move": "up"})
    written = desk.post(
        f"/newsletter/desk/{issue.pk}/items/{item.pk}/", {"note": "Read <this>\nfirst."}
    )
    own = desk.post(
        f"/newsletter/desk/{issue.pk}/items/new/",
        {"title": "A call", "address": "calls.example.org/1", "topics": [topic.code]},
    )
    page = desk.get(f"/newsletter/{issue.pk}/").content.decode()
    mail = desk.get(f"/newsletter/desk/{issue.pk}/mail/").content.decode()
    html = desk.get(f"/newsletter/desk/{issue.pk}/mail.html").content.decode()

    assert [a.status_code for a in (begun, added, moved, written, own)] == [302] * 5
    assert titles(issue) == ["Second report", "First report", "A call"]
    assert list(issue.items.get(key=str(first.pk)).topics.all()) == [topic]
    assert issue.items.get(section="").address == "https://calls.example.org/1"
    for text in (page, html):
        assert "Read &lt;this&gt;<br>first." in text
        assert "<em>all</em>" in text
    assert "Also of interest" in page
    assert "urn:newsletter" not in html + mail
    assert not outbox.outbox


def test_what_is_in_the_issue_is_not_offered_again_nor_added_twice(desk, draft, now):
    record = a_record(now - DAY, title="Once")
    address = f"/newsletter/desk/{draft.pk}/choose/"

    before = desk.get(address).content.decode()
    for _click in range(2):
        answer = desk.post(address, {"section-library": [str(record.pk)]})
    after = desk.get(address).content.decode()

    assert (titles(draft), answer.status_code) == (["Once"], 200)
    assert ("Once" in before, "Once" in after) == (True, False)


def test_new_is_what_came_since_the_last_issue_or_a_day_that_the_editor_names(desk, draft, now):
    a_record(now - 5 * DAY, title="Old report")
    a_record(now - DAY, title="New report")
    IssueFactory(state=IssueState.SENT, created_at=now - 3 * DAY)
    address = f"/newsletter/desk/{draft.pk}/choose/"

    usual = desk.get(address).content.decode()
    longer = desk.get(address, {"since": "2026-02-20"}).content.decode()

    assert ("Old report" in usual, "New report" in usual) == (False, True)
    assert "Old report" in longer


@pytest.mark.parametrize(
    ("since", "words"),
    [
        ("", "Enter a day"),
        ("yesterday", "Enter a day, such as"),
        ("2026-02-30", "Enter a day, such as"),
        ("2999-01-01", "not in the future"),
        ("0001-01-01", "after 1 January 2000"),
        ("\0", "Enter a day, such as"),
        ("９９９９-01-01", "Enter a day"),
    ],
)
def test_a_wrong_day_says_what_is_wrong_and_shows_the_usual_one(desk, draft, now, since, words):
    a_record(now - DAY, title="New report")

    page = desk.get(f"/newsletter/desk/{draft.pk}/choose/", {"since": since})

    assert page.status_code == 200
    assert words in page.content.decode()
    assert "New report" in page.content.decode()


@pytest.mark.parametrize(
    "sent_words",
    [
        {},
        {"section-library": ["999999"]},
        {"section-library": ["\0"]},
        {"section-library": ["9" * 400]},
        {"section-unknown": ["1"]},
        {"section-events": ["x"]},
    ],
)
def test_wrong_choices_add_nothing(desk, draft, now, sent_words):
    a_record(now - DAY)

    page = desk.post(f"/newsletter/desk/{draft.pk}/choose/", sent_words)

    assert page.status_code == 200
    assert 'role="alert"' in page.content.decode()
    assert titles(draft) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"title": ""}, "Enter the title"),
        ({"title": "x" * 301}, "at most 300"),
        ({"title": "a\0b"}, "Null characters"),
        ({"address": "javascript:alert(1)"}, "Enter a web address"),
        ({"address": "not an address"}, "Enter a web address"),
        ({"note": "x" * 1001}, "at most 1000"),
        ({"topics": ["nothing"]}, "Select a valid choice"),
        ({"form_key": "no key"}, "UUID"),
    ],
)
def test_a_wrong_item_keeps_what_was_typed(desk, draft, words, said):
    sent_words = {"title": "A call", "address": "https://example.org", "note": "Soon."} | words

    page = desk.post(f"/newsletter/desk/{draft.pk}/items/new/", sent_words)

    assert page.status_code == 200
    assert said in page.content.decode()
    assert "Soon." in page.content.decode() or "note" in words
    assert titles(draft) == []


def test_an_issue_holds_so_many_items_and_no_more(desk, draft):
    IssueItem.objects.bulk_create(
        IssueItem(issue=draft, title=f"Item {place}", position=place) for place in range(MOST_ITEMS)
    )

    page = desk.post(f"/newsletter/desk/{draft.pk}/items/new/", {"title": "One more"})

    assert page.status_code == 200
    assert "at most 60 items" in page.content.decode()
    assert draft.items.count() == MOST_ITEMS


def test_two_tabs_lose_nothing(desk, draft):
    address = f"/newsletter/desk/{draft.pk}/edit/"
    number = desk.get(address).context["form"]["edit_number"].value()
    words = {"title": "First tab", "introduction": "One", "edit_number": number}

    first = desk.post(address, words)
    same = desk.post(address, words)
    second = desk.post(address, words | {"title": "Second tab"})
    text = second.content.decode()

    draft.refresh_from_db()
    assert (first.status_code, same.status_code, second.status_code) == (302, 302, 409)
    assert draft.title == "First tab"
    assert "First tab" in text
    assert 'value="Second tab"' in text


def test_two_tabs_of_one_item_lose_nothing(desk, draft):
    item = IssueItemFactory(issue=draft, title="A call", note="Before")
    address = f"/newsletter/desk/{draft.pk}/items/{item.pk}/"
    seen = desk.get(address).context["form"]["seen"].value()
    words = {"title": "A call", "address": item.address, "seen": seen}

    first = desk.post(address, words | {"note": "First"})
    second = desk.post(address, words | {"note": "Second"})

    item.refresh_from_db()
    assert (first.status_code, second.status_code, item.note) == (302, 409, "First")
    assert "Second" in second.content.decode()


@pytest.mark.parametrize("path", ["new/", "{pk}/items/new/"])
def test_a_double_click_makes_one(desk, draft, path):
    address = "/newsletter/desk/" + path.format(pk=draft.pk)
    before = Issue.objects.count() + IssueItem.objects.count()
    key = str(desk.get(address).context["form"]["form_key"].value())
    words = {"title": "Once", "introduction": "", "note": "", "address": "", "form_key": key}

    answers = [desk.post(address, words) for _click in range(2)]

    assert [a.status_code for a in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    assert Issue.objects.count() + IssueItem.objects.count() == before + 1


def test_a_test_mail_goes_to_its_editor_alone(desk, draft, editor):
    SubscriberFactory()
    IssueItemFactory(issue=draft, title="A call")

    desk.post(f"/newsletter/desk/{draft.pk}/test/")
    (mail,) = delivered()

    assert (mail.to, mail.subject) == ([editor.email], "Test: What is new in March")
    assert "List-Unsubscribe" not in mail.extra_headers
    assert "A call" in mail.body


def test_test_mails_are_limited(desk, draft):
    IssueItemFactory(issue=draft)

    answers = [desk.post(f"/newsletter/desk/{draft.pk}/test/").status_code for _try in range(6)]

    assert answers == [*[302] * 5, 429]


def test_the_second_click_sends_and_a_third_changes_nothing(desk, draft, now):
    SubscriberFactory.create_batch(2)
    IssueItemFactory(issue=draft)
    address = f"/newsletter/desk/{draft.pk}/send/"

    asked = desk.get(address)
    before = Issue.objects.get().state
    number = asked.context["form"].initial["edit_number"]
    sent_twice = [desk.post(address, {"edit_number": number}) for _click in range(2)]

    draft.refresh_from_db()
    assert "It goes to 2 subscribers." in asked.content.decode()
    assert before == IssueState.DRAFT
    assert [a.status_code for a in sent_twice] == [302, 302]
    assert draft.state in (IssueState.SENDING, IssueState.SENT)


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 40, "\0", "5"])
def test_an_outdated_or_wrong_number_sends_nothing(desk, draft, number):
    IssueItemFactory(issue=draft)

    page = desk.post(f"/newsletter/desk/{draft.pk}/send/", {"edit_number": number})

    draft.refresh_from_db()
    assert page.status_code in (200, 409)
    assert draft.state == IssueState.DRAFT


def test_a_second_click_withdraws_and_deletes_nothing_more(desk, draft, now):
    sent = IssueFactory(state=IssueState.SENT, sent_at=now)
    IssueItemFactory(issue=sent)
    withdraw, at_desk = f"/newsletter/desk/{sent.pk}/withdraw/", f"/newsletter/desk/{sent.pk}/"

    withdrawn = [desk.post(withdraw, {"reason": "A wrong figure"}) for _click in range(2)]
    other_words = desk.post(withdraw, {"reason": "Another reason"})
    form = desk.get(withdraw)
    deleted = [desk.post(f"/newsletter/desk/{draft.pk}/delete/") for _click in range(2)]

    assert [answer.url for answer in withdrawn] == [at_desk, at_desk]
    assert (other_words.status_code, form.url) == (200, at_desk)
    assert [answer.url for answer in deleted] == ["/newsletter/desk/"] * 2
    assert not Issue.objects.filter(pk=draft.pk).exists()
