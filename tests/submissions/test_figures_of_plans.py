"""A case study takes the figures of its plan along: into the draft, to reviewers, and into the library."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.actions.plans import record_outcome
from demo.factories.courses import ActionPlanFactory, PlanBaselineFactory
from demo.factories.submissions import COMPLETE, ReviewFactory, SubmissionFactory
from submissions.actions.decisions import accept_submission
from submissions.prefill import draft_from_plan
from submissions.states import ReviewState, SubmissionState

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def plan(db):
    plan = ActionPlanFactory(inequality="Homes are cold.", measure="We ask.", title="Warm homes")
    PlanBaselineFactory(plan=plan)
    for week, value in ((6, 19.5), (12, None)):
        record_outcome(
            plan=plan, week=week, happened=f"Week {week}.", change="", key=uuid.uuid4(), at=NOW, value=value,
        )  # fmt: skip
    return plan


def test_the_draft_says_inequality_baseline_target_and_outcomes(plan):
    values = draft_from_plan(plan, "case-study")

    assert values["problem"] == (
        "Homes are cold.\n\nCold homes, Bury, 2020. Value of the whole place: 24.0 %.\n"
        "Source: Office of Examples: Cold homes 2020."
    )
    assert values["result"] == (
        "How it was measured: We ask.\n\n"
        "| When | Value of the whole place: Cold homes, Bury, 2020 |\n"
        "| --- | --- |\n"
        "| Baseline, 2020 | 24.0 % |\n"
        "| After 6 weeks | 19.5 % |\n"
        "| Target | 15.0 % by 1 January 2031 |\n\n"
        "After 6 weeks: Week 6.\n\n"
        "After 12 weeks: Week 12."
    )


def test_a_project_takes_the_baseline_and_the_target_into_its_aims(plan):
    aims = draft_from_plan(plan, "project")["aims"]

    assert "Cold homes, Bury, 2020." in aims
    assert "Target: 15.0 % by 1 January 2031." in aims


def test_values_against_an_earlier_baseline_are_left_out_and_signs_of_markdown_are_words(plan):
    plan.baselines.update(removed_at=NOW)
    PlanBaselineFactory(
        plan=plan, measure_name="Ratio | *of* <b>two</b>\n# x", target=None, target_on=None
    )

    result = draft_from_plan(plan, "case-study")["result"]

    assert (
        "| When | Ratio \\| \\*of\\* \\<b\\>two\\</b\\> # x: Cold homes, Bury, 2020 |\n| --- | --- |\n| Baseline, 2020 |"
        in result
    )
    assert "19.5" not in result


def test_reviewers_and_readers_of_the_library_see_the_figures(client, plan):
    content = {
        name: text
        for name, text in COMPLETE["case-study"].items()
        if name not in ("problem", "result")
    }
    work = SubmissionFactory(
        author=plan.owner, plan=plan, content=content, state=SubmissionState.IN_REVIEW
    )
    review = ReviewFactory(submission=work, state=ReviewState.ACCEPTED)

    client.force_login(review.reviewer)
    reviewers = client.get(reverse("submissions:review_detail", args=[review.pk])).content.decode()
    accepted = accept_submission(submission=work, editor=work.editor, at=NOW)
    client.logout()
    record = client.get(accepted.record.get_absolute_url()).content.decode()

    for page in (reviewers, record):
        assert "Cold homes, Bury, 2020." in page
        for cell in ("24.0 %", "19.5 %", "15.0 % by 1 January 2031"):
            assert f"<td>{cell}</td>" in page
        assert "Week 6." in page
        assert page.count("<figcaption>") == 1
        assert "Baseline, 2020: 24.0 %; After 6 weeks: 19.5 %; Target: 15.0 %" in page
        assert "core/charts" in page


def test_the_picture_follows_what_the_author_corrects_and_a_text_without_figures_has_none(
    client, plan
):
    result = draft_from_plan(plan, "case-study")["result"].replace("19.5 %", "18.25 %")
    work = SubmissionFactory(author=plan.owner, plan=plan, content={"result": result})
    client.force_login(plan.owner)
    address = reverse("submissions:submission_preview", args=[work.pk])

    corrected = client.get(address).content.decode()
    work.content = {"result": "| When | Who |\n| --- | --- |\n| Baseline | 2 people |"}
    work.save()
    without = client.get(address).content.decode()

    assert "After 6 weeks: 18.25 %" in corrected
    assert "chart-picture" in corrected
    assert "chart-picture" not in without
    assert "core/charts" not in without
