"""What nobody plans for: others who leave, days of another age, lists that are none, keys that are guessed."""

import datetime as dt
import re
import uuid

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.actions.cohorts.deadlines import set_deadline, shift_deadline
from courses.actions.cohorts.facilitating import write_to_learners
from courses.actions.cohorts.joining import leave_cohort
from courses.actions.cohorts.learners import remove_learner
from courses.actions.learning import leave_course
from courses.actions.more_attempts import give_attempts
from courses.models import Cohort, Deadline, Enrolment, Lesson, LessonCompletion
from courses.refusals import OwnProgress
from demo.factories.accounts import UserFactory
from demo.factories.cohorts import CohortFactory, CohortPlaceFactory
from demo.factories.courses import CourseFactory
from notifications.conditions import open_to_recipient
from notifications.models import Notification
from tests.shared import shared

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@shared
def cohort():
    with time_machine.travel(NOW, tick=False):
        return CohortFactory(
            course=CourseFactory(texts=2),
            starts_on=TODAY - dt.timedelta(days=10),
            ends_on=TODAY + dt.timedelta(days=60),
        )


def address(name, cohort, *more):
    return reverse(f"courses:{name}", args=[cohort.release.course.slug, cohort.pk, *more])


def invite_only(cohort):
    Cohort.objects.filter(pk=cohort.pk).update(entry="invitation")


def test_a_cohort_stays_open_to_its_learners_when_somebody_else_leaves(cohort, client):
    left, here = CohortPlaceFactory.create_batch(2, cohort=cohort)
    invite_only(cohort)
    leave_course(enrolment=left, by=left.user, at=NOW)

    codes = []
    for user in (here.user, left.user):
        client.force_login(user)
        codes.append(client.get(cohort.get_absolute_url()).status_code)

    assert codes == [200, 404]


def test_the_inbox_leads_to_no_cohort_that_is_closed_to_the_reader(cohort):
    gone, here = CohortPlaceFactory.create_batch(2, cohort=cohort)
    invite_only(cohort)
    facilitator = cohort.facilitators.get()
    lesson = Lesson.objects.of(cohort.release).first()
    deadline = set_deadline(cohort=cohort, thing=lesson, due_on=TODAY)
    words = {"words": "Hello.", "by": facilitator, "key": uuid.uuid4(), "at": NOW}
    write_to_learners(cohort=cohort, places=[gone, here], **words)
    for place in (gone, here):
        shift_deadline(
            deadline=deadline, enrolment=place, due_on=TODAY, reason="Ill", by=facilitator, at=NOW
        )
    remove_learner(enrolment=gone, reason="Moved away", at=NOW)

    shown = Notification.objects.filter(open_to_recipient())
    kinds = {
        place: sorted(shown.filter(recipient=place.user).values_list("kind", flat=True))
        for place in (gone, here)
    }

    assert kinds[gone] == ["courses.cohort_left"]
    assert kinds[here] == ["courses.cohort_message", "courses.deadline_shifted"]


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "0227-03-31"])
def test_days_of_another_age_are_refused_in_words(cohort, client, day):
    place = CohortPlaceFactory(cohort=cohort)
    Cohort.objects.filter(pk=cohort.pk).update(ends_on=None)
    lesson = Lesson.objects.of(cohort.release).first()
    deadline = set_deadline(cohort=cohort, thing=lesson, due_on=TODAY)
    client.force_login(cohort.facilitators.get())
    key = str(uuid.uuid4())
    plan = {"name": "A", "starts_on": day, "ends_on": day, "opens_on": day, "closes_on": day}
    sent = [
        (address("cohort_deadlines", cohort), {"what": f"lesson-{lesson.pk}", "due_on": day}),
        (
            address("learner_deadlines", cohort, place.pk),
            {"deadline": deadline.pk, "due_on": day, "reason": "Ill"},
        ),
        (address("cohort_copy", cohort), {"name": "B", "starts_on": day, "form_key": key}),
        (reverse("courses:cohort_new", args=[cohort.release.course.slug]), plan),
    ]

    answers = [client.post(page, data) for page, data in sent]

    for answer in answers:
        assert "Enter a year from 2000 to 2100." in answer.content.decode()
    assert (Cohort.objects.count(), Deadline.objects.get().due_on) == (1, TODAY)


def test_a_file_with_a_cell_beyond_all_measure_is_a_list_without_addresses(cohort, client):
    client.force_login(cohort.facilitators.get())
    file = SimpleUploadedFile("list.csv", b"email\n" + b"a" * 200_000, "text/csv")

    answer = client.post(address("cohort_add", cohort), {"file": file, "check": "yes"})

    assert answer.status_code < 500
    assert not Enrolment.objects.exists()


def test_keys_are_not_guessed_all_day(cohort, client, time_machine):
    Cohort.objects.filter(pk=cohort.pk).update(entry="key", key="4711")
    client.force_login(UserFactory())

    codes = []
    for number in range(101):
        time_machine.move_to(NOW + dt.timedelta(minutes=number // 10), tick=False)
        codes.append(client.post(address("cohort_join", cohort), {"key": str(number)}).status_code)

    assert codes[-1] == 429
    assert 429 not in codes[:-1]


@pytest.mark.parametrize("leaves", ["alone", "removed", "course"])
def test_the_texts_are_locked_before_the_place_that_is_given_up(cohort, leaves):
    place = CohortPlaceFactory(cohort=cohort)

    with CaptureQueriesContext(connection) as asked:
        if leaves == "alone":
            leave_cohort(cohort=cohort, user=place.user, at=NOW)
        elif leaves == "removed":
            remove_learner(enrolment=place, reason="Moved away", at=NOW)
        else:
            leave_course(enrolment=place, by=place.user, at=NOW)

    tables = [
        found[1]
        for query in asked.captured_queries
        if (found := re.match(r'SELECT .*? FROM "(\w+)"', query["sql"]))
    ]
    assert tables.index("courses_release") < tables.index("courses_enrolment")


def test_facilitators_do_not_help_themselves_on_as_learners(cohort, client):
    place = CohortPlaceFactory(cohort=cohort)
    cohort.facilitators.add(place.user)
    lesson = Lesson.objects.of(cohort.release).first()
    client.force_login(place.user)

    answer = client.post(
        address("cohort_learner", cohort, place.pk), {"lesson": lesson.pk, "reason": "I know it"}
    )

    assert "Ask another facilitator." in answer.content.decode()
    assert not LessonCompletion.objects.exists()
    with pytest.raises(OwnProgress):
        give_attempts(
            enrolment=place,
            lesson=lesson,
            number=1,
            reason="Ill",
            by=place.user,
            key=uuid.uuid4(),
            at=NOW,
        )
