"""Places: taken, given back, given to who waits, and never more of them than there are."""

import datetime as dt
import random
from contextlib import suppress

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.actions.cohorts.joining import join_cohort, leave_cohort, leave_waiting_list
from courses.actions.cohorts.learners import add_learners, move_learner, remove_learner
from courses.actions.cohorts.planning import change_cohort
from courses.actions.course_states import archive_course
from courses.actions.learning import complete_lesson, enrol, leave_all_courses, leave_course
from courses.actions.moving import move_to_newest_release
from courses.actions.releases import begin_draft, publish_release
from courses.models import Cohort, Enrolment, Lesson, LessonCompletion, WaitingPlace
from courses.refusals import (
    AlreadyCompleted,
    CohortClosed,
    CohortFull,
    EnrolmentClosed,
    InAnotherCohort,
    InCohort,
    InNewerRelease,
    InvitationNeeded,
    ListNotWhole,
    NotInCohort,
    WrongKey,
)
from demo.factories.accounts import UserFactory
from demo.factories.cohorts import CohortFactory, CohortPlaceFactory
from demo.factories.courses import CourseFactory, EnrolmentFactory
from notifications.models import Delivery, Notification
from tests.shared import shared

pytestmark = pytest.mark.django_db
# Hours after what the factories make, however long the tests before took.
NOW = timezone.now().replace(microsecond=0) + dt.timedelta(hours=3)
DAY = dt.timedelta(days=1)


@shared
def course():
    return CourseFactory(texts=1)


def people_of(cohort):
    """Who learns in the cohort, and who waits in which order."""
    places = Enrolment.objects.active().filter(cohort=cohort).order_by("pk")
    waiting = WaitingPlace.objects.filter(cohort=cohort).in_order()
    return [place.user for place in places], [one.user for one in waiting]


def join(cohort, user=None, **words):
    return join_cohort(cohort=cohort, user=user or UserFactory(), at=NOW, **words)


def next_release(course):
    return publish_release(
        release=begin_draft(course=course, at=NOW), by=course.facilitators.get(), at=NOW
    )


def test_a_place_that_is_given_back_goes_to_the_next_who_waits_and_they_are_told(course):
    cohort = CohortFactory(course=course, capacity=1)
    first, second, third = UserFactory.create_batch(3)
    for user in (first, second, third):
        join(cohort, user)
    before = people_of(cohort)

    leave_cohort(cohort=cohort, user=first, at=NOW)

    assert before == ([first], [second, third])
    assert people_of(cohort) == ([second], [third])
    told = Notification.objects.values_list("recipient", "kind")
    assert list(told) == [(second.pk, "courses.cohort_place")]
    alone = Enrolment.objects.get(user=first)
    assert (alone.cohort, alone.is_here) == (None, True)


@pytest.mark.parametrize("way", ["leave the course", "close the account", "be taken out"])
def test_every_way_out_gives_the_place_to_the_next(course, way):
    cohort = CohortFactory(course=course, capacity=1)
    place, waiting = CohortPlaceFactory(cohort=cohort), CohortPlaceFactory(cohort=cohort)

    if way == "leave the course":
        leave_course(enrolment=place, by=place.user, at=NOW)
    elif way == "close the account":
        leave_all_courses(user=place.user, at=NOW)
    else:
        remove_learner(enrolment=place, reason="They asked me to.", at=NOW)

    assert people_of(cohort) == ([waiting.user], [])
    assert Cohort.objects.get().taken == 1


def test_places_that_are_added_go_to_those_who_wait_in_their_order(course):
    cohort = CohortFactory(course=course, capacity=1)
    users = UserFactory.create_batch(4)
    for user in users:
        join(cohort, user)
    leave_waiting_list(cohort=cohort, user=users[1])

    change_cohort(
        cohort=cohort,
        facilitators=list(cohort.facilitators.all()),
        by=cohort.facilitators.get(),
        capacity=2,
        at=NOW,
    )

    assert people_of(cohort) == ([users[0], users[2]], [users[3]])


def test_nobody_moves_up_once_a_closed_cohort_is_under_way(course):
    cohort = CohortFactory(course=course, capacity=1)
    place = CohortPlaceFactory(cohort=cohort)
    CohortPlaceFactory(cohort=cohort)
    yesterday = NOW.date() - 2 * DAY
    Cohort.objects.update(starts_on=yesterday, closes_on=yesterday)

    leave_cohort(cohort=cohort, user=place.user, at=NOW)

    assert people_of(cohort)[0] == []


def test_joining_twice_changes_nothing_and_an_old_learner_brings_what_they_did():
    course = CourseFactory(texts=2)
    place = EnrolmentFactory(course=course)
    lesson = Lesson.objects.of(place.release).in_order().first()
    complete_lesson(enrolment=place, lesson=lesson, at=NOW)
    cohort = CohortFactory(course=course)

    joined = [join(cohort, place.user) for _ in range(2)]

    assert joined == [place, place]
    assert Enrolment.objects.get().progress.done == 1
    assert Cohort.objects.get().taken == 1


