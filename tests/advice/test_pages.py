"""The pages of advice: a case from the question to the outcome, bad input, and what lists cost."""

import datetime as dt
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.closing_obstacles import obstacles_for
from accounts.roles import Role
from advice.actions.leaving import leave_advice
from advice.actions.reminders import remind_of_closing
from advice.models import AdviceCase, AdviceOutcome, CitedVersion, KeptContribution
from advice.models.cases import EQUITY_QUESTIONS
from advice.states import AdviceState
from demo.factories.accounts import UserFactory
from demo.factories.advice import AdviceCaseFactory
from demo.factories.library import RecordFactory, TopicFactory
from demo.factories.networks import MembershipFactory, NetworkFactory
from demo.factories.recommendations import RecommendationFactory
from library.catalogue.models import Relation
from networks.actions.discussions import reply
from networks.models import Discussion
from notifications.models import Notification

pytestmark = pytest.mark.django_db
NASTY = ["\x00", "x" * 70_000, "9" * 30, "-1", "<script>alert(1)</script>"]


@pytest.fixture
def lead(client):
    user = UserFactory(roles=[Role.EDITOR], time_zone="Europe/London")
    client.force_login(user)
    return user


def at(name, *args):
    return reverse(f"advice:{name}", args=args)


def facts(user, **words):
    return {
        "form_key": str(uuid.uuid4()), "kind": "bill", "title": "Warm homes bill", "asked": "Is it\r\nfair?",
        "body": "Ministry", "place": "", "link": "https://example.org/bill", "day": "2027-01-15", "time": "17:00",
        "time_zone": "Europe/London", "lead": str(user.pk), "sign_off_by": "", "members": "", **words,
    }  # fmt: skip


def sign_in(user):
    other = Client()
    other.force_login(user)
    return other


