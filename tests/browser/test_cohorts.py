"""A facilitator takes a cohort from the call to the certificate, and a learner joins it; axe judges each page."""

import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.actions.attempts import submit_attempt
from courses.models import Cohort, CohortEvent, Enrolment, Lesson, Question
from courses.states import EnrolmentState, LessonKind
from demo.factories.accounts import UserFactory
from demo.factories.cohorts import CohortFactory, CohortPlaceFactory
from demo.factories.courses import CourseFactory
from demo.factories.events import EventFactory
from events.models import Event
from tests.browser.window import open_as

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def course():
    return CourseFactory(title="Measuring a gradient", texts=2, quiz=True)


def a_day(number):
    return (timezone.now().date() + dt.timedelta(days=number)).isoformat()


def fail_twice(place):
    quiz = Lesson.objects.of(place.release).get(kind=LessonKind.QUIZ)
    question = Question.objects.get(lesson=quiz)
    answers = {question.pk: [question.options.get(is_correct=False).pk]}
    for _ in range(2):
        submit_attempt(
            enrolment=place, lesson=quiz, answers=answers, key=uuid.uuid4(), at=timezone.now()
        )


@pytest.mark.parametrize("has_scripts", [True, False])
def test_from_the_call_to_the_certificate(visitor, course, has_scripts):
    options = {"java_script_enabled": has_scripts}
    facilitator = course.facilitators.get()
    nia = UserFactory(full_name="Nia Prys")
    kofi = UserFactory(full_name="Kofi Mensah", email="kofi@example.org")

    def check(window, name):
        if has_scripts:
            window.check(name)

    desk = open_as(visitor, facilitator, course.get_absolute_url(), **options)
    desk.follow("Cohorts")
    check(desk, "cohorts-empty")
    desk.follow("Plan a cohort")
    desk.fill("Name", "Spring group")
    desk.fill("First day", a_day(-1))
    desk.fill("Last day", a_day(-5))
    desk.fill("Places", "2")
    desk.press("Save the cohort")
    desk.sees("The last day cannot be before the first day.")
    check(desk, "cohort-refused")
    desk.fill("Last day", a_day(40))
    desk.press("Save the cohort")
    desk.sees("Cohort planned.")
    check(desk, "cohort-new")
    desk.follow("Deadlines")
    desk.main.get_by_label("For").select_option(label="Lesson 1")
    desk.fill("Days after the start", "0")
    desk.press("Set the deadline")
    desk.sees("Deadline set: Lesson 1.")
    check(desk, "cohort-deadlines")

    learner = open_as(visitor, nia, course.get_absolute_url(), **options)
    learner.sees("2 places left")
    check(learner, "course-with-cohorts")
    learner.follow("Spring group")
    learner.follow("Join the cohort")
    check(learner, "cohort-join")
    learner.press("Join the cohort")
    learner.sees("You have a place in this cohort.")
    learner.sees("Overdue")
    check(learner, "cohort-of-learner")

    cohort = Cohort.objects.select_related("release__course").get()
    page = reverse("courses:cohort_learners", args=[course.slug, cohort.pk])
    desk.go(page)
    desk.follow("Add learners")
    desk.fill("Email addresses", "kofi@example.org\nnew@example.org\nnonsense")
    desk.press("Check the list")
    desk.sees("This is not an email address.")
    check(desk, "cohort-list-refused")
    desk.fill("Email addresses", "kofi@example.org\nnew@example.org")
    desk.press("Check the list")
    desk.sees("Invited by email (1)")
    check(desk, "cohort-list-checked")
    desk.press("Add these people")
    desk.sees("Added: 1. Invited: 1.")

    fail_twice(Enrolment.objects.select_related("release").get(user=nia))
    desk.go(page)
    desk.page.get_by_role("row", name="Failed twice or more").first.wait_for()
    desk.page.get_by_role("row").filter(has_text="Which of these is a gradient?").first.wait_for()
    check(desk, "cohort-learners")
    desk.main.get_by_label("Choose Nia Prys").check()
    desk.press("Write to them")
    desk.fill("Message", "Look at the steps between.\nCall me.")
    desk.press("Preview")
    desk.sees("Nia Prys")
    check(desk, "cohort-write")
    desk.press("Send the message")
    desk.sees("Message sent to 1 learner.")
    learner.go(cohort.get_absolute_url())
    learner.sees("Look at the steps between.")

    learner.go(course.get_absolute_url())
    learner.follow("Why am I not complete?")
    learner.sees("Your best attempt has 0 per cent; you pass with 60.")
    check(learner, "course-left")

    desk.go(page)
    desk.follow("Figures")
    desk.sees("How far learners have got")
    check(desk, "cohort-figures")
    desk.go(page)
    desk.page.get_by_role("table").get_by_role("link", name="Kofi Mensah").click()
    for title in ("Lesson 1", "Lesson 2", "Quiz"):
        desk.main.get_by_label("Lesson", exact=True).select_option(label=title)
        desk.fill("Reason", f"Did “{title}” in the room.")
        desk.press("Count as done")
        desk.main.get_by_text(f"Did “{title}” in the room.").first.wait_for()
    check(desk, "cohort-learner")
    done = Enrolment.objects.select_related("certificate").get(user=kofi)
    assert done.state == EnrolmentState.COMPLETED
    holder = open_as(visitor, kofi, course.get_absolute_url(), **options)
    holder.follow("See my certificate")
    holder.sees("Kofi Mensah")