def test_what_keeps_people_out_is_said(course):
    past, coming = NOW.date() - 3 * DAY, NOW.date() + 30 * DAY
    refusals = {
        CohortFull: CohortFactory(course=course, capacity=1, has_waiting_list=False),
        InvitationNeeded: CohortFactory(course=course, entry="invitation"),
        WrongKey: CohortFactory(course=course, entry="key", key="Owl"),
    }
    join(refusals[CohortFull])
    closed = [
        CohortFactory(course=course, starts_on=past, ends_on=past),
        CohortFactory(course=course, opens_on=coming),
        CohortFactory(course=course, closes_on=past),
    ]

    for refusal, cohort in [*refusals.items(), *((CohortClosed, one) for one in closed)]:
        with pytest.raises(refusal):
            join(cohort, key="Crow")

    join(refusals[WrongKey], key=" owl ")
    done = EnrolmentFactory(course=course)
    complete_lesson(enrolment=done, lesson=Lesson.objects.get(), at=NOW)
    with pytest.raises(AlreadyCompleted):
        join(CohortFactory(course=course), done.user)
    elsewhere = CohortPlaceFactory(cohort=CohortFactory(course=course))
    with pytest.raises(InAnotherCohort):
        join(CohortFactory(course=course), elsewhere.user)
    old = CohortFactory(course=course)
    next_release(course)
    with pytest.raises(InNewerRelease):
        join(old, EnrolmentFactory(course=course).user)
    archive_course(course=course, by=course.facilitators.get(), at=NOW)
    with pytest.raises(EnrolmentClosed):
        join(old)


def test_a_cohort_stays_in_its_release_and_leaving_it_lets_one_move():
    course = CourseFactory()
    place = CohortPlaceFactory(cohort=CohortFactory(course=course))
    newest = next_release(course)

    with pytest.raises(InCohort):
        move_to_newest_release(enrolment=place, at=NOW)
    leave_cohort(cohort=place.cohort, user=place.user, at=NOW)

    assert move_to_newest_release(enrolment=place, at=NOW).release == newest


@pytest.mark.parametrize("is_newer", [False, True])
def test_moving_to_another_cohort_keeps_what_was_done(is_newer):
    course = CourseFactory(texts=3)
    cohort = CohortFactory(course=course, capacity=1)
    place, waiting = CohortPlaceFactory(cohort=cohort), CohortPlaceFactory(cohort=cohort)
    for lesson in Lesson.objects.of(place.release).in_order()[:2]:
        complete_lesson(enrolment=place, lesson=lesson, at=NOW - DAY)
    if is_newer:
        next_release(course)
    other = CohortFactory(course=course)

    by = course.facilitators.get()
    moved = [move_learner(enrolment=place, cohort=other, by=by, at=NOW) for _ in range(2)]

    assert moved[0] == moved[1]
    assert (moved[0].cohort, moved[0].release) == (other, other.release)
    facts = LessonCompletion.objects.filter(enrolment=moved[0])
    assert list(facts.values_list("completed_at", flat=True)) == [NOW - DAY] * 2
    assert Enrolment.objects.get(pk=moved[0].pk).progress.done == 2
    assert people_of(cohort) == ([waiting.user], [])
    assert [one.taken for one in Cohort.objects.order_by("pk")] == [1, 1]


def test_a_move_into_a_full_cohort_is_refused_and_changes_nothing():
    course = CourseFactory()
    place = CohortPlaceFactory(cohort=CohortFactory(course=course))
    full = CohortFactory(course=course, capacity=1)
    CohortPlaceFactory(cohort=full)

    with pytest.raises(CohortFull):
        move_learner(enrolment=place, cohort=full, by=course.facilitators.get(), at=NOW)

    assert Enrolment.objects.get(pk=place.pk).cohort == place.cohort


def test_facilitators_add_a_list_whole_or_not_at_all(client):
    course = CourseFactory()
    cohort = CohortFactory(course=course, capacity=3, entry="staff")
    facilitator = course.facilitators.get()
    here = add_learners(
        cohort=cohort, addresses=[UserFactory().email], by=facilitator, at=NOW
    ).added[0]
    new = UserFactory()
    client.force_login(facilitator)
    page = reverse("courses:cohort_add", args=[course.slug, cohort.pk])
    file = f"name;email\r\nx;{new.email.upper()}\r\ny;{here.email}\r\nz;new@example.org\r\n"

    def send(button, text):
        return client.post(page, {"addresses": text, button: button})

    checked = send("check", file).context["checked"]
    bad = send("add", f"{file}q;nonsense\r\n")
    after_bad = people_of(cohort)
    good = send("add", file)
    again = send("check", file).context["checked"]

    assert (checked.added, checked.already, checked.invited) == ([new], [here], ["new@example.org"])
    assert bad.context["checked"].refused == [("nonsense", "This is not an email address.")]
    assert str(ListNotWhole()) in bad.content.decode()
    assert after_bad == ([here], [])
    assert (good.status_code, people_of(cohort)) == (302, ([here, new], []))
    assert [row.address for row in Delivery.objects.exclude(mail="")] == ["new@example.org"]
    assert (again.added, again.already) == ([], [new, here])


