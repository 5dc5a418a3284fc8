"""The figure that a plan starts from: chosen, kept, given a target, measured against, shared or not."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.charts import About, Step, progress_chart
from courses.action_plans.candidates import origin_of_data_set, origin_of_indicator
from courses.action_plans.drawing import draw_plan
from courses.actions.action_plans.baselines import (
    NoBaseline,
    remove_baseline,
    restore_baseline,
    set_baseline,
    set_target,
    share_outcomes,
)
from courses.actions.plans import record_outcome
from courses.exports import learning
from courses.models import ActionPlan, PlanBaseline, PlanOutcome
from courses.refusals import PlanNotWhole
from demo.factories.accounts import UserFactory
from demo.factories.courses import ActionPlanFactory
from demo.factories.indicators import (
    IndicatorFactory,
    ObservationFactory,
    PlaceFactory,
    ReleaseFactory,
)
from indicators.calculator.actions import delete_data_set, save_data_set
from indicators.calculator.questions import Question
from indicators.catalogue.models import Dimension, Subgroup

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)
DECILES = "Decile\tObese\tMeasured\n" + "\n".join(
    f"Decile {n}\t{cases}\t1000" for n, cases in enumerate(range(300, 200, -10), start=1)
)


@pytest.fixture
def town(db):
    return PlaceFactory(code="bury", name="Bury")


@pytest.fixture
def indicator(town):
    """Cold homes in fifths of Bury, 30 to 10 per cent, in one release, and 20 per cent in the whole town."""
    indicator = IndicatorFactory(code="cold-homes", name="Cold homes")
    fifths = Dimension.objects.create(
        code="fifths", name="Fifths of areas", is_ordered=True,
        first_label="Most deprived", last_label="Least deprived",
    )  # fmt: skip
    release = ReleaseFactory(title="Cold homes 2020")
    for number in range(1, 6):
        subgroup = Subgroup.objects.create(
            dimension=fifths, name=f"Fifth {number}", position=number
        )
        ObservationFactory(
            release=release, indicator=indicator, place=town, subgroup=subgroup,
            value=35.0 - 5 * number, population=1_000,
        )  # fmt: skip
    ObservationFactory(release=release, indicator=indicator, place=town, value=20.0)
    return indicator


@pytest.fixture
def plan(town):
    return ActionPlanFactory(at=NOW - dt.timedelta(weeks=7), place="Bury", title="Warm homes")


@pytest.fixture
def owner_client(client, plan):
    client.force_login(plan.owner)
    return client


def start(plan, indicator, code="slope_index", target=-15.0, day=None):
    origin, _page = origin_of_indicator(indicator, {})
    return set_baseline(
        plan=plan,
        origin=origin,
        chosen=origin.find(code),
        target=target,
        target_on=day or (NOW.date() + dt.timedelta(days=200) if target is not None else None),
        at=NOW,
    )


def report(plan, value, week=6, **words):
    return record_outcome(
        plan=plan, week=week, happened="We went round.", change="", key=uuid.uuid4(), at=NOW,
        value=value, **words,
    )  # fmt: skip


def page_of(plan, indicator):
    return reverse("courses:baseline_from_indicator", args=[plan.pk, indicator.code])


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
    delete_data_set(data_set=data_set)

    assert "Enter the source of the figures." in refused.content.decode()
    assert answer.status_code == 302
    kept = PlanBaseline.objects.get()
    assert (kept.data_set, kept.heading, kept.source) == (
        None,
        "Our deciles, 2023/24",
        "School nurses",
    )
    assert kept.groups[0] == ["Decile 1", "30.0\N{NO-BREAK SPACE}%"]


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


def test_the_database_refuses_half_a_target_and_a_value_without_its_measure(plan, indicator):
    start(plan, indicator)

    with pytest.raises(IntegrityError), transaction.atomic():
        PlanBaseline.objects.update(target_on=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanOutcome.objects.create(
            plan=plan, form_key=uuid.uuid4(), week=6, happened="x", recorded_at=NOW, value=1.0
        )


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


def test_a_data_set_that_cannot_be_measured_offers_nothing():
    data_set = save_data_set(owner=UserFactory(), name="Empty", query="figures=x", at=NOW)

    assert origin_of_data_set(data_set).candidates == ()