PROMPT = "Which of these says by how much the disposable income of the poorest tenth differs from that of all others?"
ROOM = """(words) => { const cell = words.closest("td").getBoundingClientRect();
  return [words.scrollWidth <= words.clientWidth, cell.height < 40]; }"""


@pytest.mark.parametrize("width", [1280, 375])
def test_the_question_that_a_learner_fails_is_one_line_and_opens_to_all_of_it(
    visitor, course, width
):
    cohort = CohortFactory(course=course, starts_on=timezone.localdate() - dt.timedelta(days=20))
    Question.objects.update(prompt=PROMPT)
    for number in range(12):
        name = f"Learner {number}"
        fail_twice(CohortPlaceFactory(cohort=cohort, user=UserFactory(full_name=name)))
    page = reverse("courses:cohort_learners", args=[course.slug, cohort.pk])
    desk = open_as(
        visitor, course.facilitators.get(), page, viewport={"width": width, "height": 800}
    )
    words = desk.main.locator("summary", has_text=PROMPT).first

    assert words.evaluate(ROOM) == [False, True]
    words.focus()
    desk.page.keyboard.press("Enter")

    assert words.evaluate(ROOM)[0] is True
    badges = desk.main.locator("td .badge").evaluate_all(
        "(all) => all.filter((one) => one.getBoundingClientRect().right > one.closest('td').getBoundingClientRect().right).length"
    )
    assert badges == 0


