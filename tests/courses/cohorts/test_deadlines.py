"""Deadlines: the right day for each learner, shown where they look, shifted with a reason, and copied along."""

import datetime as dt
import uuid
import zoneinfo

import pytest
import time_machine
from django.urls import reverse

from accounts.personal_data.registry import personal_data_of
from courses.actions.cohorts.deadlines import (
    copy_cohort,
    remove_deadline,
    set_deadline,
    shift_deadline,
)
from courses.actions.cohorts.planning import cancel_cohort
from courses.actions.learning import complete_lesson
from courses.actions.releases import begin_draft, publish_release
from courses.agenda import deadlines_ahead, work_that_is_due
from courses.calendar_entries import deadlines_of
from courses.cohorts.deadlines import dues_for, dues_of_person
from courses.digests import due_soon
from courses.models import Cohort, Deadline, Enrolment, Lesson
from courses.refusals import NotInCohort
from demo.factories.accounts import UserFactory
from demo.factories.cohorts import CohortFactory, CohortPlaceFactory
from demo.factories.courses import CourseFactory, EnrolmentFactory
from notifications.digest.sections import Reader
from notifications.models import Notification
from tests.shared import shared

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
TODAY = NOW.date()


def days(number):
    return dt.timedelta(days=number)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@shared
def course():
    with time_machine.travel(NOW, tick=False):
        return CourseFactory(texts=3)


@shared
def cohort(course):
    with time_machine.travel(NOW, tick=False):
        return CohortFactory(course=course, starts_on=TODAY - days(10), ends_on=TODAY + days(60))


@shared
def place(cohort):
    with time_machine.travel(NOW, tick=False):
        return CohortPlaceFactory(cohort=cohort)


def lessons_of(cohort):
    return list(Lesson.objects.of(cohort.release).select_related("module").in_order())


def read(place):
    return Enrolment.objects.select_related("release__course", "cohort", "progress").get(
        pk=place.pk
    )


def test_the_deadline_of_a_lesson_goes_before_that_of_its_module(cohort, place):
    first, second, third = lessons_of(cohort)
    set_deadline(cohort=cohort, thing=first.module, due_on=TODAY + days(3))
    set_deadline(cohort=cohort, thing=first, days_after=7)
    for lesson in (second, third):
        complete_lesson(enrolment=place, lesson=lesson, at=NOW)

    dues = dues_for(read(place), now=NOW)

    assert [(due.title, due.due_on, due.is_done, due.is_overdue) for due in dues] == [
        (first.title, TODAY - days(3), False, True),
        (first.module.title, TODAY + days(3), True, False),
    ]


def test_in_a_rolling_cohort_days_count_from_when_one_joined(course):
    early = EnrolmentFactory(course=course, at=NOW - days(90))
    cohort = CohortFactory(course=course, time_zone="Pacific/Auckland")
    set_deadline(cohort=cohort, thing=lessons_of(cohort)[0], days_after=5)
    place = CohortPlaceFactory(cohort=cohort, user=early.user, at=NOW)

    [due] = dues_for(read(place), now=NOW)

    # In Auckland it is the next day already.
    assert due.due_on == TODAY + days(6)


def test_a_deadline_passes_with_the_day_in_the_zone_of_the_cohort(course):
    cohort = CohortFactory(course=course, time_zone="America/Los_Angeles")
    place = CohortPlaceFactory(cohort=cohort)
    set_deadline(cohort=cohort, thing=lessons_of(cohort)[0], due_on=TODAY)
    midnight = dt.datetime(2026, 11, 25, tzinfo=zoneinfo.ZoneInfo("America/Los_Angeles"))

    overdue = [
        dues_for(read(place), now=moment)[0].is_overdue
        for moment in (midnight - dt.timedelta(seconds=1), midnight)
    ]

    assert overdue == [False, True]


