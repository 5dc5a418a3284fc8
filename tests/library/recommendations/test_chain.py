"""From a recommendation to plans, case studies, lessons and indicators, as far as each reader may see them."""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.actions.action_plans.recommendations import (
    MOST_RECOMMENDATIONS,
    act_on,
    stop_acting_on,
)
from courses.actions.releases import publish_release
from courses.models import ActionPlan, PlanRecommendation
from courses.refusals import CannotBeCited
from demo.factories.accounts import UserFactory
from demo.factories.courses import ActionPlanFactory, CourseFactory, LessonFactory, ModuleFactory
from demo.factories.indicators import (
    IndicatorFactory,
    ObservationFactory,
    PlaceFactory,
    ReleaseFactory,
)
from demo.factories.library import RecordFactory, TopicFactory
from demo.factories.mentoring import MentoringRequestFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory
from demo.factories.recommendations import RecommendationFactory
from demo.factories.submissions import SubmissionFactory
from library.catalogue.actions.records import withdraw_record
from library.recommendations.actions.recommendations import withdraw_recommendation
from submissions.actions.drafts import start_submission
from submissions.actions.sources import SourceRefused, add_recommendation_acted_on
from submissions.states import SubmissionState
from tests.query_counts import queries_of

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def parts(client, recommendation):
    page = client.get(recommendation.get_absolute_url())
    return {str(part.heading): part for part in page.context["parts"]}


def lines(client, recommendation, heading):
    part = parts(client, recommendation).get(heading)
    return [str(line.title) for line in part.lines] if part else []


def plan_for(recommendation, **fields):
    plan = ActionPlanFactory(**fields)
    act_on(plan=plan, recommendation=recommendation, at=NOW)
    return plan


def test_the_owner_names_recommendations_and_takes_them_out(client):
    made = RecommendationFactory(title="Warm homes for all")
    plan = ActionPlanFactory()
    client.force_login(plan.owner)
    page = reverse("courses:plan_recommendations", args=[plan.pk])
    add, remove = (reverse(f"courses:plan_recommendation_{what}", args=[plan.pk, made.reference]) for what in ("add", "remove"))  # fmt: skip

    assert made.reference in client.get(page, {"q": "warm"}).content.decode()
    for _click in range(2):
        assert client.post(add)["Location"] == page
    assert made.title in client.get(plan.get_absolute_url()).content.decode()
    assert [row.recommendation for row in PlanRecommendation.objects.all()] == [made]
    for _click in range(2):
        assert client.post(remove)["Location"] == page
    assert not PlanRecommendation.objects.exists()


def test_a_new_plan_starts_from_a_recommendation(client):
    made = RecommendationFactory()
    client.force_login(UserFactory())
    choose = reverse("courses:plan_choose_for", args=[made.reference])

    assert client.get(choose).status_code == 200
    client.post(reverse("courses:plan_start"), {"form_key": str(uuid4()), "recommendation": made.reference})  # fmt: skip
    client.post(reverse("courses:plan_start"), {"form_key": str(uuid4()), "recommendation": "\0" * 99})  # fmt: skip

    assert ActionPlan.objects.count() == 2
    assert PlanRecommendation.objects.get().recommendation == made
    assert "Acts on it already" in client.get(choose).content.decode()


def test_plans_of_others_are_not_found(client):
    made, plan = RecommendationFactory(), ActionPlanFactory()
    client.force_login(UserFactory())
    add = reverse("courses:plan_recommendation_add", args=[plan.pk, made.reference])

    assert client.get(reverse("courses:plan_recommendations", args=[plan.pk])).status_code == 404
    assert client.post(add).status_code == 404
    client.force_login(plan.owner)
    assert client.post(add.replace(made.reference, "NO-1")).status_code == 404
    assert not PlanRecommendation.objects.exists()


def test_a_plan_acts_on_ten_and_on_none_that_was_withdrawn():
    plan, gone = ActionPlanFactory(), RecommendationFactory()
    withdraw_recommendation(recommendation=gone, reason="Wrong.", by=UserFactory(), at=NOW)

    with pytest.raises(CannotBeCited):
        act_on(plan=plan, recommendation=gone, at=NOW)
    for _n in range(MOST_RECOMMENDATIONS):
        act_on(plan=plan, recommendation=RecommendationFactory(), at=NOW)
    with pytest.raises(CannotBeCited):
        act_on(plan=plan, recommendation=RecommendationFactory(), at=NOW)
    first = plan.acts_on.in_order()[0].recommendation
    act_on(plan=plan, recommendation=first, at=NOW)
    stop_acting_on(plan=plan, recommendation=first)
    assert plan.acts_on.count() == MOST_RECOMMENDATIONS - 1