def test_a_case_from_the_question_to_the_outcome(client, lead):
    signs = UserFactory(roles=[Role.COORDINATOR])
    first, second = (UserFactory(roles=[Role.REVIEWER]) for _n in range(2))
    record, topic = RecordFactory(), TopicFactory(code="homes")
    proposal = RecommendationFactory()
    words = facts(lead, sign_off_by=str(signs.pk))
    for _click in range(2):
        client.post(at("case_new"), words)
    case = AdviceCase.objects.get()
    assert (case.asked, case.closes_at) == (
        "Is it\nfair?",
        dt.datetime(2027, 1, 15, 17, tzinfo=dt.UTC),
    )
    asked = {"first": first.pk, "second": second.pk, "due_on": timezone.localdate().isoformat()}
    refused = client.post(at("case_reviewers", case.pk), asked)
    assert "“Open”" in str(refused.context["form"].errors)

    client.post(
        at("case_draft", case.pk),
        {**dict.fromkeys(EQUITY_QUESTIONS, "Yes.\r\nNo."), "draft": "We *advise*."},
    )
    work = client.get(case.get_work_url()).content.decode()
    assert "We <em>advise</em>." in work
    assert ("Signs it off" in work, "Signed off by" in work) == (True, False)
    client.post(at("case_evidence", case.pk), {"record": record.pk})
    client.post(at("recommendation_add", case.pk), {"reference": proposal.reference.lower()})
    assert client.post(at("case_reviewers", case.pk), asked).status_code == 302
    for person in (first, second):
        browser = sign_in(person)
        review = case.reviews.get(reviewer=person)
        assert b"Warm homes bill" in browser.get("/inbox/").content
        page = browser.get(review.get_absolute_url()).content.decode()
        assert "We <em>advise</em>." in page
        for _click in range(2):
            browser.post(review.get_absolute_url(), {"verdict": "ready", "comments": "Sound."})
    signer = sign_in(signs)
    for _click in range(2):
        assert signer.post(at("case_sign_off", case.pk)).status_code == 302
    file = SimpleUploadedFile("letter.csv", b"a,b\n1,2\n", content_type="text/csv")
    sent = {"sent_on": timezone.localdate().isoformat(), "sent_to": "Ministry", "document": file}
    assert client.post(at("case_send", case.pk), sent).status_code == 302
    told = {"outcome": "partly", "note": "A\r\nB", "source": "Response, page 2", "link": "", "known_on": timezone.localdate().isoformat(), "form_key": str(uuid.uuid4())}  # fmt: skip
    for _click in range(2):
        assert client.post(at("case_outcome", case.pk), told).status_code == 302

    case.refresh_from_db()
    assert (case.state, case.outcome, case.document_name) == ("closed", "partly", "letter.csv")
    assert AdviceOutcome.objects.get().note == "A\nB"
    work = client.get(case.get_work_url()).content.decode()
    assert ("Signs it off" in work, "Signed off by" in work) == (False, True)
    public = Client().get(case.get_absolute_url()).content.decode()
    for words in ("We <em>advise</em>.", record.title, proposal.reference, "Partly adopted", "Response, page 2", "letter.csv"):  # fmt: skip
        assert words in public
    assert Client().get(at("case_document", case.pk)).getvalue() == b"a,b\n1,2\n"
    moves = [
        line[1].partition(",")[0] for line in client.get(case.get_work_url()).context["history"]
    ]
    assert moves == ["Drafting started", "Sent to the reviewers", "Signed off", "Sent", "Closed"]

    form = client.get(at("case_publish", case.pk)).context["form"]
    assert form.initial["summary"] == "Is it\nfair?"
    summary = "What the bill does for those who are worst off, and what it leaves out. " * 3
    published = {"form_key": str(uuid.uuid4()), "title": "Advice on warm homes", "summary": summary, "people": "Ada Byron", "topics": [topic.code], "language": "en", "issued": "2027", "publisher": "IHE"}  # fmt: skip
    answer = client.post(at("case_publish", case.pk), published)
    case.refresh_from_db()
    if case.record is None:
        pytest.fail(str(answer.context["form"].errors))
    assert case.record.current_version.body == "We *advise*."
    drawn_on = set(Relation.objects.filter(record=case.record).values_list("target", flat=True))
    assert drawn_on == {record.pk, proposal.record_id}


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"kind": "law"}, "kind"), ({"title": ""}, "title"), ({"title": "a\0"}, "title"), ({"title": "a" * 201}, "title"),
        ({"asked": "a" * 4_001}, "asked"), ({"asked": " "}, "asked"), ({"body": ""}, "body"), ({"place": "nowhere"}, "place"),
        ({"place": "\0"}, "place"), ({"link": "javascript:alert(1)"}, "link"), ({"day": "soon"}, "day"), ({"day": "1066-10-14"}, "day"),
        ({"day": "9999-12-31"}, "day"), ({"day": ""}, "day"), ({"time": "25:00"}, "time"), ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"lead": "9" * 30}, "lead"), ({"lead": "\0"}, "lead"), ({"lead": ""}, "lead"), ({"sign_off_by": "-1"}, "sign_off_by"),
        ({"members": "nobody@example.org"}, "members"), ({"members": "a\0"}, "members"),
        ({"day": "2027-03-28", "time": "01:30"}, "time"), ({"day": "2027-10-31", "time": "01:30"}, "which"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_case_is_said_and_nothing_is_left(client, lead, words, field):
    answer = client.post(at("case_new"), facts(lead, **words))

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])
    assert not AdviceCase.objects.exists()


def test_the_lead_cannot_sign_off_and_writers_do_not_review(client, lead):
    answer = client.post(at("case_new"), facts(lead, sign_off_by=str(lead.pk)))
    assert list(answer.context["form"].errors) == ["sign_off_by"]

    case = AdviceCaseFactory(lead=lead, state=AdviceState.DRAFTING)
    form = client.get(at("case_reviewers", case.pk)).context["form"]

    assert not {lead, case.sign_off_by} & set(form.fields["first"].queryset)
    asked = {"first": lead.pk, "second": "9" * 30, "due_on": "2001-01-01"}
    answer = client.post(at("case_reviewers", case.pk), asked)
    assert sorted(answer.context["form"].errors) == ["due_on", "first", "second"]