def test_learners_see_their_deadlines_at_home_in_the_calendar_and_on_the_pages(
    cohort, place, client
):
    first, second, third = lessons_of(cohort)
    set_deadline(cohort=cohort, thing=first, due_on=TODAY - days(1))
    set_deadline(cohort=cohort, thing=second, due_on=TODAY + days(2))
    set_deadline(cohort=cohort, thing=third, due_on=TODAY + days(40))
    user = place.user

    todo = [(one.title, one.weight) for one in work_that_is_due(user, NOW)]
    ahead = [one.title for one in deadlines_ahead(user, NOW)]
    entries = [(one.summary, one.starts_at) for one in deadlines_of(user, NOW - days(90))]

    assert todo == [(f"Complete “{first}”", 68), (f"Complete “{second}”", 60)]
    assert ahead == [f"Due: {second}", f"Due: {third}"]
    assert entries == [
        (f"Due: {first}", TODAY - days(1)),
        (f"Due: {second}", TODAY + days(2)),
        (f"Due: {third}", TODAY + days(40)),
    ]
    client.force_login(user)
    for page in (cohort.get_absolute_url(), cohort.release.course.get_absolute_url()):
        assert "Monday 23 November 2026" in client.get(page).content.decode()
    first.module.release = cohort.release
    assert "23 November 2026" in client.get(first.get_absolute_url()).content.decode()


def test_the_weekly_mail_tells_learners_what_is_due_and_what_they_missed(
    cohort, django_assert_num_queries
):
    course = cohort.release.course
    lessons = lessons_of(cohort)
    for lesson, day in zip(lessons, (-2, 5, 9), strict=True):
        set_deadline(cohort=cohort, thing=lesson, due_on=TODAY + days(day))
    behind, ahead, alone = (
        CohortPlaceFactory(cohort=cohort).user,
        CohortPlaceFactory(cohort=cohort).user,
        EnrolmentFactory(course=course).user,
    )
    place = Enrolment.objects.get(user=ahead)
    for lesson in lessons[:2]:
        complete_lesson(enrolment=place, lesson=lesson, at=NOW)
    readers = [Reader(user, NOW - days(7), NOW) for user in (behind, ahead, alone)]

    with django_assert_num_queries(3):
        found = due_soon(readers)
    a_week_later = due_soon([Reader(behind, NOW, NOW + days(7))])

    first, second, third = (
        (lesson.title, lesson.get_absolute_url(), str(course)) for lesson in lessons
    )
    told = {
        pk: [(line.title, line.address, line.about) for line in lines]
        for pk, lines in found.items()
    }
    assert told == {
        behind.pk: [
            (f"“{first[0]}” was due on 22 November", *first[1:]),
            (f"Due by 29 November: {second[0]}", *second[1:]),
        ],
        ahead.pk: [],
        alone.pk: [],
    }
    assert [line.title for line in a_week_later[behind.pk]] == [
        f"“{second[0]}” was due on 29 November",
        f"Due by 3 December: {third[0]}",
    ]


def test_the_weekly_mail_tells_what_was_missed_at_the_end_of_a_cohort_once(course):
    """On the last day most is due; in the mail after it the cohort was over, and so was its work."""
    over = CohortFactory(course=course, starts_on=TODAY - days(40), ends_on=TODAY)
    lesson, later, _last = lessons_of(over)
    set_deadline(cohort=over, thing=lesson, due_on=TODAY - days(1))
    set_deadline(cohort=over, thing=later, due_on=TODAY + days(1))
    user = CohortPlaceFactory(cohort=over).user
    Cohort.objects.filter(pk=over.pk).update(ends_on=TODAY - days(1))
    cancelled = CohortFactory(course=course, starts_on=TODAY - days(40), ends_on=TODAY + days(9))
    set_deadline(cohort=cancelled, thing=lesson, due_on=TODAY - days(2))
    theirs = CohortPlaceFactory(cohort=cancelled).user
    cancel_cohort(cohort=cancelled, by=cancelled.facilitators.get(), reason="Ill.", at=NOW)

    this_week = due_soon([Reader(one, NOW - days(7), NOW) for one in (user, theirs)])
    next_week = due_soon([Reader(user, NOW, NOW + days(7))])

    assert {pk: [line.title for line in lines] for pk, lines in this_week.items()} == {
        user.pk: [f"“{lesson}” was due on 23 November"],
        theirs.pk: [],
    }
    assert next_week == {user.pk: []}