def test_the_other_pages_of_a_cohort_are_for_everyone(visitor, course):
    facilitator = course.facilitators.get()
    cohort, other = (
        CohortFactory(course=course, capacity=1, name=name) for name in ("First", "Second")
    )
    place = CohortPlaceFactory(cohort=cohort)
    waiting = CohortPlaceFactory(cohort=cohort)
    names = [course.slug, cohort.pk]
    learner = [*names, place.pk]

    desk = open_as(visitor, facilitator, reverse("courses:cohort_list", args=[course.slug]))
    desk.check("cohort-list")
    for name, args in [
        ("cohort_edit", names),
        ("cohort_cancel", names),
        ("cohort_copy", names),
        ("cohort_invitations", names),
        ("learner_move", learner),
        ("learner_remove", learner),
        ("learner_deadlines", learner),
    ]:
        desk.go(reverse(f"courses:{name}", args=args))
        desk.check(name.replace("_", "-"))
    desk.go(reverse("courses:cohort_invitations", args=names))
    desk.fill("Email address", "new@example.org")
    desk.press("Send invitation")
    desk.sees("Invitation sent to new@example.org.")
    stranger = open_as(visitor, None, cohort.invitations.get().get_absolute_url())
    stranger.check("cohort-invitation")

    queue = open_as(visitor, waiting.user, cohort.get_absolute_url())
    queue.sees("You are the next on the waiting list.")
    queue.check("cohort-waiting")
    desk.go(reverse("courses:learner_move", args=learner))
    desk.choose("Second")
    desk.press("Move the learner")
    desk.sees("Learner moved. We have told them.")
    queue.go(cohort.get_absolute_url())
    queue.sees("Go to the course")
    assert list(Enrolment.objects.order_by("pk").values_list("cohort__name", flat=True)) == [
        "Second",
        "First",
    ]
    assert other.pk != cohort.pk


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_live_session_from_the_plan_to_who_came(visitor, course, has_scripts):
    options = {"java_script_enabled": has_scripts}
    cohort = CohortFactory(course=course, name="Spring group")
    nia = CohortPlaceFactory(cohort=cohort, user=UserFactory(full_name="Nia Prys")).user

    def check(window, name):
        if has_scripts:
            window.check(name)

    desk = open_as(visitor, cohort.facilitators.get(), cohort.get_absolute_url(), **options)
    desk.sees("This cohort has no live sessions yet.")
    desk.follow("Add existing events")
    desk.sees("No events to add")
    check(desk, "live-session-add-empty")
    desk.follow("Add a live session")
    desk.fill("Title", "Questions and answers")
    desk.fill("Day", a_day(5))
    desk.fill("Time", "14:00")
    desk.choose("Online", "How people take part")
    desk.press("Save the draft")
    desk.sees("Draft saved. Once you publish it")
    desk.press("Publish")
    desk.sees("Event published.")
    desk.go(reverse("courses:live_session_new", args=[course.slug, cohort.pk]))
    check(desk, "live-session-new")

    learner = open_as(visitor, nia, cohort.get_absolute_url(), **options)
    learner.sees("Not registered")
    check(learner, "cohort-with-sessions")
    learner.follow(re.compile(r"Register\s*: Questions and answers"))
    learner.press("Register")
    learner.go(course.get_absolute_url())
    learner.sees("The link to join is here from 30 minutes before the start.")
    check(learner, "course-with-sessions")

    Event.objects.update(
        starts_at=timezone.now() - dt.timedelta(hours=2),
        ends_at=timezone.now() - dt.timedelta(hours=1),
    )
    desk.go(cohort.get_absolute_url())
    check(desk, "cohort-sessions-of-facilitator")
    desk.follow(re.compile(r"Attendance\s*: Questions and answers"))
    desk.main.get_by_label("Choose Nia Prys").check()
    desk.press("Attended")
    desk.sees("Recorded for 1 person.")
    desk.go(reverse("courses:cohort_learners", args=[course.slug, cohort.pk]))
    desk.sees("1 of 1")
    check(desk, "cohort-learners-with-sessions")
    desk.page.get_by_role("table").get_by_role("link", name="1 of 1").click()
    desk.sees("Attendance")
    check(desk, "cohort-learner-with-sessions")

    CohortEvent.objects.all().delete()
    event = EventFactory(title="Cold homes", hosts=[cohort.facilitators.get()])
    desk.go(reverse("courses:live_session_add", args=[course.slug, cohort.pk]))
    desk.choose(re.compile("Cold homes"))
    check(desk, "live-session-add")
    desk.press("Add to the cohort")
    desk.sees("1 live session added.")
    desk.page.get_by_text("Remove from the cohort").first.click()
    desk.press(re.compile(r"Remove from the cohort\s*: Cold homes"))
    desk.sees("is no longer a session of this cohort.")
    desk.press("Undo")
    desk.sees("1 live session added.")
    assert CohortEvent.objects.get().event == event
