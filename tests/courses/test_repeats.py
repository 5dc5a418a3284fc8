"""Forms for writing courses that are sent twice, and buttons that are pressed twice."""

import pytest
from django.urls import reverse
from django.utils import timezone

from core.forms.bases import KeyedForm
from courses.actions.releases import create_course
from courses.models import Course, Lesson, Module, Question
from demo.factories.courses import LessonFactory, ModuleFactory

pytestmark = pytest.mark.django_db
SENT_BEFORE = "You have already sent this form"
MAKERS = ("course", "module", "lesson", "question")
MODELS = {"course": Course, "module": Module, "lesson": Lesson, "question": Question}


@pytest.fixture
def maker(author):
    """The address of a form, and the words that make a thing with it."""
    course = create_course(title="A course", by=author, at=timezone.now())
    release = course.releases.get()
    module = ModuleFactory(release=release)
    quiz = LessonFactory(module=module, kind="quiz")

    def make(name):
        return {
            "course": (
                reverse("courses:teach_new"),
                {
                    "title": "Measuring",
                    "summary": "S",
                    "effort_hours": "3",
                    "facilitators": author.email,
                },
            ),
            "module": (
                reverse("courses:module_new", args=[course.slug]),
                {"title": "Gradients", "summary": "S"},
            ),
            "lesson": (
                reverse("courses:lesson_new", args=[course.slug, module.pk]),
                {"title": "Slopes", "kind": "text"},
            ),
            "question": (
                reverse("courses:question_new", args=[course.slug, quiz.pk, "numeric"]),
                {"prompt": "How many?", "answer": "3", "tolerance": "0", "points": "1"},
            ),
        }[name]

    return make


@pytest.mark.parametrize("name", MAKERS)
def test_two_clicks_make_one_thing(client, maker, name):
    page, words = maker(name)
    before = MODELS[name].objects.count()
    form = client.get(page).context["form"]
    key = str(form["form_key"].value())

    answers = [client.post(page, words | {"form_key": key}) for _click in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    assert MODELS[name].objects.count() == before + 1
    assert isinstance(form, KeyedForm)


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("course", {"title": "Acting"}),
        ("module", {"title": "Slopes"}),
        ("lesson", {"title": "Curves"}),
        ("question", {"prompt": "How much?"}),
    ],
)
def test_other_words_under_the_same_key_are_kept_and_asked_about(client, maker, name, others):
    page, words = maker(name)
    key = {"form_key": str(client.get(page).context["form"]["form_key"].value())}
    client.post(page, words | key)
    before = MODELS[name].objects.count()

    told = client.post(page, words | others | key)
    form = told.context["form"]
    again = client.post(page, words | others | {"form_key": form["form_key"].value()})

    field, value = next(iter(others.items()))
    assert SENT_BEFORE in told.content.decode()
    assert form[field].value() == value
    assert again.status_code == 302
    assert MODELS[name].objects.count() == before + 1


@pytest.mark.parametrize("name", ["module", "lesson", "question"])
def test_what_is_removed_stays_removed_at_a_second_click(client, author, name):
    course = create_course(title="A course", by=author, at=timezone.now())
    module = ModuleFactory(release=course.releases.get())
    quiz = LessonFactory(module=module, kind="quiz")
    question = Question.objects.create(lesson=quiz, kind="numeric", prompt="How many?", answer=3)
    page = {
        "module": reverse("courses:module_remove", args=[course.slug, module.pk]),
        "lesson": reverse("courses:lesson_remove", args=[course.slug, quiz.pk]),
        "question": reverse("courses:question_change", args=[course.slug, quiz.pk, question.pk]),
    }[name]

    answers = [client.post(page, {"remove": "yes"}) for _click in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    thing = {"module": module, "lesson": quiz, "question": question}[name]
    assert not MODELS[name].objects.filter(pk=thing.pk).exists()
