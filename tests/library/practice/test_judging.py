"""Judging a case study: who may, what they see of each other, and what follows."""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from core.constraints import AppendOnlyError
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory
from demo.factories.practice import CaseStudyFactory, JudgementFactory, judged
from library import tasks
from library.catalogue.actions.records import correct_record, withdraw_record
from library.catalogue.actions.versions import deposit_version
from library.practice.actions.judging import (
    NotForJudge,
    withdraw_assessment,
    withdraw_outdated,
)
from library.practice.models import Assessment, Judgement
from library.practice.states import Criterion
from library.vocabularies.names import CreatorName
from notifications.models import Notification
from workflow.flows import TransitionNotAllowed

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
SECRET = "So the work says of ethics."


def page_of(record, name="practice_detail"):
    return reverse(f"library:{name}", args=[record.pk])


def sent(**words):
    degrees = {each.value: "met" for each in Criterion}
    reasons = {f"{each.value}_words": "It says so.\r\nTwice." for each in Criterion}
    measure = {"measure": "values", "baseline": "31 %", "outcome": "52 %", "evaluation": ""}
    return {"form_key": str(uuid4()), **degrees, **reasons, **measure, **words}


def judged_twice(record=None, first=None, second=None):
    record = record or CaseStudyFactory()
    JudgementFactory(record=record, judged=first or judged(), at=NOW)
    JudgementFactory(record=record, judged=second or judged(), at=NOW)
    return record


@pytest.fixture
def editor(client):
    user = UserFactory(roles=[Role.EDITOR])
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("visitor", 302),
        ("stranger", 403),
        ("reviewer", 403),
        ("depositor", 403),
        ("maker", 403),
        ("namesake", 403),
        ("editor", 200),
        ("administrator", 200),
    ],
)
def test_editors_judge_what_others_made(client, who, status):
    people = {
        "stranger": UserFactory(),
        "reviewer": UserFactory(roles=[Role.REVIEWER]),
        "depositor": UserFactory(roles=[Role.EDITOR]),
        "maker": UserFactory(roles=[Role.EDITOR]),
        "namesake": UserFactory(roles=[Role.EDITOR], full_name="Ana Sousa"),
        "editor": UserFactory(roles=[Role.EDITOR]),
        "administrator": UserFactory(roles=[Role.ADMINISTRATOR]),
    }
    creators = [CreatorName("A", user=people["maker"]), CreatorName("ana sousa")]
    record = CaseStudyFactory(creators=creators, depositor=people["depositor"])
    if who != "visitor":
        client.force_login(people[who])

    shown = client.get(page_of(record, "practice_judge"))
    answer = client.post(page_of(record, "practice_judge"), sent())

    assert shown.status_code == status
    assert answer.status_code == (302 if status == 200 else status)
    assert Judgement.objects.count() == (status == 200)
    html = client.get(record.get_absolute_url()).content.decode()
    assert ("Judge this case study" in html) is False
    assert client.get(page_of(record)).status_code == 200


def test_only_published_case_studies_are_judged(client, editor):
    report, withdrawn = RecordFactory(), CaseStudyFactory()
    withdraw_record(record=withdrawn, reason="A mistake.", by=editor, at=timezone.now())

    for record in (report, withdrawn):
        for name in ("practice_detail", "practice_judge", "practice_withdraw"):
            assert client.get(page_of(record, name)).status_code == 404
    assert "Stage of practice" not in client.get(report.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("who", "sees_first", "sees_both"),
    [("visitor", False, True), ("stranger", False, True), ("judge", False, True), ("editor", False, True)],
)  # fmt: skip
def test_neither_judgement_is_seen_before_both_are_given(client, who, sees_first, sees_both):
    record = CaseStudyFactory()
    first = JudgementFactory(record=record)
    people = {
        "stranger": UserFactory(),
        "judge": first.judge,
        "editor": UserFactory(roles=[Role.EDITOR]),
    }
    if who != "visitor":
        client.force_login(people[who])
    pages = (page_of(record), record.get_absolute_url(), page_of(record, "practice_judge"))

    before = [client.get(page).content.decode() for page in pages]
    JudgementFactory(record=record)
    after = client.get(page_of(record)).content.decode()

    assert any(SECRET in html for html in before) is sees_first
    assert (SECRET in after) is sees_both
    assert (str(first.judge) in after) is (who in ("judge", "editor"))


