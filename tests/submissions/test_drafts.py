"""Writing a draft: begun, saved, filled from a plan, made complete, deleted."""

import datetime as dt
import json
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.models import ActionPlan, PlanOutcome
from demo.factories.accounts import UserFactory
from demo.factories.library import TopicFactory
from demo.factories.submissions import COMPLETE, SubmissionFactory
from submissions.actions import submitting
from submissions.actions.co_authors import add_co_author
from submissions.actions.drafts import delete_draft, start_submission
from submissions.content import SubmissionKind, fields_of, missing_fields
from submissions.draft_steps import steps_of
from submissions.models import CoAuthor, Submission
from submissions.states import SubmissionState
from tests.submissions.drafts import edit

pytestmark = pytest.mark.django_db
NOW = timezone.now()

NASTY = [
    "100 % of “them” said 'no' \"twice\"",
    "👩🏽‍⚕️ 🏳️‍🌈",
    "مرحبا بالعالم",
    "<script>alert(1)</script>",
    "{{ 7|add:7 }} {% now %}",
]


def plan_of(owner, **changes):
    words = {
        "title": "Fewer missed visits",
        "place": "Leeds",
        "group": "Mothers under 20",
        "inequality": "They miss half of the visits.",
        "trial": "Evening visits.",
        "partners": "Midwives",
        "measure": "Missed visits a month",
        "review_on": dt.date(2026, 6, 1),
    }
    return ActionPlan.objects.create(
        owner=owner, form_key=uuid.uuid4(), created_at=NOW, updated_at=NOW, **{**words, **changes}
    )


def test_two_clicks_begin_one_draft(client_for):
    client = client_for(UserFactory())
    data = {"kind": "case-study", "form_key": str(uuid.uuid4())}

    answers = [client.post(reverse("submissions:submission_new"), data) for _ in range(2)]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert Submission.objects.count() == 1


def test_another_kind_under_the_same_key_is_asked_for_once_more(client_for):
    client, key = client_for(UserFactory()), str(uuid.uuid4())
    address = reverse("submissions:submission_new")
    client.post(address, {"kind": "report", "form_key": key})

    asked = client.post(address, {"kind": "project", "form_key": key})
    fresh = asked.context["form"]["form_key"].value()
    client.post(address, {"kind": "project", "form_key": fresh})

    assert "You have already sent this form" in asked.content.decode()
    assert list(Submission.objects.order_by("pk").values_list("kind", flat=True)) == [
        "report",
        "project",
    ]


def test_a_plan_becomes_a_draft_with_its_outcomes(client_for):
    author = UserFactory()
    plan = plan_of(author)
    topic = TopicFactory()
    plan.topics.add(topic)
    for week, happened in ((12, "Half as many."), (6, "A few fewer.")):
        PlanOutcome.objects.create(
            plan=plan, form_key=uuid.uuid4(), week=week, happened=happened, recorded_at=NOW
        )
    address = reverse("submissions:submission_new") + f"?plan={plan.pk}"
    client = client_for(author)

    assert f'value="{plan.pk}" selected' in client.get(address).content.decode()
    client.post(address, {"kind": "case-study", "plan": plan.pk})

    draft = Submission.objects.get()
    assert draft.plan == plan
    assert (draft.title, draft.place) == ("Fewer missed visits", "Leeds")
    assert list(draft.topics.all()) == [topic]
    assert draft.content == {
        "problem": "They miss half of the visits.",
        "setting": "Leeds",
        "population": "Mothers under 20",
        "action": "Evening visits.",
        "partners": "Midwives",
        "result": "How it was measured: Missed visits a month\n\n"
        "After 6 weeks: A few fewer.\n\nAfter 12 weeks: Half as many.",
    }


def test_a_second_draft_from_the_same_plan_is_made_on_purpose_only(client_for):
    author = UserFactory()
    plan = plan_of(author)
    first = SubmissionFactory(author=author, plan=plan, title="The first", content={})
    address = reverse("submissions:submission_new")
    client = client_for(author)
    data = {"kind": "case-study", "plan": plan.pk}
    edit_it = reverse("submissions:submission_edit", args=[first.pk])

    led_here = client.get(address, {"plan": plan.pk}).content.decode()
    unaware = client.post(address, {**data, "start": "1"}).content.decode()
    begun = Submission.objects.count()
    client.post(address, {**data, "another": "1"})

    for page in (led_here, unaware):
        assert f'href="{edit_it}"' in page
        assert "Start another draft" in page
    assert (begun, Submission.objects.count()) == (1, 2)


def test_a_plan_whose_works_are_over_is_begun_anew_without_asking():
    author = UserFactory()
    plan = plan_of(author)
    for state in (SubmissionState.DECLINED, SubmissionState.WITHDRAWN):
        SubmissionFactory(author=author, plan=plan, state=state)
        draft = start_submission(author=author, kind="report", plan=plan, key=uuid.uuid4(), at=NOW)
        delete_draft(submission=draft)

    assert not Submission.objects.started_from(plan, by=author).exists()


