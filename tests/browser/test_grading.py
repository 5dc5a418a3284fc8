"""A grader goes through twenty pieces of work by keyboard; learners and authors write."""

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.actions.coursework.surveys import add_survey_question, answer_survey
from courses.actions.releases import publish_release
from courses.models import Assignment, Criterion, HandIn, Lesson, SurveyQuestion, SurveyResponse
from courses.states import LessonKind, SurveyQuestionKind
from demo.factories.courses import CourseFactory, EnrolmentFactory, LessonFactory, ModuleFactory
from demo.factories.coursework import AssignmentCourseFactory, HandInFactory, assignment_lesson
from tests.browser.window import open_as

pytestmark = pytest.mark.django_db(transaction=True)
TWENTY = 20
with_and_without_scripts = pytest.mark.parametrize(
    "scripts", [True, False], ids=["with scripts", "without scripts"]
)


def enter(window, person):
    client = Client()
    client.force_login(person)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    window.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": window.address}]
    )


def reach(window, selector):
    """Press Tab until the element has the focus."""
    wanted = window.page.locator(selector).first
    wanted.wait_for()
    for _press in range(80):
        window.page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"No Tab reaches {selector}.")


def checking(has_scripts):
    """Return how pages are judged: axe needs scripts."""

    def check(window, name):
        if has_scripts:
            window.check(name)

    return check


