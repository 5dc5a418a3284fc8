"""A course made wholly in the pages, frozen when it is published."""

import pytest
from django.utils import timezone

from courses.actions.content import (
    add_lesson,
    add_module,
    edit_lesson,
    edit_module,
    move_lesson,
    move_module,
    remove_lesson,
    remove_module,
)
from courses.actions.questions import move_question, remove_question
from courses.actions.releases import begin_draft, publish_release
from courses.lessons.publishing_checks import missing_in
from courses.models import Course, Lesson, Module, Question, Release
from courses.refusals import NotReadyToPublish, ReleaseFrozen
from courses.states import LessonKind
from demo.factories.accounts import UserFactory
from demo.factories.courses import (
    CourseFactory,
    EnrolmentFactory,
    LessonFactory,
    ModuleFactory,
    QuestionFactory,
)
from demo.factories.library import RecordFactory
from tests.courses.authoring import address, options_data
from workflow.flows import TransitionNotAllowed
from workflow.models import Transition

pytestmark = pytest.mark.django_db


def test_a_whole_course_is_made_in_the_pages(client, author):
    record = RecordFactory(title="Housing and health")
    made = client.post(
        address("teach_new"),
        {
            "title": "Housing",
            "summary": "How homes make health unequal.",
            "effort_hours": "3",
            "outcomes": "Find cold homes\nPlan repairs",
            "facilitators": author.email,
        },
    )
    course = Course.objects.get()
    slug = course.slug
    client.post(address("module_new", slug), {"title": "Cold homes", "summary": ""})
    module = Module.objects.get()
    for title, kind in (("Damp", "text"), ("What you know", "quiz"), ("Your plan", "plan")):
        client.post(address("lesson_new", slug, module.pk), {"title": title, "kind": kind})
    text, quiz, _plan = Lesson.objects.order_by("position")
    found = client.get(address("lesson_edit", slug, text.pk), {"q": "housing health"})
    client.post(
        address("citation_add", slug, text.pk),
        {"version": found.context["found"][0].current_version_id, "note": "The review"},
    )
    client.post(
        address("lesson_edit", slug, text.pk),
        {"title": "Damp", "minutes": "9", "body": "Cold kills [[cite:1]].", "save": "yes"},
    )
    single = options_data(("Cold", True, "Yes."), ("Warmth", False, "No."), ("", False, ""))
    client.post(
        address("question_new", slug, quiz.pk, "single"),
        {"prompt": "What harms?", "points": "1", "save": "yes", **single},
    )
    client.post(
        address("question_new", slug, quiz.pk, "numeric"),
        {"prompt": "Degrees?", "points": "2", "answer": "18", "tolerance": "1", "unit": "°C"},
    )
    client.post(
        address("question_new", slug, quiz.pk, "short_text"),
        {"prompt": "Name it.", "points": "1", "accepted": "damp\nmould"},
    )
    ordering = options_data(("Ask", False, ""), ("Measure", False, ""))
    client.post(
        address("question_new", slug, quiz.pk, "ordering"),
        {"prompt": "Order.", "points": "1", **ordering},
    )
    published = client.post(address("draft_publish", slug), follow=True)

    assert made.url == address("teach_course", slug)
    course.refresh_from_db()
    assert [course.state, course.outcomes] == ["published", ["Find cold homes", "Plan repairs"]]
    assert [question.kind for question in Question.objects.in_order()] == [
        "single",
        "numeric",
        "short_text",
        "ordering",
    ]
    assert [option.text for option in Question.objects.in_order()[0].options.all()] == [
        "Cold",
        "Warmth",
    ]
    assert Lesson.objects.get(pk=text.pk).citations.get().version == record.current_version
    assert published.context["draft"] is None
    assert [row.move for row in Transition.objects.of(course)] == ["publish"]