def test_the_steps_say_what_is_done_and_what_is_missing():
    submission = SubmissionFactory(title="", place="")

    def steps(missing, co_authors, sources, files):
        told = steps_of(
            submission,
            current="submission_files",
            missing=missing,
            co_authors=co_authors,
            sources=sources,
            files=files,
        )
        return [(step.is_done, step.is_current, step.note) for step in told]

    assert steps(submitting.problems_of(submission), 0, 0, 0) == [
        (False, False, "2 things are missing"),
        (False, False, "optional"),
        (False, False, "optional"),
        (False, True, "optional"),
        (False, False, ""),
    ]
    assert steps({}, 2, 3, 1) == [
        (True, False, "complete"),
        (True, False, "2 added"),
        (True, False, "3 works added"),
        (True, True, "1 added"),
        (False, False, ""),
    ]


def test_a_plan_becomes_a_project_too():
    author = UserFactory()

    draft = start_submission(
        author=author, kind="project", plan=plan_of(author), key=uuid.uuid4(), at=NOW
    )

    assert draft.content == {
        "aims": "They miss half of the visits.\n\nEvening visits.",
        "partners": "Midwives",
    }


def test_someone_elses_plan_begins_nothing(client_for):
    plan = plan_of(UserFactory())
    author = UserFactory()
    client = client_for(author)
    address = reverse("submissions:submission_new")

    asked = client.get(f"{address}?plan={plan.pk}")
    sent = client.post(address, {"kind": "case-study", "plan": plan.pk})
    with pytest.raises(ActionPlan.DoesNotExist):
        start_submission(author=author, kind="report", plan=plan, key=uuid.uuid4(), at=NOW)

    assert (asked.status_code, sent.status_code) == (404, 200)
    assert not Submission.objects.exists()


@pytest.mark.parametrize("asked", ["x", "-1", "9" * 30, "%00", "²"])
def test_a_plan_that_is_none_is_not_found(client_for, asked):
    address = reverse("submissions:submission_new")

    answer = client_for(UserFactory()).get(f"{address}?plan={asked}")

    assert answer.status_code == 404


@pytest.mark.parametrize("value", ["9" * 30, "x", "-1", "\x00"])
def test_a_plan_sent_by_hand_is_told_beside_its_field(client_for, value):
    answer = client_for(UserFactory()).post(
        reverse("submissions:submission_new"), {"kind": "case-study", "plan": value}
    )

    assert answer.status_code == 200
    assert 'id="id_plan_error"' in answer.content.decode()
    assert not Submission.objects.exists()


def test_an_empty_draft_is_saved(client_for):
    draft = SubmissionFactory(content={}, title="", summary="", place="", licence="", topics=[])

    answer = edit(client_for(draft.author), draft)

    assert answer.status_code == 302
    assert Submission.objects.get().edit_number == draft.edit_number + 1


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("name", ["title", "summary", "place", "problem", "contact"])
def test_any_text_is_kept_as_it_is_and_shown_harmlessly(client_for, name, text):
    draft = SubmissionFactory()
    client = client_for(draft.author)

    answer = edit(client, draft, **{name: text})
    pages = [
        client.get(reverse(f"submissions:{page}", args=[draft.pk])).content.decode()
        for page in ("submission_edit", "submission_preview", "submission_detail")
    ]

    assert answer.status_code == 302
    assert Submission.objects.get().values[name] == text
    assert not any("<script>alert" in page for page in pages)