def test_what_was_shifted_for_one_holds_for_them_alone(cohort, place, client):
    other = CohortPlaceFactory(cohort=cohort)
    lesson = lessons_of(cohort)[0]
    deadline = set_deadline(cohort=cohort, thing=lesson, due_on=TODAY - days(1))
    facilitator = cohort.facilitators.get()
    client.force_login(facilitator)
    page = reverse(
        "courses:learner_deadlines", args=[cohort.release.course.slug, cohort.pk, place.pk]
    )
    words = {"deadline": deadline.pk, "due_on": "2026-12-04", "reason": "Ill."}

    missing = client.post(page, {**words, "reason": "", "due_on": "2028-01-01"})
    for _click in range(2):
        client.post(page, words)

    assert missing.context["form"].errors == {
        "due_on": ["This is after the last day of the cohort."],
        "reason": ["Enter the reason."],
    }
    dues = [dues_for(read(one), now=NOW)[0] for one in (place, other)]
    assert [(due.due_on.isoformat(), due.is_overdue) for due in dues] == [
        ("2026-12-04", False),
        ("2026-11-23", True),
    ]
    told = Notification.objects.values_list("recipient", "kind", "text")
    assert list(told) == [(place.user_id, "courses.deadline_shifted", "Ill.")]
    [exported] = personal_data_of(place.user)["courses"].data["enrolments"]
    assert exported["deadlines_shifted"] == [
        {"for": lesson.title, "last_day": dt.date(2026, 12, 4), "reason": "Ill."}
    ]


def test_what_a_learner_has_done_is_not_offered_to_be_shifted(cohort, place, client):
    first, second = lessons_of(cohort)[:2]
    done, left = (
        set_deadline(cohort=cohort, thing=one, due_on=TODAY + days(3)) for one in (first, second)
    )
    complete_lesson(enrolment=place, lesson=first, at=NOW)
    client.force_login(cohort.facilitators.get())
    page = reverse(
        "courses:learner_deadlines", args=[cohort.release.course.slug, cohort.pk, place.pk]
    )

    offered = client.get(page).context["form"].fields["deadline"].choices
    words = {"deadline": done.pk, "due_on": "2026-11-23", "reason": "Ill."}
    form = client.post(page, words).context["form"]

    assert offered == [(left.pk, second.title)]
    assert form.errors == {
        "deadline": ["Choose a deadline of something that is still to be done."],
        "due_on": ["This day is over. Enter today or a later day."],
    }
    complete_lesson(enrolment=place, lesson=second, at=NOW)
    answer = client.get(page).content.decode()
    assert "They have done everything that has a deadline." in answer
    assert "Shift the deadline" not in answer


def test_nothing_is_shifted_for_somebody_who_is_not_in_the_cohort(cohort):
    deadline = set_deadline(cohort=cohort, thing=lessons_of(cohort)[0], due_on=TODAY)

    with pytest.raises(NotInCohort):
        shift_deadline(
            deadline=deadline,
            enrolment=EnrolmentFactory(course=cohort.release.course),
            due_on=TODAY,
            reason="x",
            by=UserFactory(),
            at=NOW,
        )


def test_a_cancelled_cohort_has_no_deadlines_any_more(cohort, place):
    set_deadline(cohort=cohort, thing=lessons_of(cohort)[0], due_on=TODAY)

    cancel_cohort(cohort=cohort, by=cohort.facilitators.get(), reason="x", at=NOW)

    assert dues_of_person(place.user, now=NOW) == []