def test_what_an_author_left_empty_is_said_in_our_words(client, author):
    course = CourseFactory(texts=1, quiz=True, is_published=False, facilitators=[author])
    client.force_login(author)
    quiz = Lesson.objects.get(kind=LessonKind.QUIZ)
    module = quiz.module
    pages = {
        address("teach_new"): {"title", "summary", "effort_hours"},
        address("module_new", course.slug): {"title"},
        address("lesson_new", course.slug, module.pk): {"title"},
        address("lesson_edit", course.slug, quiz.pk): {"title", "minutes", "pass_mark"},
        address("question_new", course.slug, quiz.pk, "single"): {"prompt", "points"},
    }

    for page, names in pages.items():
        errors = client.post(page, {}).context["form"].errors
        assert names <= set(errors)
        assert "This field is required." not in [str(errors[name][0]) for name in names]


def test_what_is_missing_keeps_a_course_from_being_published(client, author):
    course = CourseFactory(is_published=False, texts=0, outcomes=[], by=author)
    module = course.releases.get().modules.get()
    LessonFactory(module=module, title="Empty", body="")
    LessonFactory(module=module, title="Marks", body="[[cite:3]]\n\n{{figure:none}}")
    LessonFactory(module=module, title="Quiz", kind=LessonKind.QUIZ)

    page = client.post(address("draft_publish", course.slug), follow=True)

    assert [lack.text for lack in page.context["missing"]] == [
        "Say what learners can do after the course.",
        "“Empty” has no text.",
        "“Marks” shows the figure none, which does not exist.",
        "The text of “Marks” refers to citation 3, but there are 0.",
        "The quiz “Quiz” has no question.",
    ]
    with pytest.raises(NotReadyToPublish):
        publish_release(release=course.releases.get(), by=author, at=timezone.now())
    assert Course.objects.get().state == "draft"


def test_an_empty_draft_lacks_a_module():
    course = CourseFactory(is_published=False, texts=0)
    course.releases.get().modules.all().delete()

    assert [lack.text for lack in missing_in(course.releases.get())] == ["Add a module."]


def test_a_published_release_is_frozen_in_every_action():
    course = CourseFactory(texts=1, quiz=True)
    release = course.releases.get()
    module, question = release.modules.get(), Question.objects.get()
    lesson = Lesson.objects.of(release).select_related("module").first()
    writes = [
        lambda: add_module(release=release, title="x"),
        lambda: edit_module(module=module, title="x", summary=""),
        lambda: move_module(module=module, step=1),
        lambda: remove_module(module=module),
        lambda: add_lesson(module=module, kind="text", title="x"),
        lambda: edit_lesson(lesson=lesson, title="x"),
        lambda: move_lesson(lesson=lesson, step=1),
        lambda: remove_lesson(lesson=lesson),
        lambda: move_question(question=question, step=1),
        lambda: remove_question(question=question),
        lambda: publish_release(release=release, by=UserFactory(), at=timezone.now()),
    ]
    before = list(Lesson.objects.values().order_by("pk"))

    for write in writes:
        with pytest.raises(ReleaseFrozen):
            write()

    assert list(Lesson.objects.values().order_by("pk")) == before


def test_pages_of_a_frozen_release_answer_409(client, author):
    course = CourseFactory(texts=1, by=author)
    release = course.releases.get()
    module, lesson = release.modules.get(), Lesson.objects.get()

    answers = [
        client.get(address("module_edit", course.slug, module.pk)).status_code,
        client.get(address("lesson_edit", course.slug, lesson.pk)).status_code,
        client.post(address("lesson_remove", course.slug, lesson.pk)).status_code,
        client.post(address("module_remove", course.slug, module.pk)).status_code,
        client.post(address("draft_publish", course.slug)).status_code,
    ]

    assert answers == [409] * 5
    assert Lesson.objects.count() == 1