@pytest.mark.parametrize(
    ("day", "time", "zone", "which", "moment", "shown"),
    [
        ("2027-03-27", "23:59", "Europe/London", "", "2027-03-27T23:59", "(GMT)"),
        ("2027-03-28", "23:59", "Europe/London", "", "2027-03-28T22:59", "(BST)"),
        ("2027-10-31", "01:30", "Europe/London", "first", "2027-10-31T00:30", "(BST)"),
        ("2027-10-31", "01:30", "Europe/London", "second", "2027-10-31T01:30", "(GMT)"),
        ("2027-06-30", "", "America/New_York", "", "2027-07-01T03:59", "23:59, America/New York (EDT)"),
        ("2027-06-30", "17:00", "Asia/Kathmandu", "", "2027-06-30T11:15", "17:00, Asia/Kathmandu (UTC+0545)"),
    ],
)  # fmt: skip
def test_the_closing_moment_keeps_the_zone_of_those_who_ask(client, lead, day, time, zone, which, moment, shown):  # fmt: skip
    words = facts(lead, day=day, time=time, time_zone=zone, which=which)

    client.post(at("case_new"), words)

    case = AdviceCase.objects.get()
    assert case.closes_at.isoformat() == f"{moment}:00+00:00"
    assert case.closing_in_words.endswith(shown)
    text = client.get(at("case_ics", case.pk)).content.decode()
    local = case.local_closing.strftime("%Y%m%dT%H%M%S")
    assert f"DTEND;TZID={zone}:{local}" in text
    assert "BEGIN:VTIMEZONE" in text
    page = client.get(at("case_edit", case.pk)).context["form"]
    assert (page.initial["day"].isoformat(), page.initial["time_zone"]) == (day, zone)


def test_reminders_leave_once_at_each_stage():
    closes = dt.datetime(2027, 3, 28, 22, 59, tzinfo=dt.UTC)
    case = AdviceCaseFactory(closes_at=closes, at=closes - dt.timedelta(days=30))
    AdviceCaseFactory(closes_at=closes, state=AdviceState.WITHDRAWN)

    counts = [
        remind_of_closing(at=closes - dt.timedelta(days=days, minutes=1))
        for days in (8, 7, 6.9, 6, 2, 1.9, 1, 1, -1)
    ]

    assert counts == [0, 0, 1, 0, 0, 1, 0, 0, 0]
    told = Notification.objects.filter(kind="advice.closing")
    assert {row.recipient for row in told} == {case.lead, case.sign_off_by}
    assert "(BST)" in told.first().title


@pytest.mark.parametrize("name", ["q", "kind", "state", "outcome", "place", "sort", "page", "per_page", "show"])  # fmt: skip
def test_any_text_in_any_filter_gives_a_list(client, lead, name):
    case = AdviceCaseFactory(lead=lead)
    for text in NASTY:
        for address in ("/advice/", "/advice/work/"):
            page = client.get(address, {name: text[:3_000]})
            assert page.status_code == 200
            assert b"<script>alert" not in page.content
            is_search = name == "q" and text in NASTY[2:]
            assert [row.pk for row in page.context["table"].rows] == (
                [] if is_search else [case.pk]
            )
    assert client.get("/api/v1/advice-cases/", {"state": "nothing"}).status_code == 400


def test_filters_and_counts(client):
    AdviceCaseFactory(title="A bill", state=AdviceState.CLOSED)
    AdviceCaseFactory(title="A strategy", kind="strategy", body="Council of Bury")
    AdviceCaseFactory(title="Hidden", is_confidential=True, state=AdviceState.SENT)

    def shown(**query):
        return sorted(row.title for row in client.get("/advice/", query).context["table"].rows)

    assert shown() == ["A bill", "A strategy"]
    assert shown(kind="strategy") == shown(q="bury") == shown(state="open") == ["A strategy"]
    assert shown(outcome="adopted") == ["A bill"]
    assert client.get("/advice/").context["totals"] == {"asked": 2, "advised": 1, "adopted": 1, "partly": 0, "not_adopted": 0}  # fmt: skip