@pytest.mark.parametrize(
    ("words", "errors"),
    [
        ({}, {"due_on": ["Enter either a day or a number of days."]}),
        (
            {"due_on": "2026-12-01", "days_after": "3"},
            {"due_on": ["Enter either a day or a number of days."]},
        ),
        ({"due_on": "2026-11-01"}, {"due_on": ["This is before the first day of the cohort."]}),
        ({"due_on": "2027-11-01"}, {"due_on": ["This is after the last day of the cohort."]}),
        (
            {"what": "lesson-0", "days_after": "3"},
            {"what": ["Choose a lesson or a module."]},
        ),
    ],
)
def test_a_deadline_that_cannot_be_is_refused_beside_its_field(cohort, client, words, errors):
    client.force_login(cohort.facilitators.get())
    page = reverse("courses:cohort_deadlines", args=[cohort.release.course.slug, cohort.pk])

    answer = client.post(page, {"what": f"lesson-{lessons_of(cohort)[0].pk}", **words})

    assert answer.context["form"].errors == errors
    assert not Deadline.objects.exists()


def test_a_deadline_is_set_changed_and_removed_on_the_page(cohort, client):
    client.force_login(cohort.facilitators.get())
    names = [cohort.release.course.slug, cohort.pk]
    page = reverse("courses:cohort_deadlines", args=names)
    what = f"lesson-{lessons_of(cohort)[0].pk}"

    client.post(page, {"what": what, "due_on": "2026-12-01", "days_after": ""})
    client.post(page, {"what": what, "due_on": "", "days_after": "14"})

    deadline = Deadline.objects.get()
    assert (deadline.due_on, deadline.days_after) == (None, 14)
    assert "14 days after the start" in client.get(page).content.decode()
    client.post(reverse("courses:deadline_remove", args=[*names, deadline.pk]))
    remove_deadline(deadline=deadline)
    assert not Deadline.objects.exists()


def test_a_copy_moves_every_day_and_says_what_was_left_out(cohort, client):
    course = cohort.release.course
    first, second, third = lessons_of(cohort)
    set_deadline(cohort=cohort, thing=first, due_on=TODAY)
    set_deadline(cohort=cohort, thing=second, days_after=9)
    set_deadline(cohort=cohort, thing=third.module, due_on=TODAY + days(1))
    draft = begin_draft(course=course, at=NOW)
    Lesson.objects.of(draft).filter(lineage=second.lineage).delete()
    newest = publish_release(
        release=draft, by=course.facilitators.get(), at=NOW + dt.timedelta(minutes=1)
    )

    def copy(key):
        return copy_cohort(
            cohort=cohort,
            name="Next",
            starts_on=cohort.starts_on + days(100),
            by=course.facilitators.get(),
            key_of_form=key,
            at=NOW,
        )

    key = uuid.uuid4()
    (made, left_out), (again, _none) = copy(key), copy(key)

    assert (made, left_out) == (again, [second.title])
    assert (made.release, made.taken, made.ends_on) == (newest, 0, cohort.ends_on + days(100))
    copied = Deadline.objects.filter(cohort=made).for_display()
    assert [(str(one), one.due_on) for one in copied] == [
        (first.title, TODAY + days(100)),
        (third.module.title, TODAY + days(101)),
    ]
    client.force_login(cohort.facilitators.get())
    page = reverse("courses:cohort_copy", args=[course.slug, cohort.pk])
    answer = client.post(page, {"name": "Third", "starts_on": ""})
    assert answer.context["form"].errors == {"starts_on": ["Enter the day."]}


def test_home_asks_once_of_somebody_without_a_cohort(django_assert_num_queries):
    user = EnrolmentFactory().user

    with django_assert_num_queries(1):
        assert work_that_is_due(user, NOW) == []
