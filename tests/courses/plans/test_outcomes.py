"""Outcomes of a plan beside its baseline and target: drawn, shared, exported."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from core.charts import About, Step, progress_chart
from courses.action_plans.drawing import draw_plan
from courses.actions.action_plans.baselines import (
    NoBaseline,
    remove_baseline,
    set_target,
    share_outcomes,
)
from courses.exports import learning
from courses.models import ActionPlan, PlanBaseline, PlanOutcome
from courses.refusals import PlanNotWhole
from demo.factories.accounts import UserFactory
from tests.courses.plans.baselines import NOW, report, start

pytestmark = pytest.mark.django_db


def test_the_target_is_changed_and_taken_away(owner_client, plan, indicator):
    start(plan, indicator)
    address = reverse("courses:target_edit", args=[plan.pk])

    shown = owner_client.get(address).content.decode()
    owner_client.post(address, {"target": "-12", "target_on": "2031-05-01"})
    changed = PlanBaseline.objects.get().target
    owner_client.post(address, {"target": "", "target_on": ""})

    assert 'value="-15"' in shown
    assert changed == -12.0
    assert PlanBaseline.objects.get().target is None
    remove_baseline(plan=plan, at=NOW)
    with pytest.raises(NoBaseline):
        set_target(plan=plan, target=None, target_on=None, at=NOW)
    assert owner_client.get(address).status_code == 302


def test_a_finished_plan_keeps_what_its_baseline_said_before(owner_client, plan, indicator):
    start(plan, indicator, target=-15.0)
    set_target(plan=plan, target=-5.0, target_on=dt.date(2031, 1, 1), at=NOW)

    kept = [row.words.get("baseline", {}).get("target_in_words", "") for row in plan.revisions.order_by("number")]  # fmt: skip

    assert [words.partition("\N{NO-BREAK SPACE}")[0] for words in kept] == ["", "−15.0", "−5.0"]
    assert "−15.0" in owner_client.get(plan.get_absolute_url()).content.decode()


def test_an_outcome_carries_the_value_now_and_is_drawn_without_claiming_a_cause(
    owner_client, plan, indicator
):
    start(plan, indicator)
    address = reverse("courses:outcome_record", args=[plan.pk, 6])
    key = uuid.uuid4()
    sent = {"form_key": key, "happened": "We went round.\r\nTwice.", "value": "-21,5"}

    asked = owner_client.get(address).content.decode()
    owner_client.post(address, sent)
    owner_client.post(address, sent)

    outcome = PlanOutcome.objects.get()
    assert (outcome.value, outcome.baseline_id) == (-21.5, PlanBaseline.objects.get().pk)
    assert outcome.happened == "We went round.\nTwice."
    assert "It was −25.0" in asked
    page = owner_client.get(plan.get_absolute_url()).content.decode()
    assert "After 6 weeks, reported on" in page
    assert "they do not prove that the plan caused a change" in page


@pytest.mark.parametrize("value", ["much", "1,234", "\0", "9" * 99])
def test_a_value_that_is_no_number_loses_nothing_typed(owner_client, plan, indicator, value):
    start(plan, indicator)
    address = reverse("courses:outcome_record", args=[plan.pk, 6])

    answer = owner_client.post(
        address, {"form_key": uuid.uuid4(), "happened": "We went round.", "value": value}
    )

    assert answer.status_code == 200
    assert "We went round." in answer.content.decode()
    assert not PlanOutcome.objects.exists()


def test_a_value_of_a_plan_whose_baseline_was_removed_meanwhile_is_refused(plan):
    with pytest.raises(PlanNotWhole):
        report(plan, 3.0)

    assert not PlanOutcome.objects.exists()


def test_the_owner_shows_outcomes_to_others_or_keeps_them(owner_client, plan):
    report(plan, None)
    address = reverse("courses:plan_share_outcomes", args=[plan.pk])

    assert [plan.shares_outcomes, ActionPlan.objects.get().shared_outcomes] == [False, []]
    owner_client.post(address, {"share": "yes"})
    assert len(ActionPlan.objects.get().shared_outcomes) == 1
    owner_client.post(address, {"share": "no"})
    assert not ActionPlan.objects.get().shares_outcomes


def test_the_export_holds_baseline_target_and_values(plan, indicator):
    start(plan, indicator)
    report(plan, -21.5)
    share_outcomes(plan=plan, is_shared=True)

    [exported] = learning(plan.owner).data["action_plans"]

    kept = exported["baseline"]
    assert (kept["measure"], kept["target"], kept["source"]) == (
        "slope_index",
        -15.0,
        "Office of Examples: Cold homes 2020.",
    )
    assert [row["value"] for row in exported["outcomes"]] == [-21.5]


def test_the_page_of_the_indicator_names_the_plan_to_its_owner_alone(client, plan, indicator):
    start(plan, indicator)
    page = indicator.get_absolute_url()

    assert "Warm homes" not in client.get(page).content.decode()
    client.force_login(UserFactory())
    assert "Warm homes" not in client.get(page).content.decode()
    client.force_login(plan.owner)
    assert "Your plans that start from it" in client.get(page).content.decode()
    remove_baseline(plan=plan, at=NOW)
    assert "Your plans that start from it" not in client.get(page).content.decode()


def test_too_large_numbers_are_told_and_not_drawn(plan, indicator):
    start(plan, indicator, target=1e11)

    assert draw_plan(ActionPlan.objects.get(), []) is None


def test_a_chart_of_progress_needs_values_that_can_be_drawn():
    about = About(name="x", title="x", description="x", unit="%", source="", licence="")

    with pytest.raises(ValueError, match="a value to start from"):
        progress_chart(about, [])
    with pytest.raises(ValueError, match="not a number"):
        progress_chart(about, [Step("a", "a", float("nan"))])
    alone = progress_chart(about, [Step("Baseline", "b", -3.0, -4.0, -2.0)])
    assert alone.rows == [["Baseline", "−3.0 (−4.0 to −2.0)"]]