@pytest.mark.parametrize("count", [1, 4])
def test_pages_of_a_case_take_the_same_queries_however_much_it_holds(client, lead, django_assert_num_queries, count):  # fmt: skip
    case = AdviceCaseFactory(lead=lead, state=AdviceState.SENT, members=[UserFactory() for _n in range(count)])  # fmt: skip
    for _n in range(count):
        CitedVersion.objects.create(case=case, version=RecordFactory().current_version, cited_at=timezone.now())  # fmt: skip
        case.recommendations.add(RecommendationFactory())
        case.outcomes.create(outcome="pending", source="A", known_on=timezone.localdate(), told_by=lead, told_at=timezone.now(), form_key=uuid.uuid4())  # fmt: skip
    for address in (case.get_absolute_url(), case.get_work_url()):
        client.get(address)

    with django_assert_num_queries(11):
        client.get(case.get_absolute_url())
    with django_assert_num_queries(13):
        page = client.get(case.get_work_url())
    assert page.status_code == 200


def test_networks_are_asked_and_replies_are_kept(client, lead):
    networks = [NetworkFactory(by=lead) for _n in range(2)]
    other, member = NetworkFactory(), UserFactory()
    MembershipFactory(network=networks[0], user=member)
    case = AdviceCaseFactory(lead=lead, closes_at=timezone.now() + dt.timedelta(days=3))
    words = {"networks": [network.pk for network in networks], "question": "Who\r\nloses?", "form_key": str(uuid.uuid4())}  # fmt: skip

    wrong = client.post(at("case_call", case.pk), words | {"networks": [other.pk]})
    assert list(wrong.context["form"].errors) == ["networks"]
    for _click in range(2):
        assert client.post(at("case_call", case.pk), words).status_code == 302

    discussion = Discussion.objects.get(network=networks[0])
    assert (Discussion.objects.count(), case.calls.count()) == (2, 2)
    assert case.get_absolute_url() in discussion.posts.get().body_html
    post = reply(discussion=discussion, author=member, body="Tenants lose.", key=uuid.uuid4(), at=timezone.now())  # fmt: skip
    assert b"Tenants lose." in client.get(case.get_work_url()).content
    keep = at("contribution_keep", case.pk, post.pk)
    for _click in range(2):
        client.post(keep)
    assert KeptContribution.objects.get().post == post
    assert (
        "1 contribution from our networks" in Client().get(case.get_absolute_url()).content.decode()
    )
    client.post(keep, {"drop": "yes"})
    assert not KeptContribution.objects.exists()
    assert client.post(at("contribution_keep", case.pk, discussion.posts.first().pk)).status_code == 409  # fmt: skip
    # What members were told of cannot become confidential.
    hidden = facts(lead, is_confidential="on", sign_off_by=case.sign_off_by_id)
    answer = client.post(at("case_edit", case.pk), hidden)
    assert answer.status_code == 200
    assert "can no longer be confidential" in answer.content.decode()


def test_networks_are_not_asked_about_a_confidential_case(client, lead):
    network = NetworkFactory(by=lead)
    case = AdviceCaseFactory(lead=lead, is_confidential=True)

    answer = client.post(at("case_call", case.pk), {"networks": [network.pk], "question": "Who?"})

    assert "confidential" in str(answer.context["form"].errors)
    assert not Discussion.objects.exists()


@pytest.mark.parametrize("text", ["", "\0", "A", "x" * 500, "FSHL-9999-Z9", "<b>"])
def test_a_wrong_reference_is_kept_beside_what_is_wrong(client, lead, text):
    case = AdviceCaseFactory(lead=lead)

    page = client.post(at("recommendation_add", case.pk), {"reference": text})

    assert page.status_code == 200
    assert page.context["wrong"]
    assert client.post(at("case_evidence", case.pk), {"record": text}).status_code == 409
    assert not case.recommendations.exists()


def test_a_draft_saved_elsewhere_is_refused_and_kept(client, lead):
    case = AdviceCaseFactory(lead=lead, state=AdviceState.DRAFTING)
    words = {**dict.fromkeys(EQUITY_QUESTIONS, "A"), "draft": "Mine", "edit_number": 0}

    answer = client.post(at("case_draft", case.pk), words)

    assert answer.status_code == 409
    assert "Mine" in answer.content.decode()
    case.refresh_from_db()
    assert case.draft == "We **advise** this."
    in_review = AdviceCaseFactory(lead=lead, state=AdviceState.IN_REVIEW)
    page = client.post(at("case_draft", in_review.pk), words).content.decode()
    assert "The status is now “In review”" in page