def test_a_judgement_is_seen_by_its_judge_alone_until_both_are_given():
    first = JudgementFactory()

    assert list(Judgement.objects.visible_to(first.judge)) == [first]
    assert not Judgement.objects.visible_to(UserFactory(roles=[Role.EDITOR])).exists()
    JudgementFactory(record=first.assessment.version.record)
    assert Judgement.objects.visible_to(UserFactory()).count() == 2


def test_the_second_judgement_settles_the_stage_and_shows_it_everywhere(client, editor):
    record = CaseStudyFactory()
    JudgementFactory(record=record, judged=judged(participation="partly"))

    for _click in range(2):
        words = sent(form_key="6f2c5c66-3f5b-4b0e-9c1a-111111111111")
        answer = client.post(page_of(record, "practice_judge"), words)

    assert answer["Location"] == page_of(record)
    assessment = Assessment.objects.get()
    assert (assessment.state, assessment.stage) == ("settled", "promising")
    assert Judgement.objects.count() == 2
    said = assessment.judgements.get(judge=editor).degrees.get(criterion="ethics").words
    assert said == "It says so.\nTwice."
    client.logout()
    for address in (record.get_absolute_url(), page_of(record)):
        assert "Promising practice" in client.get(address).content.decode()
    assert "Not yet:" in client.get(page_of(record)).content.decode()
    assert client.get(f"/api/v1/records/{record.pk}/").json()["stage"] == "promising"
    found = client.get("/library/?stage=promising").content.decode()
    assert record.title in found
    assert "Promising practice" in found
    assert record.title not in client.get("/library/?stage=leading").content.decode()


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"ethics": ""}, "ethics"),
        ({"ethics": "perfect"}, "ethics"),
        ({"ethics": "met\0"}, "ethics"),
        ({"ethics_words": ""}, "ethics_words"),
        ({"ethics_words": " \r\n "}, "ethics_words"),
        ({"ethics_words": "a" * 501}, "ethics_words"),
        ({"ethics_words": "a\0"}, "ethics_words"),
        ({"measure": ""}, "measure"),
        ({"measure": "none"}, "measure"),
        ({"measure": "maybe"}, "measure"),
        ({"baseline": ""}, "baseline"),
        ({"baseline": "much"}, "baseline"),
        ({"outcome": "9" * 201}, "outcome"),
        ({"measure": "evaluation"}, "evaluation"),
        ({"measure": "evaluation", "evaluation": "a\r\0"}, "evaluation"),
        ({"form_key": "x"}, "form_key"),
    ],
)
def test_what_is_wrong_with_a_judgement_is_said_and_nothing_is_left(client, editor, words, field):
    record = CaseStudyFactory()

    answer = client.post(page_of(record, "practice_judge"), sent(**words))

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])
    assert "It says so.\nTwice." in answer.content.decode()
    assert not Judgement.objects.exists()
    assert not Assessment.objects.exists()


def test_reasons_of_many_line_breaks_count_them_once(client, editor):
    record = CaseStudyFactory()
    words = "a\r\n" * 248 + "bcde"

    client.post(page_of(record, "practice_judge"), sent(ethics_words=words))

    [degree] = Judgement.objects.get().degrees.filter(criterion="ethics")
    assert degree.words == words.replace("\r\n", "\n")


@pytest.mark.parametrize("digits", ["٣١", "31"])
def test_a_measure_is_a_number_in_any_script(client, editor, digits):
    record = CaseStudyFactory()

    client.post(page_of(record, "practice_judge"), sent(baseline=digits, outcome=digits))

    assert Judgement.objects.get().baseline == digits


def test_what_the_chosen_measure_does_not_need_is_not_kept():
    said = judged(measure="evaluation", baseline="31", outcome="52", evaluation="University, 2025")

    judgement = JudgementFactory(judged=said)

    assert (judgement.baseline, judgement.outcome) == ("", "")
    assert judgement.evaluation == "University, 2025"


def test_one_person_judges_a_version_once_and_nobody_a_third_time(client, editor):
    record = CaseStudyFactory()
    JudgementFactory(record=record, by=editor)

    with pytest.raises(NotForJudge, match="already judged"):
        JudgementFactory(record=record, by=editor)
    again = client.post(page_of(record, "practice_judge"), sent())
    JudgementFactory(record=record)
    with pytest.raises(NotForJudge, match="Two editors"):
        JudgementFactory(record=record)

    assert "You have already judged this version." in again.content.decode()
    assert Judgement.objects.count() == 2