@pytest.mark.parametrize(
    ("kind", "name", "value", "error"),
    [
        ("case-study", "title", "x" * 201, "at most 200"),
        ("case-study", "summary", "x" * 2_001, "at most 2000"),
        ("case-study", "problem", "x" * 6_001, "at most 6000"),
        ("case-study", "problem", "bell \x07", "invisible control characters"),
        ("case-study", "title", "null \x00", "Null characters"),
        ("case-study", "licence", "mine", "Select a valid choice"),
        ("case-study", "topics", ["nonsense"], "not one of the available choices"),
        ("case-study", "topics", ["9" * 30], "not one of the available choices"),
        ("case-study", "topics", ["a\x00b"], "not one of the available choices"),
        ("report", "year", "two", "year in four digits"),
        ("report", "year", "99999", "Enter a number from"),
        ("report", "url", "javascript:alert(1)", "Enter a web address"),
        ("project", "starts_on", "soon", "Enter a day"),
        ("project", "ends_on", "2020-01-01", "cannot be before the start"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_nothing_is_lost(
    client_for, kind, name, value, error
):
    draft = SubmissionFactory(kind=kind)
    client = client_for(draft.author)
    before = Submission.objects.values().get()

    answer = edit(client, draft, **{name: value})
    autosaved = edit(client, draft, "submission_autosave", **{name: value})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert error in page
    assert f'id="id_{name}_error"' in page
    assert autosaved.status_code == 422
    assert Submission.objects.values().get() == before


def test_seven_topics_are_one_too_many(client_for):
    draft = SubmissionFactory()
    topics = [TopicFactory().code for _ in range(7)]

    answer = edit(client_for(draft.author), draft, topics=topics)

    assert "Choose at most 6 topics." in answer.content.decode()


def test_autosave_counts_each_save(client_for):
    draft = SubmissionFactory()
    client = client_for(draft.author)

    answers = [
        edit(client, draft, "submission_autosave", title=f"T{n}", edit_number=n) for n in (1, 2)
    ]

    assert [json.loads(a.content)["edit_number"] for a in answers] == [2, 3]
    assert Submission.objects.get().title == "T2"


def test_a_second_tab_is_told_and_loses_nothing(client_for):
    draft = SubmissionFactory()
    client = client_for(draft.author)
    edit(client, draft, title="From the first tab")

    silent = edit(client, draft, "submission_autosave", title="From the second tab")
    told = edit(client, draft, title="From the second tab")
    page = told.content.decode()

    assert (silent.status_code, told.status_code) == (409, 409)
    assert 'value="From the second tab"' in page
    assert '<dd dir="auto">From the first tab</dd>' in page
    assert Submission.objects.get().title == "From the first tab"
    again = edit(client, draft, title="From the second tab", edit_number=draft.edit_number + 1)
    assert again.status_code == 302
    assert Submission.objects.get().title == "From the second tab"


def test_the_same_words_are_no_conflict(client_for):
    draft = SubmissionFactory()
    client = client_for(draft.author)

    answers = [edit(client, draft, title="Once").status_code for _ in range(2)]

    assert answers == [302, 302]


@pytest.mark.parametrize("kind", SubmissionKind.values)
def test_each_kind_asks_for_what_it_needs(kind):
    needed = {field.name for field in fields_of(kind) if field.is_required}
    common = {"title", "summary", "licence", "topics"}
    place = set() if kind == "report" else {"place"}
    link = {"url"} if kind == "report" else set()

    assert (
        set(missing_fields(kind, {}, topic_count=0, file_count=0)) == needed | common | place | link
    )
    complete = {**COMPLETE[kind], "title": "T", "summary": "S" * 150, "licence": "L", "place": "P"}
    assert missing_fields(kind, complete, topic_count=1, file_count=0) == {}


def test_a_report_needs_an_address_or_a_file():
    values = {**COMPLETE["report"], "title": "T", "summary": "S" * 150, "licence": "L", "url": ""}

    assert set(missing_fields("report", values, topic_count=1, file_count=0)) == {"url"}
    assert missing_fields("report", values, topic_count=1, file_count=1) == {}


def test_what_is_missing_is_listed_and_marked_beside_the_fields(client_for):
    draft = SubmissionFactory(title="", content={**COMPLETE["case-study"], "cost": ""})
    client = client_for(draft.author)
    address = reverse("submissions:submission_submit", args=[draft.pk])

    checklist = client.get(address).content.decode()
    marked = client.get(
        reverse("submissions:submission_edit", args=[draft.pk]) + "?check=1"
    ).content.decode()
    sent = client.post(address, {"consent": "on"})

    for text in ("Enter a title", "Say what it cost"):
        assert text in checklist
    assert 'id="id_title_error"' in marked
    assert 'id="id_cost_error"' in marked
    assert "not complete yet" in sent.content.decode()
    assert Submission.objects.get().state == SubmissionState.DRAFT


def test_nothing_is_sent_without_consent_and_two_clicks_send_once(client_for):
    draft = SubmissionFactory()
    client = client_for(draft.author)
    address = reverse("submissions:submission_submit", args=[draft.pk])

    refused = client.post(address, {"note": "Here it is"})
    answers = [client.post(address, {"consent": "on"}).status_code for _ in range(2)]

    page = refused.content.decode()
    assert "Confirm that all authors agree" in page
    assert "Here it is" in page
    assert answers == [302, 302]
    assert draft.revisions.count() == 1


def test_a_draft_is_deleted_after_a_page_that_says_what_goes(client_for):
    draft = SubmissionFactory()
    add_co_author(submission=draft, name="Ana", email="ana@example.org")
    client = client_for(draft.author)
    address = reverse("submissions:submission_delete", args=[draft.pk])

    page = client.get(address).content.decode()
    assert "1 co-author" in page
    assert Submission.objects.exists()
    client.post(address)

    assert not Submission.objects.exists()
    assert not CoAuthor.objects.exists()
