"""The figure that a plan starts from: what can be chosen, kept and removed, and by whom."""

import datetime as dt
import re
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from courses.action_plans.candidates import origin_of_data_set, origin_of_indicator
from courses.actions.action_plans.baselines import (
    remove_baseline,
    restore_baseline,
)
from courses.models import ActionPlan, PlanBaseline, PlanOutcome
from demo.factories.accounts import UserFactory
from demo.factories.courses import ActionPlanFactory
from demo.factories.indicators import (
    IndicatorFactory,
    ObservationFactory,
    ReleaseFactory,
)
from indicators.calculator.actions import delete_data_set, erase_deleted_data_sets, save_data_set
from indicators.calculator.questions import Question
from tests.courses.plans.baselines import DECILES, NOW, page_of, report, start

pytestmark = pytest.mark.django_db


def test_what_can_be_chosen_is_every_measure_every_group_and_the_whole_place(indicator):
    origin, _page = origin_of_indicator(indicator, {})

    codes = [each.code for each in origin.candidates]
    assert {"slope_index", "difference", "ratio"} <= set(codes)
    assert codes[-6:] == ["group-1", "group-2", "group-3", "group-4", "group-5", "place"]
    slope = origin.find("slope_index")
    assert (slope.value, slope.unit, slope.period) == (
        pytest.approx(-25.0),
        "percentage points",
        "2020",
    )


def test_the_owner_chooses_a_number_with_a_target_and_the_plan_shows_both(
    owner_client, plan, indicator
):
    day = timezone.localdate() + dt.timedelta(days=90)
    sent = {
        "measure": "slope_index",
        "target": "−15 percentage points",
        "target_on": day.isoformat(),
    }

    answer = owner_client.post(page_of(plan, indicator), sent)

    assert answer.status_code == 302
    kept = PlanBaseline.objects.get(plan=plan)
    assert (kept.value, kept.target, kept.target_on) == (pytest.approx(-25.0), -15.0, day)
    assert (kept.heading, kept.source) == (
        "Cold homes, Bury, 2020",
        "Office of Examples: Cold homes 2020.",
    )
    page = owner_client.get(plan.get_absolute_url()).content.decode()
    assert "−25.0\N{NO-BREAK SPACE}percentage points" in page
    assert "Office of Examples: Cold homes 2020." in page
    assert "<svg" in page
    assert "Target, by" in page


def test_the_number_stays_when_its_release_is_replaced_and_the_indicator_has_another_value(
    owner_client, plan, indicator, town
):
    start(plan, indicator, "place")
    old = PlanBaseline.objects.get().release
    newer = ReleaseFactory(title="Cold homes, corrected", supersedes=old)
    ObservationFactory(release=newer, indicator=indicator, place=town, value=44.0)

    page = owner_client.get(plan.get_absolute_url()).content.decode()
    now = owner_client.get(page_of(plan, indicator)).content.decode()

    assert "20.0\N{NO-BREAK SPACE}%" in page
    assert "Cold homes 2020." in page
    assert "44.0\N{NO-BREAK SPACE}%" in now


def test_a_data_set_asks_for_period_and_source_and_outlives_its_deletion(owner_client, plan):
    data_set = save_data_set(
        owner=plan.owner, name="Our deciles", query=Question(DECILES).to_query(), at=NOW
    )
    address = reverse("courses:baseline_from_data_set", args=[plan.pk, data_set.pk])

    refused = owner_client.post(address, {"measure": "slope_index"})
    answer = owner_client.post(
        address, {"measure": "slope_index", "period": "2023/24", "source": "School nurses"}
    )
    delete_data_set(data_set=data_set, at=NOW)
    erase_deleted_data_sets(before=NOW + dt.timedelta(seconds=1))

    assert "Enter the source of the figures." in refused.content.decode()
    assert answer.status_code == 302
    kept = PlanBaseline.objects.get()
    assert (kept.data_set, kept.heading, kept.source) == (
        None,
        "Our deciles, 2023/24",
        "School nurses",
    )
    assert kept.groups[0] == ["Decile 1", "30.0\N{NO-BREAK SPACE}%"]


