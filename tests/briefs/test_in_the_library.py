"""A published brief becomes a record of the library, which keeps in step with it."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from briefs.actions.depositing import add_to_library
from briefs.actions.publishing import withdraw_brief
from briefs.actions.writing import begin_version, edit_words
from briefs.models import Brief
from briefs.refusals import NotPublished
from demo.factories.accounts import UserFactory
from demo.factories.briefs import draft_of, make_brief, publish
from demo.factories.library import RecordFactory, TopicFactory
from library.catalogue.actions.records import withdraw_record
from library.catalogue.models import Record, Relation
from tests.shared import shared

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


@shared
def published(author, things):
    """A published brief with one thing of each kind, and a topic."""
    brief = make_brief(
        author=author, refs=things, title="Warm homes in Ely", topics=[TopicFactory()]
    )
    publish(brief)
    return brief


def address_of(brief):
    return reverse("briefs:brief_to_library", args=[brief.pk])


def words_of(client, brief, **changes):
    """Return what the form sends as it is offered, with a summary."""
    form = client.get(address_of(brief)).context["form"]
    offered = {name: form[name].value() for name in form.fields if form[name].value()}
    return {**offered, "summary": "What warm homes do for those who live in the coldest streets. " * 3, "addressee": "Councils", **changes}  # fmt: skip


def added(client, brief):
    answer = client.post(address_of(brief), words_of(client, brief))
    brief.refresh_from_db()
    if brief.record is None:
        pytest.fail(str(answer.context["form"].errors))
    return brief.record


def next_version(brief, title, note=""):
    draft = begin_version(brief=brief, at=timezone.now())
    edit_words(
        edition=draft,
        opened_at=None,
        at=timezone.now(),
        title=title,
        question="",
        messages="A newer message.",
        place=None,
        topics=list(brief.topics.all()),
    )
    return publish(brief, note=note)


def test_an_editor_adds_a_brief_and_both_pages_lead_to_each_other(desk, published, things):
    page = desk.get(published.get_absolute_url()).content.decode()
    assert f'href="{address_of(published)}"' in page
    words = words_of(desk, published)
    assert words["title"] == published.title
    assert words["url"].endswith(published.get_absolute_url())
    offered = desk.get(address_of(published)).context["form"]["summary"].value()
    assert offered == "Cold homes make people ill."

    answers = [desk.post(address_of(published), words) for _click in range(2)]

    published.refresh_from_db()
    record = published.record
    assert [answer["Location"] for answer in answers] == [record.get_absolute_url()] * 2
    assert (record.type, record.title) == ("policy-brief", published.title)
    assert Record.objects.filter(type="policy-brief").count() == 1
    body = record.current_version.body
    assert record.current_version.particulars["message"] == "Cold homes make people ill."
    assert "Cold homes make people ill." not in body
    assert "## Cold homes and health [1]" in body
    assert "## Sources\n\n1. " in body
    cited = next(iter(things.values()))
    drawn = Relation.objects.filter(record=record).values_list("kind", "target")
    assert list(drawn) == [("draws-on", cited.pk)]
    for who in (desk, None):
        if who is None:
            desk.logout()
        page = desk.get(published.get_absolute_url()).content.decode()
        assert f'href="{record.get_absolute_url()}"' in page
        assert f'href="{address_of(published)}"' not in page
        page = desk.get(record.get_absolute_url()).content.decode()
        assert f'href="{published.get_absolute_url()}"' in page
    assert desk.get(f"/api/v1/briefs/{published.pk}/").json()["record"] == record.pk


@pytest.mark.parametrize("state", ["private", "published", "withdrawn"])
def test_only_editors_add_only_what_is_published(client, author, editor, brief, state):
    if state != "private":
        publish(brief)
    if state == "withdrawn":
        withdraw_brief(brief=brief, by=editor, reason="Old.", at=timezone.now())
    people = [None, UserFactory(), author, UserFactory(roles=[Role.COORDINATOR]), editor]

    seen = []
    for person in people:
        client.logout()
        if person:
            client.force_login(person)
        page = client.get(address_of(brief)).status_code
        sent = client.post(address_of(brief), {"title": "X"}).status_code
        seen.append((page, sent))

    refused = {"private": (404, 403, 404), "published": (403, 403, 403), "withdrawn": (403,) * 3}
    others = [(302, 302), *((each, each) for each in refused[state])]
    allowed = {"private": 404, "published": 200, "withdrawn": 403}[state]
    assert seen == [*others, (allowed, allowed)]
    assert not Record.objects.filter(type="policy-brief").exists()


def test_a_brief_that_is_no_longer_public_is_refused_in_words(author, editor, brief):
    with pytest.raises(NotPublished, match="Publish the brief first"):
        add_to_library(brief=brief, words={}, by=editor, at=timezone.now(), key=uuid.uuid4())


@pytest.mark.parametrize("field", ["title", "summary", "topics", "people", "issued", "url"])
@pytest.mark.parametrize("value", ["\x00", "x" * 9_000, "²", "<script>"])
def test_bad_input_is_answered_in_words(desk, published, field, value):
    words = words_of(desk, published, **{field: value})

    assert desk.post(address_of(published), words).status_code in (200, 302)


def test_a_new_version_of_the_brief_is_the_next_of_its_record(desk, published, things):
    record = added(desk, published)

    next_version(published, "Warmer homes in Ely", note="Figures of 2026.")

    record.refresh_from_db()
    assert record.title == "Warmer homes in Ely"
    assert [(v.number, v.note) for v in record.versions.order_by("number")] == [
        (1, ""),
        (2, "Figures of 2026."),
    ]
    assert record.current_version.particulars["message"] == "A newer message."


def test_a_title_of_the_librarys_own_stays(desk, published):
    record = added(desk, published)
    Record.objects.filter(pk=record.pk).update(title="Warm homes: a brief")

    next_version(published, "Warmer homes in Ely")

    record.refresh_from_db()
    assert (record.title, record.current_version.note) == ("Warm homes: a brief", "Version 2 of the brief.")  # fmt: skip


def test_withdrawing_the_brief_withdraws_its_record(desk, editor, published):
    record = added(desk, published)

    desk.post(reverse("briefs:brief_withdraw", args=[published.pk]), {"reason": "Wrong figures."})

    record.refresh_from_db()
    assert (record.is_published, record.withdrawal_reason) == (False, "Wrong figures.")


@pytest.mark.parametrize("is_merged", [True, False])
def test_a_record_withdrawn_by_itself_leaves_the_brief_as_it_is(desk, editor, published, is_merged):
    record = added(desk, published)
    withdraw_record(record=record, reason="Twice.", by=editor, at=timezone.now())
    other = RecordFactory(title="The other record")
    if is_merged:
        Record.objects.filter(pk=record.pk).update(replaced_by=other)

    next_version(published, "Warmer homes in Ely")

    page = desk.get(published.get_absolute_url())
    assert page.status_code == 200
    assert (other.title in page.content.decode()) == is_merged
    assert record.versions.count() == 1
    assert desk.get(address_of(published))["Location"] == record.get_absolute_url()
    number = desk.get(f"/api/v1/briefs/{published.pk}/").json()["record"]
    assert number == (other.pk if is_merged else None)
    withdraw_brief(
        brief=Brief.objects.get(pk=published.pk), by=editor, reason="Old.", at=timezone.now()
    )
    other.refresh_from_db()
    assert other.is_published


def test_a_brief_that_uses_its_own_record_does_not_draw_on_itself(desk, author, published):
    record = added(desk, published)
    user = make_brief(author=author, refs=[f"record:{record.pk}"], topics=[TopicFactory()])
    publish(user)
    Brief.objects.filter(pk=published.pk).update(record=None)
    Brief.objects.filter(pk=user.pk).update(record=record)
    user.refresh_from_db()

    next_version(user, "Warm homes")

    assert not Relation.objects.filter(record=record, target=record).exists()
    assert draft_of(begin_version(brief=user, at=timezone.now()).brief).number == 3