def test_a_wrong_file_or_day_is_refused_and_nothing_is_sent(client, lead):
    case = AdviceCaseFactory(lead=lead, state=AdviceState.SIGNED_OFF)
    for words, field in (
        ({"document": SimpleUploadedFile("a.pdf", b"MZ program")}, "document"),
        ({"document": SimpleUploadedFile("a.pdf", b"")}, "document"),
        ({"sent_on": "2999-01-01"}, "sent_on"),
        ({"sent_to": "\0"}, "sent_to"),
    ):
        sent = {"sent_on": "2026-01-01", "sent_to": "Ministry", **words}
        answer = client.post(at("case_send", case.pk), sent)
        assert list(answer.context["form"].errors) == [field]
    case.refresh_from_db()
    assert (case.state, case.document.name) == ("signed-off", "")


def test_an_account_is_not_closed_while_its_person_leads_and_its_reviews_are_declined(lead):
    case = AdviceCaseFactory(lead=lead, title="Warm homes", state=AdviceState.IN_REVIEW)
    review = case.reviews.order_by("pk").first()

    assert [words for words in obstacles_for(lead) if "Warm homes" in words]
    for _time in range(2):
        leave_advice(user=review.reviewer, at=timezone.now())

    review.refresh_from_db()
    assert review.state == "declined"
    assert obstacles_for(review.reviewer) == []


def test_the_api_tells_of_sent_advice_with_what_it_cites(client):
    case = AdviceCaseFactory(state=AdviceState.CLOSED)
    record = RecordFactory()
    case.cited.create(version=record.current_version, cited_at=timezone.now())

    told = client.get(f"/api/v1/advice-cases/{case.pk}/").json()

    assert (told["state"], told["outcome"], told["text"]) == ("closed", "adopted", "We **advise** this.")  # fmt: skip
    assert [each["record"] for each in told["evidence"]] == [record.pk]
    waiting = AdviceCaseFactory(state=AdviceState.IN_REVIEW)
    assert client.get(f"/api/v1/advice-cases/{waiting.pk}/").json()["text"] is None
    assert client.get("/api/v1/advice-cases/999999999999999999/").status_code == 404


@pytest.mark.parametrize("state", AdviceState)
def test_forms_are_shown_in_the_states_in_which_they_can_be_sent(client, state):
    lead = UserFactory(roles=[Role.EDITOR, Role.COORDINATOR])
    client.force_login(lead)
    case = AdviceCaseFactory(lead=lead, state=state)
    shown = {
        "case_draft": {"open", "drafting"},
        "case_evidence": {"open", "drafting"},
        "case_call": {"open", "drafting"},
        "case_reviewers": {"drafting", "in-review"},
        "case_send": {"signed-off"},
        "case_outcome": {"sent", "closed"},
        "case_publish": {"sent", "closed"},
        "case_withdraw": {"open", "drafting", "in-review", "signed-off"},
        "case_edit": set(AdviceState),
    }

    statuses = {name: client.get(at(name, case.pk)).status_code for name in shown}

    leads_back = {"case_draft", "case_evidence"}
    assert statuses == {
        name: 200 if state in states else 302 if name in leads_back else 409
        for name, states in shown.items()
    }
    page = client.get(case.get_work_url()).content.decode()
    links = {name for name in shown if f'"{at(name, case.pk)}"' in page}
    assert links - {name for name, states in shown.items() if state in states} == set()


def test_the_work_list_shows_what_is_left_to_do_first(client, lead):
    now = timezone.now()
    done = AdviceCaseFactory(lead=lead, state=AdviceState.SENT, closes_at=now)
    late = AdviceCaseFactory(lead=lead, closes_at=now + dt.timedelta(days=9))
    soon = AdviceCaseFactory(lead=lead, closes_at=now + dt.timedelta(days=2))

    rows = client.get("/advice/work/").context["table"].rows

    assert list(rows) == [soon, late, done]