def test_a_list_that_is_longer_than_the_places_adds_nobody(course):
    cohort = CohortFactory(course=course, capacity=2)
    users = UserFactory.create_batch(3)

    with pytest.raises(ListNotWhole):
        add_learners(
            cohort=cohort,
            addresses=[user.email for user in users],
            by=cohort.facilitators.get(),
            at=NOW,
        )

    assert people_of(cohort) == ([], [])


def test_a_learner_joins_and_leaves_on_the_pages(client):
    course = CourseFactory()
    cohort = CohortFactory(course=course, entry="key", key="Owl")
    user = UserFactory()
    client.force_login(user)
    page = cohort.get_absolute_url()
    ask = reverse("courses:cohort_join", args=[course.slug, cohort.pk])

    wrong = client.post(ask, {"key": "Crow"})
    right = client.post(ask, {"key": "owl"})
    inside = client.get(page)
    client.post(reverse("courses:cohort_leave", args=[course.slug, cohort.pk]))

    assert ask in client.get(page).content.decode()
    assert wrong.context["form"].errors == {"key": [str(WrongKey())]}
    assert right.url == page
    assert inside.context["enrolment"].user == user
    assert people_of(cohort) == ([], [])
    assert enrol(user=user, course=course, at=NOW).cohort is None


@pytest.mark.parametrize("seed", range(6))
def test_the_number_of_places_taken_is_right_after_any_sequence(course, seed):
    dice = random.Random(seed)
    cohorts = [CohortFactory(course=course, capacity=2) for _ in range(2)]
    users = UserFactory.create_batch(5)
    by = course.facilitators.get()

    for _step in range(40):
        with suppress(*REFUSALS):
            _do_something(dice, dice.choice(users), dice.choice(cohorts), by)
        for one in Cohort.objects.all():
            here = Enrolment.objects.not_left().filter(cohort=one).count()
            assert one.taken == here <= 2
            assert here == 2 or not one.waiting.exists()


REFUSALS = (AlreadyCompleted, InAnotherCohort, CohortFull, NotInCohort)


def _do_something(dice, user, cohort, by):
    mine = Enrolment.objects.active().filter(user=user).first()
    act = dice.choice(["join", "join", "leave", "move", "leave the course", "complete"])
    if act == "join":
        join(cohort, user)
    elif act == "leave" or mine is None:
        leave_cohort(cohort=cohort, user=user, at=NOW)
    elif act == "move":
        move_learner(enrolment=mine, cohort=cohort, by=by, at=NOW)
    elif act == "leave the course":
        leave_course(enrolment=mine, by=user, at=NOW)
    elif dice.random() < 0.3:
        complete_lesson(enrolment=mine, lesson=Lesson.objects.get(), at=NOW)


def test_a_full_cohort_offers_its_waiting_list_and_tells_those_who_are_on_it(client):
    course = CourseFactory()
    cohort = CohortFactory(course=course, capacity=1, entry="key", key="Owl")
    inside = CohortPlaceFactory(cohort=cohort).user
    next_one = UserFactory(full_name="Nia Prys")
    ask = reverse("courses:cohort_join", args=[course.slug, cohort.pk])
    client.force_login(next_one)

    before = client.get(ask).content.decode()
    client.post(ask, {"key": "owl"})
    waiting = client.get(course.get_absolute_url()).content.decode()
    page = client.get(cohort.get_absolute_url()).content.decode()
    client.force_login(inside)
    mine = client.get(course.get_absolute_url()).content.decode()
    client.force_login(cohort.facilitators.get())
    desk = client.get(reverse("courses:cohort_learners", args=[course.slug, cohort.pk]))
    facilitators = client.get(cohort.get_absolute_url()).content.decode()

    assert "Join the waiting list" in before
    assert "Join the cohort" not in before
    assert "You are on the waiting list" in waiting
    assert "Owl" not in page
    assert "With a key from its facilitators" in page
    assert "My cohort" in mine
    assert "You are on the waiting list" not in mine
    assert [one.user for one in desk.context["waiting"]] == [next_one]
    assert "Nia Prys" in desk.content.decode()
    assert "Owl" in facilitators
