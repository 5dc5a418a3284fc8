"""Action plans on the page of a place: whom they are shown to, and what came of them."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from courses.action_plans.candidates import origin_of_indicator
from courses.actions.action_plans.baselines import set_baseline, share_outcomes
from courses.actions.plans import record_outcome
from demo.factories.accounts import ProfileFactory, UserFactory
from demo.factories.courses import ActionPlanFactory
from demo.factories.indicators import IndicatorFactory, ObservationFactory, PlaceFactory
from demo.factories.library import RecordFactory
from demo.factories.mentoring import MatchFactory, MentoringRequestFactory, MentorProfileFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory, NetworkFactory
from indicators.catalogue.addresses import IndicatorInPlace
from mentoring.states import WORKING_STATES, MatchState, RequestState
from networks.actions.posts import hide_post, stop_sharing_plan
from networks.models import Post
from networks.states import DiscussionState, MembershipState
from tests.shared import shared

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)
PAGE = "/places/bury/"


@shared
def town():
    return PlaceFactory(code="bury", name="Bury", parent=PlaceFactory(code="north", name="North"))


@shared
def plan(town):
    """A plan of Bury with baseline, target and an outcome of 17 per cent after six weeks; shared with nobody."""
    figure = ObservationFactory(
        indicator=IndicatorFactory(name="Cold homes"), place=town, value=20.0
    )
    plan = ActionPlanFactory(place="Here", title="Warm homes", at=NOW - dt.timedelta(weeks=7))
    origin, _page = origin_of_indicator(figure.indicator, {"place": "bury"})
    set_baseline(
        plan=plan, origin=origin, chosen=origin.find("place"), target=15.0,
        target_on=dt.date(2031, 1, 1), at=NOW,
    )  # fmt: skip
    record_outcome(
        plan=plan, week=6, happened="Forty lofts\nare warm.", change="", key=uuid.uuid4(), at=NOW, value=17.0,
    )  # fmt: skip
    return plan


def share_in(network, plan):
    MembershipFactory(network=network, user=plan.owner)
    return DiscussionFactory(network=network, author=plan.owner, plan=plan).posts.get()


def seen_by(client, user):
    if user:
        client.force_login(user)
    return client.get(PAGE).content.decode()


def test_the_owner_sees_the_plan_where_it_started_the_target_and_what_came_of_it(client, plan):
    page = seen_by(client, plan.owner)

    assert plan.get_absolute_url() in page
    assert (
        "Value of the whole place at the start: 20.0\N{NO-BREAK SPACE}% (2020), target: "
        "15.0\N{NO-BREAK SPACE}%" in page
    )
    assert "After 6 weeks: 17.0\N{NO-BREAK SPACE}%. Forty lofts are warm." in page


@pytest.mark.parametrize("role", ["visitor", "stranger", "member of another network", "editor"])
def test_a_plan_that_is_not_shared_is_on_no_page(client, plan, role):
    roles = [Role.EDITOR, Role.DATA_MANAGER] if role == "editor" else []
    reader = None if role == "visitor" else UserFactory(roles=roles)
    if role.startswith("member"):
        reader = MembershipFactory(network=NetworkFactory()).user

    page = seen_by(client, reader)

    assert "Warm homes" not in page
    assert "Forty lofts" not in page


@pytest.mark.parametrize(
    ("state", "is_seen"),
    [(state, state == MembershipState.ACTIVE) for state in MembershipState],
)
def test_members_see_a_plan_that_is_shared_with_them_while_they_are_members(
    client, plan, state, is_seen
):
    network = NetworkFactory(name="Warm homes north")
    post = share_in(network, plan)
    reader = MembershipFactory(network=network, state=state).user

    page = seen_by(client, reader)

    assert (post.get_permanent_url() in page) is is_seen
    assert ("Warm homes</a>" in page) is is_seen
    assert "Forty lofts" not in page


def test_what_came_of_it_is_told_when_the_owner_shows_outcomes_with_the_plan(client, plan):
    network = NetworkFactory()
    share_in(network, plan)
    reader = MembershipFactory(network=network).user
    client.force_login(reader)

    share_outcomes(plan=plan, is_shared=True)
    shown = client.get(PAGE).content.decode()
    thread = client.get(Post.objects.get().get_absolute_url()).content.decode()
    share_outcomes(plan=plan, is_shared=False)

    assert "After 6 weeks: 17.0\N{NO-BREAK SPACE}%. Forty lofts are warm." in shown
    assert "Forty lofts" in thread
    assert "Forty lofts" not in client.get(PAGE).content.decode()
    assert "Forty lofts" not in client.get(Post.objects.get().get_absolute_url()).content.decode()


def test_it_is_gone_when_it_is_no_longer_shared_or_the_post_or_discussion_is_hidden(client, plan):
    network = NetworkFactory()
    reader = MembershipFactory(network=network).user
    post = share_in(network, plan)
    client.force_login(reader)
    assert "Warm homes</a>" in client.get(PAGE).content.decode()

    post.discussion.state = DiscussionState.HIDDEN
    post.discussion.save()
    assert "Warm homes</a>" not in client.get(PAGE).content.decode()
    post.discussion.state = DiscussionState.CLOSED
    post.discussion.save()
    assert "Warm homes</a>" in client.get(PAGE).content.decode()
    hide_post(post=post, by=UserFactory(), reason="No", at=NOW)
    assert "Warm homes</a>" not in client.get(PAGE).content.decode()
    Post.objects.update(state="shown")
    stop_sharing_plan(post=post, at=NOW)
    assert "Warm homes</a>" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize("state", sorted(MatchState))
def test_a_mentor_sees_the_plan_while_they_work_together(client, plan, state):
    match = MatchFactory(mentee=plan.owner, plan=plan, state=MatchState.ACTIVE)
    match.__class__.objects.filter(pk=match.pk).update(
        state=state, ended_at=NOW if state == MatchState.ENDED else None
    )

    page = seen_by(client, match.mentor)

    assert ("Warm homes</a>" in page) is (state in WORKING_STATES)


@pytest.mark.parametrize("state", sorted(set(RequestState) - {RequestState.ACCEPTED}))
def test_a_mentor_who_was_asked_sees_the_plan_until_the_answer(client, plan, state):
    request = MentoringRequestFactory(mentee=plan.owner, plan=plan)
    type(request).objects.update(state=state)

    page = seen_by(client, request.mentor)

    assert ("Warm homes</a>" in page) is (state == RequestState.OPEN)


def test_plans_of_places_in_it_count_and_names_are_words_of_their_own(client, plan, town):
    other = ActionPlanFactory(owner=plan.owner, place="Banbury", title="Elsewhere")
    client.force_login(plan.owner)

    assert "Warm homes</a>" in client.get("/places/north/").content.decode()
    assert "Elsewhere" not in client.get(PAGE).content.decode()
    assert other.title == "Elsewhere"


@pytest.mark.parametrize("count", [1, 3])
def test_everything_about_a_place_takes_at_most_thirteen_queries(
    client, plan, town, django_assert_max_num_queries, count
):
    reader = UserFactory()
    for n in range(count):
        network = NetworkFactory(name=f"Bury and friends {n}", members=[reader])
        figure = ObservationFactory(indicator=IndicatorFactory(name=f"Indicator {n}"), place=town)
        ObservationFactory(
            indicator=figure.indicator, release=figure.release, place=town.parent, value=9.0
        )
        figure.release.breaks.create(
            indicator=figure.indicator, starts_on=dt.date(2010, 1, 1), note="New method"
        )
        record = RecordFactory(title=f"What Bury did {n}")
        record.places.add(town)
        ActionPlanFactory(owner=reader, place="Bury, Lancashire", title=f"Own plan {n}")
        shared = ActionPlanFactory(place="Bury", title=f"Shared plan {n}")
        record_outcome(
            plan=shared, week=6, happened=f"We did it {n}", change="", key=uuid.uuid4(), at=NOW
        )
        share_outcomes(plan=shared, is_shared=True)
        share_in(network, shared)
        author = MembershipFactory(network=network).user
        DiscussionFactory(
            network=network, author=author, shared=IndicatorInPlace(figure.indicator, town)
        )
        ProfileFactory(user=MentorProfileFactory(headline=f"Mentor {n}").user, place="Bury")
    client.force_login(reader)
    client.get(PAGE)

    with django_assert_max_num_queries(13):
        page = client.get(PAGE).content.decode()

    for words in (
        "Indicator 0", "What Bury did 0", "Own plan 0", "Shared plan 0", "We did it 0",
        "Bury and friends 0", "Question number", "Mentor 0",
    ):  # fmt: skip
        assert words in page
    assert reverse("places:place_detail", args=["north"]) in page