def test_undo_brings_back_the_data_set_that_the_plan_knows(owner_client, plan):
    data_set = save_data_set(
        owner=plan.owner, name="Our deciles", query=Question(DECILES).to_query(), at=NOW
    )
    address = reverse("courses:baseline_from_data_set", args=[plan.pk, data_set.pk])
    owner_client.post(
        address, {"measure": "slope_index", "period": "2023/24", "source": "School nurses"}
    )

    page = owner_client.post(
        reverse("indicators:data_set_delete", args=[data_set.pk]), follow=True
    ).content.decode()
    hidden = owner_client.get(address).status_code
    undo = re.search(r'formaction="([^"]+)"', page).group(1)
    back = owner_client.post(undo, follow=True).content.decode()

    assert hidden == 404
    assert "“Our deciles”</a> is back." in back
    assert PlanBaseline.objects.get().data_set == data_set
    assert "School nurses" in owner_client.get(address).content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choose a number."),
        ({"measure": "no-such"}, "Choose a number from the list."),
        ({"measure": ["slope_index", "x\0"]}, "Choose a number from the list."),
        ({"measure": "place", "target": "12"}, "Enter the day by which you want to reach"),
        ({"measure": "place", "target_on": "2099-01-01"}, "Enter a day in the next fifty years."),
        ({"measure": "place", "target_on": "2031-01-01"}, "Enter the value you want to reach"),
        ({"measure": "place", "target": "a lot", "target_on": "2031-01-01"}, "Enter a number, such as"),
        ({"measure": "place", "target": "1,234", "target_on": "2031-01-01"}, "can be read as two"),
        ({"measure": "place", "target": "9" * 30, "target_on": "2031-01-01"}, "twelve digits"),
        ({"measure": "place", "target": "NaN", "target_on": "2031-01-01"}, "Enter a number, such as"),
        ({"measure": "place", "target": "1\x00", "target_on": "2031-01-01"}, "Enter a number, such as"),
        ({"measure": "place", "target": "1", "target_on": "2001-01-01"}, "not in the past"),
        ({"measure": "place", "target": "1", "target_on": "31/31/2031"}, "Enter a real day"),
        ({"measure": "place", "target": "1\r\n2", "target_on": "2031-01-01"}, "Enter a number, such as"),
    ],
)  # fmt: skip
def test_what_cannot_be_says_what_is_wrong_and_keeps_nothing(
    owner_client, plan, indicator, sent, said
):
    answer = owner_client.post(page_of(plan, indicator), sent)

    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not PlanBaseline.objects.exists()


@pytest.mark.parametrize("target", ["12,5", " 12.5 % ", "١٢٫٥", "12.5percentage points"])
def test_a_target_is_read_in_other_notations(owner_client, plan, indicator, target):
    sent = {"measure": "place", "target": target, "target_on": "2031-01-01"}

    owner_client.post(page_of(plan, indicator), sent)

    assert PlanBaseline.objects.get().target == 12.5


def test_addresses_that_name_nothing_are_not_found_and_choices_that_are_not_there_are_replaced(
    owner_client, plan, indicator
):
    strange = "?place=%00&by=nothing&period=2099&release=999999999999999999999&sex=x"
    assert owner_client.get(page_of(plan, indicator) + strange).status_code == 200
    assert owner_client.get(reverse("courses:plan_act_on")).status_code == 404
    assert owner_client.get(reverse("courses:plan_act_on") + "?indicator=%00").status_code == 404
    assert owner_client.get(reverse("courses:plan_act_on") + "?data_set=²").status_code == 404
    missing = reverse("courses:baseline_from_indicator", args=[plan.pk, "no-such-thing"])
    assert owner_client.get(missing).status_code == 404


def test_nobody_else_reads_or_changes_the_figures_of_a_plan(client, plan, indicator):
    start(plan, indicator)
    client.force_login(UserFactory())
    names = (
        "baseline_choose",
        "target_edit",
        "baseline_remove",
        "baseline_restore",
        "plan_share_outcomes",
    )

    for name in names:
        address = reverse(f"courses:{name}", args=[plan.pk])
        assert client.post(address, {"baseline": "1"}).status_code in (404, 405), name
    assert client.post(page_of(plan, indicator), {"measure": "place"}).status_code == 404

    assert PlanBaseline.objects.get().measure == "slope_index"


