"""What readers see: who sees what, versions that stay, the PDF, newer sources, and where briefs are listed."""

import io

import pytest
from django.utils import timezone
from pypdf import PdfReader

from accounts.roles import Role
from briefs.actions.publishing import offer_brief, publish_draft, take_back, withdraw_brief
from briefs.actions.writing import begin_version, delete_private_briefs
from briefs.exports import briefs_of
from briefs.models import Brief, Edition, Part
from briefs.states import BriefState
from core.permissions import allows
from demo.factories.accounts import UserFactory
from demo.factories.briefs import draft_of, make_brief, publish
from indicators.catalogue.models import Release
from library.catalogue.actions.records import withdraw_record
from library.catalogue.actions.versions import deposit_version
from library.vocabularies.models import Place
from notifications.conditions import open_to_recipient
from notifications.models import Notification
from tests.courses.gradients import gradient

pytestmark = pytest.mark.django_db


@pytest.fixture
def readers(client, author, editor):
    """Return a way to look at an address as each reader."""
    people = {"visitor": None, "member": UserFactory(), "editor": editor, "author": author}

    def look(address):
        answers = {}
        for name, person in people.items():
            client.logout()
            if person:
                client.force_login(person)
            answers[name] = client.get(address)
        return answers

    return look


def statuses(answers):
    return {name: answer.status_code for name, answer in answers.items()}


@pytest.mark.parametrize("state", ["private", "offered", "published", "withdrawn"])
def test_who_sees_a_brief(readers, brief, editor, state):
    now = timezone.now()
    if state == "offered":
        offer_brief(brief=brief, at=now)
    if state in ("published", "withdrawn"):
        publish(brief)
    if state == "withdrawn":
        withdraw_brief(brief=brief, by=editor, reason="Wrong <figures>.", at=now)

    page = readers(f"/briefs/{brief.pk}/")
    draft = readers(f"/briefs/{brief.pk}/draft/")
    listed = readers("/briefs/")
    pdf = readers(f"/briefs/{brief.pk}/v1.pdf")

    seen = {
        "private": (404, 404, 404, 302),
        "offered": (404, 404, 302, 302),
        "published": (200,) * 4,
        "withdrawn": (410,) * 4,
    }
    changing = {
        "private": (302, 404, 404, 200),
        "offered": (302, 404, 200, 200),
        "published": (302, 403, 200, 200),
        "withdrawn": (302, 403, 403, 403),
    }
    assert tuple(statuses(page).values()) == seen[state]
    assert tuple(statuses(draft).values()) == changing[state]
    is_public = state == "published"
    assert {brief.title in a.content.decode() for a in listed.values()} == {is_public}
    assert {a.status_code == 200 for a in pdf.values()} == {is_public}
    if state == "withdrawn":
        assert "Wrong &lt;figures&gt;." in page["visitor"].content.decode()


@pytest.mark.parametrize("state", ["private", "published"])
def test_pages_of_what_it_uses_list_a_brief_once_it_is_public(client, brief, things, state):
    record, _release, recommendation, _lesson = things.values()
    brief.place = Place.objects.get(code="ely")
    brief.save()
    if state == "published":
        publish(brief)
    address = f"/briefs/{brief.pk}/"

    pages = [
        record.get_absolute_url(),
        recommendation.get_absolute_url(),
        "/indicators/cold-homes/",
        "/places/ely/",
        "/search/?q=warm+homes+ely",
        "/briefs/?place=ely",
        "/sitemap-briefs.xml",
        "/api/v1/briefs/",
    ]
    found = {page: address in client.get(page).content.decode() for page in pages}

    assert found == dict.fromkeys(pages, state == "published")


def test_a_draft_is_seen_by_nobody_else_not_even_where_its_brief_is_public(readers, brief):
    publish(brief)
    draft = begin_version(brief=brief, at=timezone.now())
    Part.objects.create(edition=draft, kind="text", words="Secret.", words_html="Secret.")

    page = readers(f"/briefs/{brief.pk}/")
    second = readers(f"/briefs/{brief.pk}/v2/")
    pdf = readers(f"/briefs/{brief.pk}/draft.pdf")

    assert not any("Secret." in answer.content.decode() for answer in page.values())
    assert set(statuses(second).values()) == {404}
    assert statuses(pdf) == {"visitor": 302, "member": 403, "editor": 200, "author": 200}


