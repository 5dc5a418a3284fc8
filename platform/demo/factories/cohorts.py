"""Made-up cohorts and the people in them, made by the courses' own actions."""

import uuid
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from courses.actions.cohorts.joining import join_cohort
from courses.actions.cohorts.planning import plan_cohort
from courses.models import Cohort, CohortEvent, Course, Enrolment, WaitingPlace
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory
from demo.factories.events import EventFactory
from events.states import EventAccess


class CohortFactory(DjangoModelFactory):
    """A rolling cohort of a course that is open to everyone; ``facilitators`` as a list."""

    class Meta:
        model = Cohort

    name = factory.Sequence(lambda n: f"Cohort {n}")
    time_zone = "Europe/London"

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **fields: Any) -> Cohort:
        course: Course = fields.pop("course", None) or CourseFactory()
        by = course.facilitators.order_by("pk").first()
        facilitators = fields.pop("facilitators", None) or [by]
        at = fields.pop("at", None) or timezone.now()
        return plan_cohort(
            course=course,
            facilitators=facilitators,
            by=by,
            key_of_form=uuid.uuid4(),
            at=at,
            **fields,
        )


class CohortPlaceFactory(DjangoModelFactory):
    """A place that somebody has taken in a cohort, or on its waiting list when it is full."""

    class Meta:
        model = Enrolment

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **fields: Any) -> Enrolment | WaitingPlace:
        cohort: Cohort = fields.get("cohort") or CohortFactory()
        return join_cohort(
            cohort=cohort,
            user=fields.get("user") or UserFactory(),
            key=cohort.key,
            at=fields.get("at") or timezone.now(),
        )


class CohortEventFactory(DjangoModelFactory):
    """A live session of a cohort: by default an event by invitation in ten days."""

    class Meta:
        model = CohortEvent

    cohort = factory.SubFactory(CohortFactory)
    event = factory.SubFactory(EventFactory, access=EventAccess.GROUP)