def test_each_reader_sees_the_plans_that_are_shared_with_them(client):
    made = RecommendationFactory()
    own = plan_for(made, title="Mine")
    asked = plan_for(made, title="For my mentor")
    request = MentoringRequestFactory(mentee=asked.owner, plan=asked)
    posted = plan_for(made, title="In my network")
    membership = MembershipFactory(user=posted.owner)
    talk = DiscussionFactory(network=membership.network, author=posted.owner, plan=posted)
    neighbour = MembershipFactory(network=talk.network).user

    seen = {}
    for reader in (None, own.owner, request.mentor, neighbour, UserFactory()):
        if reader:
            client.force_login(reader)
        seen[reader and reader.pk] = lines(client, made, "Who acts on it")

    assert list(seen.values()) == [[], ["Mine"], ["For my mentor"], ["In my network"], []]
    remark = parts(client, made)["Who acts on it"].remark
    assert remark == "Fewer than 5 people have an action plan that acts on it."


@pytest.mark.parametrize(("people", "told"), [(0, ""), (1, "Fewer than 5"), (4, "Fewer than 5"), (5, "5 people"), (7, "7 people")])  # fmt: skip
def test_small_numbers_of_people_are_not_told(client, people, told):
    made = RecommendationFactory()
    for _n in range(people):
        plan = plan_for(made)
        plan_for(made, owner=plan.owner)

    part = parts(client, made).get("Who acts on it")

    assert (part.remark if part else "").startswith(told)
    assert bool(part) == bool(people)


def test_a_case_study_takes_the_recommendations_of_its_plan_along_and_is_shown_once_published(
    client,
):
    made = RecommendationFactory()
    plan = plan_for(made)
    draft = start_submission(author=plan.owner, kind="case-study", key=uuid4(), at=NOW, plan=plan)
    assert list(draft.recommendations.all()) == [made]
    assert lines(client, made, "What was tried, and the results") == []

    published = SubmissionFactory(
        author=plan.owner, state=SubmissionState.ACCEPTED, title="Tried here"
    )
    published.recommendations.add(made)
    assert lines(client, made, "What was tried, and the results") == ["Tried here"]
    withdraw_record(record=published.record, reason="Wrong.", by=UserFactory(), at=timezone.now())
    assert lines(client, made, "What was tried, and the results") == []


def test_an_author_adds_and_removes_recommendations_while_it_is_a_draft(client):
    made, draft = RecommendationFactory(reference="F-1"), SubmissionFactory()
    client.force_login(draft.author)
    address = reverse("submissions:submission_recommendation", args=[draft.pk])

    for text in ("F-9", "", "\0", "x" * 500):
        assert client.post(address, {"reference": text}).status_code == 302
    assert not draft.recommendations.exists()
    for _click in range(2):
        client.post(address, {"reference": " f-1 "})
    assert (
        made.title
        in client.get(reverse("submissions:submission_sources", args=[draft.pk])).content.decode()
    )
    assert list(draft.recommendations.all()) == [made]
    client.post(address, {"reference": "F-1", "remove": "yes"})
    assert not draft.recommendations.exists()
    withdraw_recommendation(recommendation=made, reason="Wrong.", by=UserFactory(), at=NOW)
    with pytest.raises(SourceRefused):
        add_recommendation_acted_on(submission=draft, recommendation=made)
    client.force_login(UserFactory())
    assert client.post(address, {"reference": "F-1"}).status_code == 404


def test_lessons_that_name_a_recommendation_are_told_once_they_are_published(client):
    made = RecommendationFactory(reference="F-2010-A1")
    release = CourseFactory(is_published=False).releases.get()
    module = ModuleFactory(release=release)
    LessonFactory(module=module, title="The early years", body="See F-2010-A1.")
    LessonFactory(module=module, title="Another")

    assert lines(client, made, "What is taught") == []
    publish_release(release=release, by=UserFactory(), at=NOW)
    assert lines(client, made, "What is taught") == ["The early years"]


def test_the_trend_of_an_indicator_stands_beside_without_an_arrow_of_cause(client):
    topic, place = TopicFactory(code="warm"), PlaceFactory(code="england", name="England")
    record = RecordFactory(places=[place])
    made = RecommendationFactory(record=record, topics=("warm",))
    other = RecommendationFactory(record=record)
    indicator, release = IndicatorFactory(name="Cold homes", topic=topic), ReleaseFactory()
    for year, value in ((2019, 20), (2020, 15)):
        ObservationFactory(
            release=release, indicator=indicator, place=place, year=year, value=value
        )

    part = parts(client, made)["Indicators on the same topics, England"]

    assert [str(line.title) for line in part.lines] == ["Cold homes"]
    assert "It fell from 20.0" in part.lines[0].about
    assert "do not show that this recommendation changed them" in str(part.remark)
    assert parts(client, other) == {}


def test_the_page_takes_the_same_queries_however_many_act(client):
    made = RecommendationFactory()
    reader = UserFactory()
    client.force_login(reader)

    def act(times: int) -> None:
        for _time in range(times):
            plan_for(made, owner=reader)
            study = SubmissionFactory(state=SubmissionState.ACCEPTED)
            study.recommendations.add(made)

    act(2)
    few = queries_of(client, made.get_absolute_url())
    act(4)

    assert queries_of(client, made.get_absolute_url()) == few
