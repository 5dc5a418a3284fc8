"""What past learners did with a course, on its page: small numbers hidden, and only what a reader may see."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.actions.plans import record_outcome
from courses.catalogue.past_learners import past_learners
from demo.factories.accounts import UserFactory
from demo.factories.courses import ActionPlanFactory, CourseFactory, EnrolmentFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory
from demo.factories.submissions import SubmissionFactory
from library.catalogue.actions.records import withdraw_record
from submissions.states import SubmissionState
from tests.shared import shared

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@shared
def course():
    return CourseFactory(plan=True)


def plan_in(course, **fields):
    place = EnrolmentFactory(course=course)
    return ActionPlanFactory(owner=place.user, enrolment=place, **fields)


def facts(course, reader):
    return {str(name): number for name, number in past_learners(course, reader=reader).facts}


def test_numbers_are_told_from_five_people_on(course):
    reader = UserFactory()
    assert not past_learners(course, reader=reader)
    plans = [plan_in(course) for _number in range(4)]
    plan_in(course, is_finished=False)
    plan_in(CourseFactory(plan=True))
    assert facts(course, reader) == {"Made an action plan": "under 5"}
    plans.append(plan_in(course))

    for plan in plans[:2]:
        record_outcome(
            plan=plan, week=6, happened="It went on.", change="", key=uuid.uuid4(), at=NOW
        )

    assert facts(course, reader) == {"Made an action plan": "5", "Recorded an outcome": "under 5"}


def test_case_studies_are_shown_once_published_and_not_when_withdrawn(client, course):
    plan = plan_in(course)
    address = course.get_absolute_url()
    draft = SubmissionFactory(author=plan.owner, plan=plan, title="What we tried")
    before = client.get(address).content.decode()
    draft.delete()
    submission = SubmissionFactory(
        author=plan.owner, plan=plan, title="What we tried", state=SubmissionState.ACCEPTED
    )
    published = client.get(address).content.decode()
    withdraw_record(record=submission.record, reason="Wrong.", by=UserFactory(), at=timezone.now())

    assert "What we tried" not in before
    assert submission.record.get_absolute_url() in published
    assert "What we tried" not in client.get(address).content.decode()


def test_shared_plans_are_shown_to_members_alone(client, course):
    plan = plan_in(course)
    member_of = MembershipFactory(user=plan.owner)
    discussion = DiscussionFactory(
        title="Heat in our street", network=member_of.network, author=plan.owner, plan=plan
    )
    address = reverse("courses:course_past", args=[course.slug])

    visitor = client.get(address).content.decode()
    client.force_login(UserFactory())
    stranger = client.get(address).content.decode()
    client.force_login(discussion.author)
    member = client.get(address).content.decode()

    assert "Heat in our street" not in visitor + stranger
    assert "Plan shared in “Heat in our street”" in member