def test_twenty_pieces_of_work_are_graded_by_keyboard_alone(visitor):
    course = AssignmentCourseFactory()
    begun = timezone.now() - dt.timedelta(days=3)
    for number in range(TWENTY):
        HandInFactory(course=course, at=begun + dt.timedelta(minutes=number))
    window = visitor()
    enter(window, course.facilitators.get())
    window.go("/courses/grading/")
    window.check("grading-queue")
    first = HandIn.objects.order_by("handed_in_at").first()
    reach(window, f'a[href^="{first.grading_address}"]')
    window.page.keyboard.press("Enter")
    window.page.wait_for_url(f"**{first.grading_address}*")
    window.check("grading-work")

    for number, work in enumerate(HandIn.objects.order_by("handed_in_at")):
        window.page.wait_for_url(f"**{work.grading_address}*")
        if number % 2:
            reach(window, "textarea[name=feedback]")
            window.page.keyboard.type("Name one more group.")
            reach(window, "[name=return]")
        else:
            for criterion in range(2):
                reach(window, f"fieldset.group >> nth={criterion} >> input[type=radio]")
                window.page.keyboard.press("Space")
                window.page.keyboard.press("ArrowDown")
            reach(window, "[name=accept]")
        window.page.keyboard.press("Enter")
    window.page.wait_for_url("**/courses/grading/")

    window.check("grading-done")
    states = list(HandIn.objects.order_by("handed_in_at").values_list("state", "points"))
    assert states == [("accepted", 4), ("returned", None)] * (TWENTY // 2)


def test_an_author_writes_a_rubric_and_a_survey(visitor):
    module = ModuleFactory()
    course = module.release.course
    assignment = LessonFactory(module=module, kind=LessonKind.ASSIGNMENT, title="Who is heard")
    survey = LessonFactory(module=module, kind=LessonKind.SURVEY, title="How it was")
    window = visitor()
    enter(window, course.facilitators.get())

    window.go(f"/courses/teach/{course.slug}/lessons/{assignment.pk}/")
    window.follow("What learners hand in, and the rubric")
    window.choose("Files")
    window.press("Save")
    window.follow("Add a criterion")
    window.fill("What is assessed", "Who is missing")
    window.fill("Levels", "Nobody\n2 One group")
    window.press("Save the criterion")
    window.sees("Begin each line with its points: Nobody")
    window.fill("Levels", "0 Nobody\n2 One group")
    window.press("Save the criterion")
    window.sees("2 points at most.")
    window.check("rubric")
    window.go(f"/courses/teach/{course.slug}/lessons/{survey.pk}/")
    window.follow("Questions of the survey")
    window.follow("Add a question")
    window.fill("Question", "How useful was it?")
    window.choose("A scale from 1 to 5")
    window.press("Save the question")
    window.sees("How useful was it?")
    window.check("survey-questions")

    assert Criterion.objects.get().levels == [[0, "Nobody"], [2, "One group"]]
    assert Assignment.objects.get().takes_files


@with_and_without_scripts
def test_a_learner_writes_for_themselves_and_answers_a_survey(visitor, scripts):
    course = CourseFactory(texts=1, is_published=False)
    release = course.releases.get()
    module = release.modules.get()
    LessonFactory(module=module, kind=LessonKind.REFLECTION, title="Your own place")
    survey = LessonFactory(module=module, kind=LessonKind.SURVEY, title="How it was")
    for kind in SurveyQuestionKind:
        options = ["Short", "Long"] if kind == SurveyQuestionKind.CHOICE else []
        prompt = f"Asked as {kind.value}"
        add_survey_question(lesson=survey, kind=kind, prompt=prompt, options=options)
    publish_release(release=release, by=course.facilitators.get(), at=timezone.now())
    enrolment = EnrolmentFactory(course=course)
    check = checking(scripts)
    window = visitor(java_script_enabled=scripts)
    enter(window, enrolment.user)

    lessons = Lesson.objects.of(release).select_related("module__release__course")
    window.go(lessons.get(kind=LessonKind.REFLECTION).get_absolute_url())
    window.fill(
        "Your reflection", "We meet at ten in the morning, when nobody of the warehouse can come."
    )
    window.press("Save")
    window.sees("The lesson is done.")
    check(window, "reflection")
    window.follow("All my reflections in this course")
    check(window, "my-reflections")
    window.go(lessons.get(kind=LessonKind.SURVEY).get_absolute_url())
    check(window, "survey")
    window.choose("4")
    window.press("Send my answers")
    window.sees("You have answered. Thank you.")
    place, scale = SurveyResponse.objects.get(), SurveyQuestion.objects.get(kind="scale")

    assert place.answers == {str(scale.pk): "4"}
    for _number in range(4):
        answer_survey(
            enrolment=EnrolmentFactory(course=course),
            lesson=survey,
            answers={scale.pk: "2"},
            at=timezone.now(),
        )
    staff = visitor(java_script_enabled=scripts)
    enter(staff, course.facilitators.get())
    staff.go(f"/courses/{course.slug}/learners/")
    staff.follow("Surveys")
    check(staff, "surveys")
    staff.follow("How it was")
    staff.sees("5 people are counted.")
    check(staff, "survey-results")


@with_and_without_scripts
def test_work_is_handed_in_returned_and_accepted(visitor, settings, tmp_path, scripts):
    course = AssignmentCourseFactory()
    enrolment, lesson = EnrolmentFactory(course=course), assignment_lesson(course)
    settings.MEDIA_ROOT = tmp_path
    check = checking(scripts)
    file = tmp_path / "groups.csv"
    file.write_text("group,heard\ndrivers,no\n", encoding="utf-8")
    window = visitor(java_script_enabled=scripts)
    enter(window, enrolment.user)
    window.go(lesson.get_absolute_url())
    check(window, "assignment")

    window.page.locator("textarea[name=text]").fill("We asked the drivers.")
    window.page.locator("input[type=file]").set_input_files(file)
    window.press("Save draft")
    window.sees("groups.csv")
    check(window, "assignment-draft")
    window.press("Hand in")
    window.sees("It is with the facilitators.")
    check(window, "assignment-handed-in")

    assert HandIn.objects.get().files.get().name == "groups.csv"
    staff = visitor(java_script_enabled=scripts)
    enter(staff, course.facilitators.get())
    staff.go("/courses/grading/")
    staff.follow(enrolment.user.full_name)
    staff.page.locator("textarea[name=feedback]").fill("Name one more group.")
    staff.press("Return for changes")
    staff.sees("Nothing here")
    window.go(lesson.get_absolute_url())
    window.sees("Name one more group.")
    window.page.locator("textarea[name=text]").fill("We asked the drivers and the shop staff.")
    window.press("Hand in")
    staff.go(HandIn.objects.order_by("number").last().grading_address)
    for each in Criterion.objects.all():
        staff.page.locator(f"input[name=level_{each.pk}]").last.check()
    staff.press("Accept")
    window.go(lesson.get_absolute_url())

    window.sees("Accepted")
    check(window, "assignment-accepted")


def test_the_work_stays_in_sight_beside_a_long_rubric(visitor):
    course = AssignmentCourseFactory()
    work = HandInFactory(course=course, text="We asked the drivers.")
    address = reverse("courses:hand_in_grade", args=[work.pk])
    window = open_as(
        visitor, course.facilitators.get(), address, viewport={"width": 1280, "height": 600}
    )

    window.main.get_by_label("Overall feedback").scroll_into_view_if_needed()

    words = window.main.get_by_text("We asked the drivers.").bounding_box()
    assert 0 <= words["y"] <= 550
    window.check("grading-beside")
