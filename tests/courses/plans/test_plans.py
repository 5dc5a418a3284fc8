"""Action plans: written, finished, revised, and what came of them."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.actions.plans import (
    ask_for_outcomes,
    finish_plan,
    record_outcome,
    save_plan,
    start_plan,
)
from courses.models import ActionPlan, AppendOnlyError, PlanOutcome, PlanRevision
from courses.refusals import PlanNotWhole
from courses.signals import plan_finished
from demo.factories.accounts import UserFactory
from demo.factories.courses import (
    PLAN_WORDS,
    ActionPlanFactory,
    CourseFactory,
    EnrolmentFactory,
)
from demo.factories.library import TopicFactory
from notifications.models import Notification

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)
WHOLE = {**PLAN_WORDS, "review_on": "2099-01-01"}


@pytest.fixture
def plan():
    return ActionPlanFactory(is_finished=False, at=NOW)


def test_a_draft_may_have_gaps_and_says_what_is_missing_when_finished():
    plan = start_plan(owner=UserFactory(), key=uuid.uuid4(), at=NOW)
    save_plan(plan=plan, at=NOW, place="Nether Edge")

    with pytest.raises(PlanNotWhole) as refusal:
        finish_plan(plan=plan, by=plan.owner, at=NOW)

    assert set(refusal.value.errors) == {*ActionPlan.NEEDED} - {"place"}
    assert ActionPlan.objects.get().finished_at is None


def test_the_review_day_must_not_be_over_when_the_plan_is_finished(plan):
    save_plan(plan=plan, at=NOW, review_on=NOW.date() - dt.timedelta(days=1))

    with pytest.raises(PlanNotWhole) as refusal:
        finish_plan(plan=plan, by=plan.owner, at=NOW)

    assert list(refusal.value.errors) == ["review_on"]


def test_finishing_is_announced_once_and_keeps_the_wording(
    plan, django_capture_on_commit_callbacks
):
    heard = []
    plan_finished.connect(lambda plan_id, **_: heard.append(plan_id), weak=False, dispatch_uid="t")

    with django_capture_on_commit_callbacks(execute=True):
        finish_plan(plan=plan, by=plan.owner, at=NOW)
        finish_plan(plan=plan, by=plan.owner, at=NOW + dt.timedelta(days=1))
    plan_finished.disconnect(dispatch_uid="t")

    plan.refresh_from_db()
    assert heard == [plan.pk]
    assert plan.finished_at == NOW
    assert [row.words["place"] for row in plan.revisions.all()] == ["Nether Edge"]


def test_a_plan_without_a_name_is_called_by_its_inequality(plan):
    save_plan(plan=plan, at=NOW, title="", inequality="Fewer are breastfed.\nMuch fewer.")

    finished = finish_plan(plan=plan, by=plan.owner, at=NOW)

    assert finished.title == "Fewer are breastfed."


def test_a_finished_plan_is_revised_whole_and_each_wording_stays():
    plan = ActionPlanFactory(at=NOW)

    save_plan(plan=plan, at=NOW, trial="Peer supporters visit on the first day.")
    save_plan(plan=plan, at=NOW, trial="Peer supporters visit on the first day.")
    with pytest.raises(PlanNotWhole):
        save_plan(plan=plan, at=NOW, trial=" ")

    words = [row.words["trial"] for row in PlanRevision.objects.order_by("number")]
    assert words == [PLAN_WORDS["trial"], "Peer supporters visit on the first day."]
    with pytest.raises(AppendOnlyError):
        PlanRevision.objects.first().save()


def test_a_plan_of_a_course_starts_once_with_the_courses_topics():
    topic = TopicFactory()
    enrolment = EnrolmentFactory(course=CourseFactory(plan=True, topics=[topic]))

    first, second = (
        start_plan(owner=enrolment.user, key=uuid.uuid4(), enrolment=enrolment, at=timezone.now())
        for _ in range(2)
    )

    assert first == second
    assert list(first.topics.all()) == [topic]


@pytest.mark.parametrize("name", ["plan_detail", "plan_edit"])
def test_a_plan_is_hidden_from_everyone_but_its_owner(client, plan, name):
    address = reverse(f"courses:{name}", args=[plan.pk])

    client.force_login(plan.owner)
    mine = client.get(address).status_code
    client.force_login(UserFactory())

    assert [mine, client.get(address).status_code] == [200, 404]


def test_a_plan_cannot_be_started_in_a_place_of_someone_else(client):
    enrolment = EnrolmentFactory(course=CourseFactory(plan=True))
    client.force_login(UserFactory())

    response = client.post(reverse("courses:plan_start"), {"enrolment": enrolment.pk})

    assert response.status_code == 404
    assert not ActionPlan.objects.exists()


@pytest.mark.parametrize("enrolment", ["9" * 5_000, "x", "\u0663"])
def test_an_enrolment_that_is_none_starts_no_plan(client, enrolment):
    client.force_login(UserFactory())

    response = client.post(reverse("courses:plan_start"), {"enrolment": enrolment})

    assert response.status_code == 404
    assert not ActionPlan.objects.exists()


def test_a_double_click_starts_one_plan(client):
    client.force_login(UserFactory())
    data = {"form_key": str(uuid.uuid4())}

    answers = [client.post(reverse("courses:plan_start"), data).url for _ in range(2)]

    assert answers[0] == answers[1]
    assert ActionPlan.objects.count() == 1


def test_finishing_with_gaps_shows_them_and_keeps_the_words_as_a_draft(client, plan):
    client.force_login(plan.owner)
    data = {**WHOLE, "partners": "", "place": "Sharrow", "finish": "yes"}

    response = client.post(reverse("courses:plan_edit", args=[plan.pk]), data)

    plan.refresh_from_db()
    form = response.context["form"]
    assert form.errors == {"partners": ["Enter who you will work with."]}
    assert [plan.place, plan.finished_at] == ["Sharrow", None]
    # The page goes on from its own save and does not take itself for another tab.
    assert form["edit_number"].value() == str(plan.edit_number)


def test_finishing_a_whole_plan_leads_to_it(client, plan):
    client.force_login(plan.owner)

    response = client.post(
        reverse("courses:plan_edit", args=[plan.pk]), {**WHOLE, "finish": "yes"}, follow=True
    )

    plan.refresh_from_db()
    assert plan.is_finished
    assert response.redirect_chain == [(plan.get_absolute_url(), 302)]


@pytest.mark.parametrize(
    ("words", "ok"),
    [
        ("x" * 10_000, False),
        ("a\x00b", False),
        ("100 % of “us” %s %(a)s", True),
        ("🙂 العربية\u202e", True),
        ("<script>alert(1)</script>", True),
    ],
)
def test_every_text_is_kept_escaped_or_refused_beside_its_field(client, plan, words, ok):
    client.force_login(plan.owner)
    fields = ("title", "place", "group", "inequality", "trial", "partners", "measure")
    data = {**dict.fromkeys(fields, words), "review_on": "2099-01-01"}

    response = client.post(reverse("courses:plan_edit", args=[plan.pk]), data, follow=True)

    assert response.status_code == 200
    assert b"<script>alert" not in response.content
    if not ok:
        assert set(response.context["form"].errors) == set(fields)


@pytest.mark.parametrize("day", ["tomorrow", "2099-02-31", "' OR 1=1", "\x00"])
def test_a_day_that_does_not_exist_is_refused(client, plan, day):
    client.force_login(plan.owner)

    response = client.post(
        reverse("courses:plan_edit", args=[plan.pk]), {**WHOLE, "review_on": day, "save": "yes"}
    )

    assert response.context["form"].errors == {
        "review_on": ["Enter a real day, such as 27 March 2027."]
    }


def test_autosave_keeps_a_draft_and_tells_what_does_not_hold(client, plan):
    address = reverse("courses:plan_autosave", args=[plan.pk])
    client.force_login(plan.owner)

    saved = client.post(address, {"place": "Gleadless"})
    refused = client.post(address, {"place": "x" * 999})

    plan.refresh_from_db()
    assert [saved.status_code, refused.status_code] == [200, 422]
    assert (plan.place, saved.json()["edit_number"]) == ("Gleadless", plan.edit_number)
    assert refused.json()["message"].startswith("Not saved. Which place is it for?")


def test_a_second_tab_of_a_plan_is_told_and_loses_nothing(client, plan):
    address = reverse("courses:plan_edit", args=[plan.pk])
    client.force_login(plan.owner)
    opened = {"edit_number": plan.edit_number, "title": "P", "save": "1"}

    first = client.post(address, {**opened, "trial": "Tab one"})
    second = client.post(address, {**opened, "trial": "Tab two"})
    autosave = reverse("courses:plan_autosave", args=[plan.pk])
    behind = client.post(autosave, {**opened, "trial": ""})
    plan.refresh_from_db()

    page = second.content.decode()
    assert [answer.status_code for answer in (first, second, behind)] == [302, 409, 409]
    assert plan.trial == "Tab one"
    assert ("Tab one" in page, "Tab two" in page) == (True, True)

    number = second.context["form"]["edit_number"].value()
    client.post(address, {**opened, "trial": "Tab two", "edit_number": number})
    plan.refresh_from_db()
    assert plan.trial == "Tab two"


def test_saving_a_plan_twice_with_the_same_words_is_no_conflict(client, plan):
    address = reverse("courses:plan_edit", args=[plan.pk])
    client.force_login(plan.owner)
    words = {"edit_number": plan.edit_number, "title": "P", "trial": "Once", "save": "1"}

    assert [client.post(address, words).status_code for _click in range(2)] == [302, 302]


def test_autosave_does_not_touch_a_finished_plan_or_anothers(client):
    plan = ActionPlanFactory()
    address = reverse("courses:plan_autosave", args=[plan.pk])

    client.force_login(plan.owner)
    finished = client.post(address, {"place": ""})
    client.force_login(UserFactory())

    assert [finished.status_code, client.post(address, {}).status_code] == [409, 404]


def test_outcomes_are_asked_for_after_six_and_twelve_weeks_once_each():
    plan = ActionPlanFactory(at=NOW)
    weeks = [5, 6, 7, 12, 13, 20]

    asked = [ask_for_outcomes(at=NOW + dt.timedelta(weeks=week)) for week in weeks]

    keys = Notification.objects.filter(recipient=plan.owner).order_by("pk")
    assert asked == [0, 1, 0, 1, 0, 0]
    assert [row.key for row in keys] == [
        f"courses.outcome_due:{plan.pk}:6",
        f"courses.outcome_due:{plan.pk}:12",
    ]


def test_who_recorded_the_outcome_is_not_asked_for_it():
    plan = ActionPlanFactory(at=NOW)
    record_outcome(plan=plan, week=6, happened="It went.", change="", key=uuid.uuid4(), at=NOW)

    assert ask_for_outcomes(at=NOW + dt.timedelta(weeks=6)) == 0


def test_an_outcome_is_recorded_once_a_submit_and_stands_with_the_plan(client):
    plan = ActionPlanFactory()
    address = reverse("courses:outcome_record", args=[plan.pk, 6])
    data = {"happened": "Twelve mothers were visited.", "form_key": str(uuid.uuid4())}
    client.force_login(plan.owner)

    client.post(address, data)
    client.post(address, data)
    page = client.get(plan.get_absolute_url())

    assert PlanOutcome.objects.count() == 1
    assert b"Twelve mothers were visited." in page.content


def test_an_outcome_needs_words(client):
    plan = ActionPlanFactory()
    client.force_login(plan.owner)

    response = client.post(reverse("courses:outcome_record", args=[plan.pk, 12]), {"change": "x"})

    assert response.context["form"].errors == {"happened": ["Describe what happened."]}


def test_the_day_of_an_outcome_is_counted_from_the_local_day_of_the_end():
    late_in_utc = dt.datetime(2026, 11, 24, 23, 30, tzinfo=dt.UTC)
    plan = ActionPlan(finished_at=late_in_utc)

    days = {}
    for zone in ("Europe/London", "Asia/Kolkata"):
        with timezone.override(zone):
            days[zone] = plan.outcome_due_on(6)

    assert days == {
        "Europe/London": dt.date(2027, 1, 5),
        "Asia/Kolkata": dt.date(2027, 1, 6),
    }


def test_a_draft_has_no_outcome(client, plan):
    client.force_login(plan.owner)

    response = client.get(reverse("courses:outcome_record", args=[plan.pk, 6]))

    assert response.url == plan.get_absolute_url()


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_and_the_page_of_plans_take_the_same_queries(
    sign_in, django_assert_max_num_queries, count
):
    owner = UserFactory()
    plans = [ActionPlanFactory(owner=owner) for _ in range(count)]
    client = sign_in(owner)

    with django_assert_max_num_queries(8):
        listed = client.get(reverse("courses:plan_list"))
    with django_assert_max_num_queries(9):
        client.get(plans[0].get_absolute_url())

    assert len(listed.context["page"].object_list) == count
