"""Who may write a course, and how many queries its pages take."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from courses.actions.releases import begin_draft
from courses.models import Lesson
from courses.states import LessonKind, QuestionKind
from demo.factories.accounts import UserFactory
from demo.factories.courses import (
    CourseFactory,
    EnrolmentFactory,
    QuestionFactory,
)

pytestmark = pytest.mark.django_db


def address(name, *args):
    return reverse(f"courses:{name}", args=args)


def test_facilitators_must_have_an_account(client, author):
    course = CourseFactory(by=author)
    data = {"title": "T", "summary": "S", "effort_hours": "1", "facilitators": "x@nowhere.org"}

    page = client.post(address("teach_edit", course.slug), data)

    assert page.context["form"].errors == {
        "facilitators": ["No account uses the address x@nowhere.org."]
    }


def test_authors_of_a_course_enter_its_workshop_and_neighbours_do_not(client):
    course = CourseFactory(texts=1, quiz=True)
    draft = begin_draft(course=course, at=timezone.now())
    lesson = Lesson.objects.of(draft).in_order().select_related("module").first()
    pages = [
        address("teach_course", course.slug),
        address("teach_edit", course.slug),
        address("module_new", course.slug),
        address("lesson_edit", course.slug, lesson.pk),
        address("lesson_preview", course.slug, lesson.module.slug, lesson.slug),
        address("learner_list", course.slug),
    ]
    people = [course.facilitators.get(), CourseFactory().facilitators.get(), UserFactory()]

    answers = []
    for user in people:
        client.force_login(user)
        answers.append({client.get(page).status_code for page in pages})

    assert answers == [{200}, {403}, {403}]


def test_a_lesson_of_another_course_is_not_found_in_this_workshop(client, author):
    mine = CourseFactory(is_published=False, by=author)
    other = CourseFactory(is_published=False, texts=1)
    lesson = Lesson.objects.of(other.releases.get()).get()

    assert client.get(address("lesson_edit", mine.slug, lesson.pk)).status_code == 404


def test_members_cannot_begin_courses(client):
    client.force_login(UserFactory())

    pages = [client.get(address("teach_list")), client.get(address("teach_new"))]

    assert [page.status_code for page in pages] == [403, 403]


def test_an_authors_way_to_a_lesson_is_its_preview(client, author):
    course = CourseFactory(texts=1, quiz=True, by=author)
    lesson = (
        Lesson.objects.of(course.releases.get())
        .in_order()
        .select_related("module__release__course")
        .last()
    )

    page = client.get(lesson.get_absolute_url(), follow=True)

    assert page.redirect_chain[0][0] == address(
        "lesson_preview", course.slug, lesson.module.slug, lesson.slug
    )
    assert b"Look at the steps between." in page.content


@pytest.mark.parametrize("count", [1, 4])
def test_pages_of_facilitators_take_the_same_queries(sign_in, django_assert_max_num_queries, count):
    by = UserFactory(roles=[Role.FACILITATOR])
    course = CourseFactory(texts=count, quiz=True, by=by)
    for _ in range(count):
        EnrolmentFactory(course=course)
    draft = begin_draft(course=course, at=timezone.now())
    quiz = Lesson.objects.of(draft).get(kind=LessonKind.QUIZ)
    for number in range(count):
        QuestionFactory(lesson=quiz, kind=QuestionKind.SINGLE, position=10 + number)
    client = sign_in(by)

    with django_assert_max_num_queries(9):
        learners = client.get(address("learner_list", course.slug))
    with django_assert_max_num_queries(17):
        client.get(address("teach_course", course.slug))
    with django_assert_max_num_queries(12):
        client.get(address("lesson_edit", course.slug, quiz.pk))
    with django_assert_max_num_queries(8):
        client.get(address("teach_list"))

    assert len(learners.context["page"].object_list) == count


def sent_from(page):
    """Return the data that the form would send as it stands."""
    form = page.context["form"]
    return {name: [] if (value := form[name].value()) is None else value for name in form.fields}


@pytest.mark.parametrize("what", ["course", "module"])
def test_a_second_tab_is_told_of_what_was_saved_in_the_first(client, author, what):
    course = CourseFactory(by=author, is_published=False, texts=1)
    module = course.releases.get().modules.get()
    thing = course if what == "course" else module
    page = (
        address("teach_edit", course.slug)
        if what == "course"
        else address("module_edit", course.slug, module.pk)
    )
    opened = sent_from(client.get(page))

    first = client.post(page, {**opened, "title": "First words"})
    same = client.post(page, {**opened, "title": "First words"})
    second = client.post(page, {**opened, "title": "Second words"})
    over = client.post(page, sent_from(second))

    assert (first.status_code, same.status_code) == (302, 302)
    assert second.status_code == 409
    assert [words for _label, words in second.context["conflict"]] == ["First words"]
    assert over.status_code == 302
    thing.refresh_from_db()
    assert thing.title == "Second words"