def test_a_strangers_data_set_and_an_indicator_without_published_figures_are_not_offered(
    owner_client, plan
):
    draft = IndicatorFactory(name="Not yet published")
    strange = save_data_set(
        owner=UserFactory(), name="Not yours", query=Question(DECILES).to_query(), at=NOW
    )

    page = owner_client.get(reverse("courses:baseline_choose", args=[plan.pk])).content.decode()

    assert "Not yet published" not in page
    assert "Not yours" not in page
    assert "You have no data sets yet." in page
    for address in (
        page_of(plan, draft),
        reverse("courses:baseline_from_data_set", args=[plan.pk, strange.pk]),
    ):
        assert owner_client.get(address).status_code == 404


def test_choosing_the_same_number_again_changes_the_target_alone(plan, indicator):
    first = start(plan, indicator)
    report(plan, -22)

    again = start(plan, indicator, target=-10.0)
    other = start(plan, indicator, "ratio", target=None)
    back = start(plan, indicator, target=-12.0)

    assert again.pk == first.pk == back.pk != other.pk
    assert back.target == -12.0
    assert back.outcomes.count() == 1
    assert PlanBaseline.objects.filter(removed_at=None).get() == back


def test_a_baseline_is_removed_with_undo_and_outcomes_keep_their_values(
    owner_client, plan, indicator
):
    first = start(plan, indicator)
    report(plan, -22)

    answer = owner_client.post(
        reverse("courses:baseline_remove", args=[plan.pk]), follow=True
    ).content.decode()
    without = plan.baselines.filter(removed_at=None).exists()
    owner_client.post(reverse("courses:baseline_restore", args=[plan.pk]), {"baseline": first.pk})

    assert "Undo" in answer
    assert "Against an earlier baseline of the plan" in answer
    assert not without
    assert ActionPlan.objects.get().baseline == first


def test_undo_does_not_push_out_what_was_chosen_since_nor_take_a_strangers(plan, indicator):
    first = start(plan, indicator)
    remove_baseline(plan=plan, at=NOW)
    second = start(plan, indicator, "place")
    other = start(ActionPlanFactory(), indicator)

    restore_baseline(plan=plan, baseline_id=first.pk, at=NOW)
    remove_baseline(plan=plan, at=NOW)
    restore_baseline(plan=plan, baseline_id=other.pk, at=NOW)

    assert not PlanBaseline.objects.filter(plan=plan, removed_at=None).exists()
    restore_baseline(plan=plan, baseline_id=second.pk, at=NOW)
    assert PlanBaseline.objects.get(plan=plan, removed_at=None) == second


@pytest.mark.parametrize("count", [1, 4])
def test_the_pages_take_the_same_queries_whatever_their_length(
    owner_client, plan, indicator, django_assert_max_num_queries, count
):
    start(plan, indicator)
    for n in range(count):
        report(plan, -20 - n)
        ObservationFactory(indicator=IndicatorFactory(name=f"Indicator {n}"))
        save_data_set(
            owner=plan.owner, name=f"Set {n}", query=Question(f"{DECILES}{n}").to_query(), at=NOW
        )
        ActionPlanFactory(owner=plan.owner)
    pages = [
        plan.get_absolute_url(),
        reverse("courses:baseline_choose", args=[plan.pk]),
        page_of(plan, indicator),
        f"{reverse('courses:plan_act_on')}?indicator={indicator.code}",
    ]
    owner_client.get(page_of(plan, indicator))
    asked = []
    for page in pages:
        with django_assert_max_num_queries(20) as queries:
            owner_client.get(page)
        asked.append(len(queries))

    assert asked == [9, 7, 9, 5]


def test_the_database_refuses_half_a_target_and_a_value_without_its_measure(plan, indicator):
    start(plan, indicator)

    with pytest.raises(IntegrityError), transaction.atomic():
        PlanBaseline.objects.update(target_on=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanOutcome.objects.create(
            plan=plan, form_key=uuid.uuid4(), week=6, happened="x", recorded_at=NOW, value=1.0
        )


def test_a_data_set_that_cannot_be_measured_offers_nothing():
    data_set = save_data_set(owner=UserFactory(), name="Empty", query="figures=x", at=NOW)

    assert origin_of_data_set(data_set).candidates == ()