def test_versions_stay_at_their_addresses(client, editor, brief):
    publish(brief)
    before = client.get(f"/briefs/{brief.pk}/v1/").content.decode()
    draft = begin_version(brief=brief, at=timezone.now())
    assert begin_version(brief=brief, at=timezone.now()) == draft
    Edition.objects.filter(pk=draft.pk).update(title="Warmer homes")
    client.force_login(editor)
    number = client.get(f"/briefs/{brief.pk}/publish/").context["form"]["edit_number"].value()

    stale = client.post(f"/briefs/{brief.pk}/publish/", {"edit_number": number + 1})
    client.post(f"/briefs/{brief.pk}/publish/", {"edit_number": number, "note": "New title"})
    client.logout()
    now = client.get(f"/briefs/{brief.pk}/").content.decode()
    first = client.get(f"/briefs/{brief.pk}/v1/").content.decode()

    assert stale.status_code in (200, 409)
    assert "Warmer homes" in now
    assert "New title" in now
    assert "Warm homes in Ely. Brief, version 1." in first
    assert "There is a newer version of this brief." in first
    assert "There is a newer version of this brief." not in before


def test_members_ask_and_editors_publish(client, author, editor, brief):
    client.force_login(author)
    refused = client.post(f"/briefs/{brief.pk}/publish/", {"edit_number": 1})
    asked = client.post(f"/briefs/{brief.pk}/offer/")
    client.force_login(editor)
    listed = client.get("/briefs/mine/").content.decode()

    assert (refused.status_code, asked.status_code) == (403, 302)
    assert f"/briefs/{brief.pk}/draft/" in listed
    client.post(f"/briefs/{brief.pk}/take-back/")
    assert client.get(f"/briefs/{brief.pk}/draft/").status_code == 404


def test_the_pdf_is_tagged_and_names_every_source(client, brief, things):
    edition = publish(brief)

    pdf = PdfReader(io.BytesIO(client.get(f"/briefs/{brief.pk}/v1.pdf").getvalue()))
    text = " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)

    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"]
    assert pdf.metadata.title == "Warm homes in Ely"
    assert len(pdf.pages) <= 2
    squeezed = text.replace(" ", "")
    for part in Part.objects.filter(edition=edition):
        for words in (part.taken["citation"], part.taken["version"], part.taken["address"]):
            assert words.replace(" ", "") in squeezed
    assert edition.get_absolute_url() in squeezed


def test_the_author_is_told_how_many_pages_it_has(client, author, brief):
    client.force_login(author)

    before = client.get(f"/briefs/{brief.pk}/draft/").context["pages"]
    preview = client.get(f"/briefs/{brief.pk}/draft/preview/")
    after = client.get(f"/briefs/{brief.pk}/draft/").context["pages"]

    assert before is None
    assert after == preview.context["pages"]
    assert 1 <= after <= 2


def change(things):
    """Let something happen to each source."""
    record, release, recommendation, _lesson = things.values()
    now = timezone.now()
    newer = gradient((30, 25, 20, 15, 10), supersedes=Release.objects.get(pk=release.pk), title="2")
    deposit_version(record=record, body="New text", note="New", at=now, by=None)
    type(recommendation).objects.filter(pk=recommendation.pk).update(text="Insulate all homes.")
    return newer


def test_sources_stay_frozen_and_newer_ones_are_taken_by_a_click(client, author, brief, things):
    client.force_login(author)
    assert "has changed" not in client.get(f"/briefs/{brief.pk}/draft/").content.decode()
    kept = {part.kind: dict(part.taken) for part in Part.objects.filter(edition__brief=brief)}
    change(things)
    parts = {part.kind: part for part in Part.objects.filter(edition__brief=brief)}

    page = client.get(f"/briefs/{brief.pk}/draft/").content.decode()

    assert {kind: part.taken for kind, part in parts.items()} == kept
    assert "3 sources have changed since you chose them." in page
    for kind in ("record", "figure", "recommendation"):
        client.post(f"/briefs/{brief.pk}/draft/parts/{parts[kind].pk}/renew/")
        parts[kind].refresh_from_db()
    after = client.get(f"/briefs/{brief.pk}/draft/").content.decode()
    assert parts["figure"].taken["excerpt"]["panels"][0]["rows"][0]["values"][0] == 30
    assert parts["record"].version.number == 2
    assert parts["recommendation"].taken["text"] == "Insulate all homes."
    assert "Use the newer one" not in after


def test_a_withdrawn_source_is_told_and_stays_cited(client, author, editor, brief, things):
    record = next(iter(things.values()))
    publish(brief)
    withdraw_record(record=record, reason="Wrong.", by=editor, at=timezone.now())
    client.force_login(author)

    draft = client.get(f"/briefs/{brief.pk}/draft/").content.decode()
    page = client.get(f"/briefs/{brief.pk}/").content.decode()

    assert "The record was withdrawn from the library." in draft
    assert "The recommendation was withdrawn." in draft
    assert "Cold homes and health" in page