def test_what_was_given_is_never_changed():
    judgement = JudgementFactory()
    judgement.measure = "none"

    with pytest.raises(AppendOnlyError):
        judgement.save()
    with pytest.raises(AppendOnlyError):
        judgement.degrees.first().delete()


def test_a_new_version_ends_the_stage_at_once_and_tells_the_judges(client, django_capture_on_commit_callbacks):  # fmt: skip
    record = judged_twice()
    judges = {each.judge_id for each in Judgement.objects.all()}

    with django_capture_on_commit_callbacks(execute=True):
        deposit_version(record=record, body="New.", note="New result", by=None, at=timezone.now())

    assessment = Assessment.objects.get()
    assert (assessment.state, assessment.stage) == ("withdrawn", "leading")
    told = Notification.objects.filter(kind="library.judgement_ended")
    assert {each.recipient_id for each in told} == judges
    html = client.get(page_of(record)).content.decode()
    assert "No stage yet" in html
    assert "The work has a new version." in html
    assert SECRET in html
    assert client.get(f"/api/v1/records/{record.pk}/").json()["stage"] is None
    assert "Leading practice" not in client.get(record.get_absolute_url()).content.decode()
    judged_twice(record)
    assert client.get(f"/api/v1/records/{record.pk}/").json()["stage"] == "leading"


def test_the_stage_is_gone_before_the_task_has_run_and_the_sweep_repeats_safely(client):
    record = judged_twice()
    deposit_version(record=record, body="New.", note="New result", by=None, at=timezone.now())

    assert client.get(f"/api/v1/records/{record.pk}/").json()["stage"] is None
    assert record.title not in client.get("/library/?stage=leading").content.decode()
    tasks.withdraw_outdated_judgements()
    assert withdraw_outdated(at=timezone.now()) == 0
    assert Assessment.objects.get().state == "withdrawn"


def test_a_correction_without_a_new_version_keeps_the_stage(client):
    record = judged_twice()
    correct_record(
        record=record, changes={"title": "Right title"}, topics=record.topics.all(), creators=[], at=NOW
    )  # fmt: skip

    assert client.get(f"/api/v1/records/{record.pk}/").json()["stage"] == "leading"


def test_what_is_no_case_study_any_more_has_no_stage(client):
    record = judged_twice()
    correct_record(
        record=record, changes={"type": "report"}, topics=record.topics.all(), creators=[], at=NOW
    )

    assert client.get(f"/api/v1/records/{record.pk}/").json()["stage"] is None
    assert "Leading" not in client.get(record.get_absolute_url()).content.decode()


def test_an_editor_withdraws_judgements_with_a_reason_that_everyone_reads(client, editor):
    record = judged_twice()
    address = page_of(record, "practice_withdraw")

    refused = client.post(address, {"reason": " \r\n"})
    answer = client.post(address, {"reason": "One judge\r\nknew the team."})

    assert list(refused.context["form"].errors) == ["reason"]
    assert answer["Location"] == page_of(record)
    assert client.post(address, {"reason": "Again."}).status_code == 404
    assert Notification.objects.filter(kind="library.judgement_ended").count() == 2
    client.logout()
    assert "One judge\nknew the team." in client.get(page_of(record)).content.decode()
    with pytest.raises(TransitionNotAllowed):
        withdraw_assessment(assessment=Assessment.objects.get(), reason="x", by=editor, at=NOW)


def test_what_was_withdrawn_before_both_were_given_stays_unseen(client, editor):
    record = CaseStudyFactory()
    first = JudgementFactory(record=record)
    client.post(page_of(record, "practice_withdraw"), {"reason": "Too early."})

    assert SECRET not in client.get(page_of(record)).content.decode()
    assert not Judgement.objects.visible_to(editor).exists()
    assert list(Judgement.objects.visible_to(first.judge)) == [first]


def test_the_criteria_and_the_rule_are_public(client):
    html = client.get(reverse("library:practice_criteria")).content.decode()

    for each in Criterion:
        assert str(each.label) in html
    assert "the lower judgement counts" in html


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_page_takes_the_same_queries_whatever_its_history(
    client, django_assert_num_queries, rounds
):
    record = CaseStudyFactory()
    for number in range(rounds):
        judged_twice(record)
        if number < rounds - 1:
            assessment = Assessment.objects.latest("pk")
            withdraw_assessment(assessment=assessment, reason="Again.", by=None, at=NOW)
    judged_twice(CaseStudyFactory())

    with django_assert_num_queries(7):
        html = client.get(page_of(record)).content.decode()

    assert html.count("<summary>Version 1") == rounds - 1
