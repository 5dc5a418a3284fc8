"""My home: everything that waits on a person, in one page, with few queries."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from courses.actions.learning import complete_lesson
from courses.models import Lesson
from dashboard.overview import MOST_TO_DO, overview_of
from demo.factories.accounts import UserFactory
from demo.factories.courses import ActionPlanFactory, CourseFactory, EnrolmentFactory
from demo.factories.library import RecordFactory, TopicFactory
from demo.factories.mentoring import MatchFactory, MentoringRequestFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory
from demo.factories.notifications import NotificationFactory
from demo.factories.submissions import SubmissionFactory
from mentoring.actions.matches import end_match
from networks.states import MembershipState

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 4])
def test_home_takes_as_many_queries_whatever_waits(client, django_assert_max_num_queries, count):
    person = UserFactory(roles=[Role.EDITOR, Role.FACILITATOR, Role.COORDINATOR])
    EnrolmentFactory.create_batch(count, user=person)
    ActionPlanFactory.create_batch(count, owner=person)
    MentoringRequestFactory.create_batch(count, mentee=person)
    RecordFactory.create_batch(count)
    client.force_login(person)

    # Each part is asked once for each thing that may wait: that their number stays the same is the point.
    with django_assert_max_num_queries(43):
        response = client.get(reverse("dashboard:home"))

    assert len(response.context["overview"].learning) == min(count, 3)


def test_someone_new_is_told_where_to_begin(client):
    client.force_login(UserFactory())

    response = client.get(reverse("dashboard:home"))

    page = response.content.decode()
    assert response.context["overview"].is_new_here
    assert "Your first ten minutes" in page
    for name in (
        *("dashboard:onboarding_start", "library:interests", "courses:course_list"),
        *("networks:network_list", "accounts:profile_edit"),
    ):
        assert f'href="{reverse(name)}"' in page


def test_the_newest_unread_notifications_are_at_home_with_a_link_to_all(client):
    reader = UserFactory()
    for number in range(5):
        NotificationFactory(recipient=reader, title=f"News {number}")
    NotificationFactory(recipient=reader, title="Read before", read_at=timezone.now())
    NotificationFactory(title="Of somebody else")
    client.force_login(reader)

    page = client.get(reverse("dashboard:home")).content.decode()

    assert [f"News {number}" in page for number in range(5)] == [False, False, True, True, True]
    assert "All 5 unread notifications" in page
    assert "Read before" not in page
    assert "Of somebody else" not in page


def test_who_completed_a_course_sees_the_certificate_the_plan_and_its_next_step(client):
    topic = TopicFactory()
    enrolment = EnrolmentFactory(course=CourseFactory(texts=1))
    lesson = Lesson.objects.of(enrolment.release).get()
    complete_lesson(enrolment=enrolment, lesson=lesson, at=timezone.now())
    plan = ActionPlanFactory(owner=enrolment.user, topics=[topic])
    near = RecordFactory(topics=[topic])
    RecordFactory()
    client.force_login(enrolment.user)

    response = client.get(reverse("dashboard:home"))

    overview = response.context["overview"]
    assert not overview.is_new_here
    assert [item.certificate for item in overview.learning] == [enrolment.certificate]
    assert [(item.plan, item.next_step.title) for item in overview.plans] == [
        (plan, "Ask a mentor about it")
    ]
    assert (overview.picks[0].record, overview.picks[0].reason) == (
        near,
        f"Because you work on {topic.label}",
    )
    assert enrolment.certificate.get_absolute_url() in response.content.decode()


def test_a_plan_names_what_was_done_with_it_and_then_what_is_left():
    plan = ActionPlanFactory()
    asked = MentoringRequestFactory(mentee=plan.owner, plan=plan)

    overview = overview_of(plan.owner, now=timezone.now())

    (shown,) = overview.plans
    assert overview.asked == [asked]
    assert [step.title for step in shown.done] == [f"You asked {asked.mentor} to be your mentor"]
    assert shown.next_step.title == "Share it with a network"
    assert [step.title for step in shown.later] == ["Write a case study from it"]


def test_a_plan_that_was_taken_all_the_way_has_no_next_step():
    match = MatchFactory()
    plan = ActionPlanFactory(owner=match.mentee)
    membership = MembershipFactory(user=plan.owner)
    discussion = DiscussionFactory(network=membership.network, author=plan.owner, plan=plan)
    work = SubmissionFactory(author=plan.owner, plan=plan)

    (shown,) = overview_of(plan.owner, now=timezone.now()).plans

    assert [(step.title, step.address) for step in shown.done] == [
        (f"{match.mentor} is your mentor", match.get_absolute_url()),
        (
            f"Shared with {membership.network}",
            discussion.posts.get().get_permanent_url(),
        ),
        (f"Case study: {work.title}", work.get_absolute_url()),
    ]
    assert shown.next_step is None


def test_a_plan_tells_of_a_mentoring_that_has_ended_as_past():
    match = MatchFactory(plan=(plan := ActionPlanFactory()), mentee=plan.owner)
    end_match(match=match, by=plan.owner, reason="Done.", at=timezone.now())

    (shown,) = overview_of(plan.owner, now=timezone.now()).plans

    assert [step.title for step in shown.done] == [f"{match.mentor} was your mentor"]


def test_a_page_without_courses_and_plans_keeps_no_room_for_them(client):
    editor = UserFactory(roles=[Role.EDITOR])
    client.force_login(editor)

    response = client.get(reverse("dashboard:home"))

    assert not response.context["overview"].has_learned
    assert 'id="learning"' not in response.content.decode()


def test_the_list_of_what_to_do_stays_short_and_the_heaviest_come_first():
    person = UserFactory()
    ActionPlanFactory.create_batch(MOST_TO_DO + 3, owner=person, is_finished=False)

    overview = overview_of(person, now=timezone.now())

    weights = [thing.weight for thing in overview.do_next]
    assert len(weights) == MOST_TO_DO
    assert len(overview.do_later) >= 3
    assert all(thing.weight <= weights[-1] for thing in overview.do_later)
    assert weights == sorted(weights, reverse=True)


def test_home_is_for_people_with_an_account(client):
    response = client.get(reverse("dashboard:home"))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_who_has_just_joined_a_network_finds_it_at_home(client):
    membership = MembershipFactory()
    MembershipFactory()
    left = MembershipFactory(user=membership.user, state=MembershipState.LEFT)
    client.force_login(membership.user)

    response = client.get(reverse("dashboard:home"))

    page = response.content.decode()
    assert response.context["overview"].networks == [membership.network]
    assert f'href="{membership.network.get_absolute_url()}"' in page
    assert left.network.name not in page
    assert "Your first ten minutes" in page
    assert "Join a network" not in page