def test_withdrawing_asks_why_and_names_what_to_read_instead(client, editor, brief):
    publish(brief)
    other = make_brief(title="Better homes")
    publish(other)
    client.force_login(editor)
    address = f"/briefs/{brief.pk}/withdraw/"

    silent = client.post(address, {"reason": ""})
    itself = client.post(address, {"reason": "Old", "replaced_by": str(brief.pk)})
    wrong = client.post(address, {"reason": "Old", "replaced_by": "9" * 30})
    done = client.post(address, {"reason": "Old", "replaced_by": str(other.pk)})
    again = client.post(address, {"reason": "Old"})
    gone = client.get(f"/briefs/{brief.pk}/v1/")

    assert "Say why it is withdrawn" in silent.content.decode()
    assert itself.status_code == 200
    brief.refresh_from_db()
    assert wrong.status_code in (200, 302)
    assert (done.status_code, again.status_code) in ((302, 409), (409, 409))
    assert brief.state == BriefState.WITHDRAWN
    assert gone.status_code == 410


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_takes_the_same_queries_whatever_its_length(
    client, django_assert_num_queries, count
):
    for number in range(count):
        publish(make_brief(title=f"Brief {number}"))
    client.get("/briefs/")

    with django_assert_num_queries(4):
        page = client.get("/briefs/")

    assert page.content.decode().count('class="row"') == count


@pytest.mark.parametrize("query", ["q=%00", "topic=%00", "place=a%00", "page=999999999999", "q=" + "x" * 500, "topic=none&place=none"])  # fmt: skip
def test_filters_that_mean_nothing_break_nothing(client, query):
    publish(make_brief())

    assert client.get(f"/briefs/?{query}").status_code == 200


def test_numbers_that_no_column_holds_are_not_there(client, brief):
    publish(brief)

    for address in (f"/briefs/{brief.pk}/v999999999/", f"/briefs/{brief.pk}/v0.pdf", "/briefs/99999999999/"):  # fmt: skip
        assert client.get(address).status_code == 404


def test_superusers_and_editors_alone_publish():
    people = {role: UserFactory(roles=[role]) for role in (Role.EDITOR, Role.FACILITATOR)}
    brief = make_brief()
    publish(brief)

    assert {role: allows(person, "briefs.publish", brief) for role, person in people.items()} == {
        Role.EDITOR: True,
        Role.FACILITATOR: False,
    }


def test_programs_read_what_is_public_and_why_it_is_gone(client, editor, brief):
    address = f"/api/v1/briefs/{brief.pk}/"
    hidden = client.get(address)
    edition = publish(brief)
    shown = client.get(address).json()
    withdraw_brief(brief=brief, by=editor, reason="Wrong figures.", at=timezone.now())
    gone = client.get(address)

    assert (hidden.status_code, gone.status_code) == (404, 410)
    assert "Wrong figures." in gone.content.decode()
    assert shown["permanent_url"].endswith(edition.get_absolute_url())
    assert [source["kind"] for source in shown["sources"]] == ["Record", "Figure", "Recommendation", "Lesson"]  # fmt: skip
    assert shown["key_messages"] == ["Cold homes make people ill."]


def test_closing_an_account_deletes_what_was_private_and_keeps_what_is_public(author, brief):
    public = make_brief(author=author, title="Public")
    publish(public)

    data = briefs_of(author).data
    delete_private_briefs(author_id=author.pk)
    delete_private_briefs(author_id=author.pk)

    assert [each["title"] for each in data["briefs"]] == ["Warm homes in Ely", "Public"]
    assert list(Brief.objects.all()) == [public]


def test_editors_and_the_author_are_told(author, editor, brief):
    now = timezone.now()
    for _click in range(2):
        offer_brief(brief=brief, at=now)
    brief.refresh_from_db()
    publish_draft(edition=draft_of(brief), by=editor, seen=None, at=now)
    withdraw_brief(brief=brief, by=editor, reason="Old.", at=now)

    told = Notification.objects.order_by("pk").values_list("recipient", "kind")
    assert list(told) == [
        (editor.pk, "briefs.offered"),
        (author.pk, "briefs.published"),
        (author.pk, "briefs.withdrawn"),
    ]


@pytest.mark.parametrize("taken_back", [False, True])
def test_editors_no_longer_hear_of_what_was_taken_back(editor, brief, taken_back):
    offer_brief(brief=brief, at=timezone.now())
    if taken_back:
        take_back(brief=brief)

    seen = Notification.objects.filter(open_to_recipient(), recipient=editor)

    assert seen.exists() != taken_back


@pytest.mark.parametrize("count", [1, 4])
def test_ones_own_list_takes_the_same_queries_and_tells_what_changed(
    client, things, django_assert_num_queries, count
):
    author = UserFactory()
    for number in range(count):
        make_brief(author=author, refs=things, title=f"Brief {number}")
    change(things)
    client.force_login(author)
    client.get("/briefs/mine/")

    with django_assert_num_queries(8):
        page = client.get("/briefs/mine/").content.decode()

    assert page.count("3 sources have changed") == count