def test_a_second_tab_of_a_lesson_is_told_and_loses_nothing(client, author):
    course = CourseFactory(texts=1, by=author, is_published=False)
    lesson = Lesson.objects.get()
    place = address("lesson_edit", course.slug, lesson.pk)
    client.force_login(author)
    opened = {"edit_number": lesson.edit_number, "title": "T", "minutes": 5, "save": "1"}

    first = client.post(place, {**opened, "body": "Tab one"})
    second = client.post(place, {**opened, "body": "Tab two"})
    lesson.refresh_from_db()

    page = second.content.decode()
    assert (first.status_code, second.status_code, lesson.body) == (302, 409, "Tab one")
    assert ("Tab one" in page, "Tab two" in page) == (True, True)

    number = second.context["form"]["edit_number"].value()
    client.post(place, {**opened, "body": "Tab two", "edit_number": number})
    lesson.refresh_from_db()
    assert lesson.body == "Tab two"


def test_a_new_draft_is_a_copy_and_learners_keep_their_text(client, author):
    course = CourseFactory(texts=1, quiz=True, plan=True, by=author)
    enrolment = EnrolmentFactory(course=course)
    old = Lesson.objects.of(enrolment.release).in_order().first()

    draft = begin_draft(course=course, at=timezone.now())
    again = begin_draft(course=course, at=timezone.now())
    copy = Lesson.objects.of(draft).in_order().select_related("module").first()
    edit_lesson(lesson=copy, body="Other words.")
    publish_release(release=draft, by=author, at=timezone.now())
    client.force_login(enrolment.user)
    page = client.get(old.get_absolute_url()).content.decode()

    assert again == draft
    assert copy.lineage == old.lineage
    assert [q.options.count() for q in Question.objects.order_by("pk")] == [2, 2]
    assert "Other words." not in page
    assert "gradient" in page
    current = Release.objects.current().get()
    assert [current.number, EnrolmentFactory(course=course).release] == [2, current]


def test_only_a_draft_course_becomes_published():
    course = CourseFactory()
    from courses.states import COURSE_FLOW

    with pytest.raises(TransitionNotAllowed):
        COURSE_FLOW.make("publish", course, actor=None)


def test_lessons_move_within_and_between_modules():
    release = CourseFactory(is_published=False, texts=2).releases.get()
    second = ModuleFactory(release=release, title="Second")
    third = LessonFactory(module=second, title="Lesson 3")

    def order():
        return [
            (lesson.module.title, lesson.title)
            for lesson in Lesson.objects.of(release).in_order().select_related("module")
        ]

    move_lesson(lesson=third, step=-1)
    moved_up = order()
    move_lesson(lesson=Lesson.objects.select_related("module").get(title="Lesson 1"), step=1)
    move_lesson(lesson=Lesson.objects.select_related("module").get(title="Lesson 2"), step=-1)
    move_module(module=second, step=-1)
    move_module(module=Module.objects.get(title="Second"), step=-1)

    assert moved_up[-1] == ("Measuring", "Lesson 3")
    assert [title for _module, title in order()] == ["Lesson 2", "Lesson 1", "Lesson 3"]
    assert [module.title for module in release.modules.in_order()] == ["Second", "Measuring"]


def test_buttons_move_and_remove_questions_and_citations(client, author):
    course = CourseFactory(is_published=False, texts=1, by=author)
    quiz = LessonFactory(module=course.releases.get().modules.get(), kind=LessonKind.QUIZ)
    first, second = (
        QuestionFactory(lesson=quiz, position=1),
        QuestionFactory(lesson=quiz, position=2),
    )
    for record in (RecordFactory(), RecordFactory()):
        data = {"version": record.current_version.pk}
        client.post(address("citation_add", course.slug, quiz.pk), data)
    one, two = quiz.citations.in_order()

    client.post(address("question_change", course.slug, quiz.pk, second.pk), {"move": "up"})
    order = list(quiz.questions.in_order())
    client.post(address("question_change", course.slug, quiz.pk, first.pk), {"remove": "yes"})
    client.post(address("citation_change", course.slug, quiz.pk, two.pk), {"move": "up"})
    cited = list(quiz.citations.in_order())
    client.post(address("citation_change", course.slug, quiz.pk, one.pk), {"remove": "yes"})
    nonsense = client.post(
        address("question_change", course.slug, quiz.pk, second.pk), {"move": "sideways"}
    )

    assert [order, cited] == [[second, first], [two, one]]
    assert [list(quiz.questions.all()), list(quiz.citations.all())] == [[second], [two]]
    assert nonsense.status_code == 404


def test_a_lesson_is_previewed_without_being_saved(client, author):
    course = CourseFactory(is_published=False, texts=1, by=author)
    lesson = Lesson.objects.get()
    data = {"title": "T", "minutes": "5", "body": "**New** <script>", "preview": "yes"}

    page = client.post(address("lesson_edit", course.slug, lesson.pk), data)

    assert page.context["preview"] == "<p><strong>New</strong> &lt;script&gt;</p>\n"
    assert Lesson.objects.get().body == lesson.body


@pytest.mark.parametrize(
    "words", ["", "x" * 70_000, "a\x00b", "% \"'", "🙂 العربية", "<script>alert(1)</script>"]
)
def test_whatever_an_author_types_is_answered_with_words(client, author, words):
    course = CourseFactory(is_published=False, texts=1, by=author)
    module, lesson = Module.objects.get(), Lesson.objects.get()
    forms = {
        address("teach_new"): {"title": words, "summary": words, "effort_hours": words},
        address("teach_edit", course.slug): {"title": words, "outcomes": words, "topics": words},
        address("module_new", course.slug): {"title": words, "summary": words},
        address("module_edit", course.slug, module.pk): {"title": words},
        address("lesson_new", course.slug, module.pk): {"title": words, "kind": words},
        address("lesson_edit", course.slug, lesson.pk): {
            "title": "T",
            "minutes": words,
            "body": words,
        },
    }

    for where, data in forms.items():
        page = client.post(where, data, follow=True)
        assert page.status_code == 200, where
        assert b"<script>alert" not in page.content, where


@pytest.mark.parametrize("words", ["a\x00b", "x" * 5_000, "%", "_", "'", "العربية"])
def test_any_search_and_note_is_answered_without_harm(client, author, words):
    course = CourseFactory(is_published=False, texts=1, by=author)
    lesson, record = Lesson.objects.get(), RecordFactory()

    found = client.get(address("lesson_edit", course.slug, lesson.pk), {"q": words})
    cited = client.post(
        address("citation_add", course.slug, lesson.pk),
        {"version": record.current_version.pk, "note": words},
    )
    nothing = client.post(address("citation_add", course.slug, lesson.pk), {"version": "x"})

    assert [found.status_code, cited.status_code, nothing.status_code] == [200, 302, 302]
    assert lesson.citations.count() == (len(words) < 500 and "\x00" not in words)


def test_a_lesson_saved_by_a_browser_keeps_its_figures_and_is_no_other_text(client, author):
    body = "Look:\n\n{{figure:life_slope}}\n\nAnd then:\n\n- one\n- two"
    lesson = LessonFactory(body=body)
    page = address("lesson_edit", lesson.module.release.course.slug, lesson.pk)

    client.post(page, {"title": lesson.title, "minutes": "5", "body": body, "edit_number": "7"})

    lesson.refresh_from_db()
    assert (lesson.body, "<!--figure:life_slope-->" in lesson.body_html) == (body, True)


def test_pictures_and_figures_that_learners_do_not_see_are_told(client, author):
    body = "![A map](https://elsewhere.example/map.png)\n\nSee {{figure:life_slope}} here."
    lesson = LessonFactory(title="Maps", body=body)
    course = lesson.module.release.course
    said = [
        "The picture https://elsewhere.example/map.png is shown as a link to it. Add it to the images of "
        "the course.",
        "“See {{figure:life_slope}} here.” is shown as you typed it: a figure or image needs its own line, as {{figure:NAME}} or {{image:NAME}}.",
    ]

    written = client.get(address("lesson_edit", course.slug, lesson.pk)).context["not_shown"]
    listed = client.get(address("teach_course", course.slug)).context["to_look_at"]

    assert written == said
    assert [item.text for item in listed] == [f"“Maps”: {text}" for text in said]
