"""Exercises of a course in files: figures of an indicator or a table, and what is wrong with them in words."""

import pytest
from django.utils import timezone

from courses.actions.importing import import_course, restore_figures
from courses.importing.exercises import check_exercise
from courses.importing.problems import Check, CourseDataError
from courses.lessons.lesson_text import render_body
from courses.models import Course, ExerciseData, IndicatorFigure, Lesson, Question
from courses.states import QuestionKind
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory, EnrolmentFactory
from demo.factories.library import TopicFactory
from tests.courses.gradients import gradient

pytestmark = pytest.mark.django_db
TABLE = {
    "measure": "slope_index",
    "tolerance": 0.1,
    "title": "Damp homes",
    "source": "Made up, CC0",
    "values": "percent",
    "table": "Street,Share,Homes\nA,30,100\nB,20,100\nC,10,100",
}
FIGURES = {"indicator": "cold-homes", "by": "fifths", "places": ["ely"]}


def course_with(**question):
    quiz = {"title": "Quiz", "kind": "quiz", "questions": [{"kind": "measure", "prompt": "Work it out.", **question}]}  # fmt: skip
    return {
        "slug": "small", "title": "Small", "summary": "Short.", "outcomes": ["Do it"], "effort_hours": 1,
        "topics": ["poverty"], "modules": [{"title": "One", "lessons": ["quiz"]}], "lessons": {"quiz": quiz},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("question", "answer", "tolerance"),
    [
        (TABLE, -30, "0.1"),
        ({"measure": "ratio", "tolerance_percent": 2, "figures": FIGURES}, 2.295979, "0.04592"),
        (
            {
                "measure": "difference",
                "without_sign": True,
                "figures": {**FIGURES, "periods": [2020]},
            },
            15.15,
            "0",
        ),
    ],
)
def test_an_exercise_comes_with_its_data_and_its_answer(question, answer, tolerance):
    TopicFactory(code="poverty")
    gradient()

    import_course(data=course_with(**question), by=UserFactory(), at=timezone.now())

    made = Question.objects.select_related("data").get()
    assert float(made.answer) == pytest.approx(answer, abs=1e-6)
    assert float(made.tolerance) == pytest.approx(float(tolerance), abs=1e-6)
    assert made.data.measure == question["measure"]


def test_without_its_indicator_nothing_of_the_course_is_written():
    TopicFactory(code="poverty")
    data = course_with(measure="ratio", figures=FIGURES)
    figure = {"name": "cold", "picture": "line", **FIGURES}

    with pytest.raises(CourseDataError) as refusal:
        import_course(data={**data, "figures": [figure]}, by=UserFactory(), at=timezone.now())

    assert [str(problem) for problem in refusal.value.problems] == [
        "course.yaml: figures[1]: There is no indicator “cold-homes” with published figures. "
        "Load it first: manage.py load_indicators.",
        "quiz.md: questions[1]: There is no indicator “cold-homes” with published figures.",
    ]
    assert not any(model.objects.exists() for model in (Course, IndicatorFigure, ExerciseData))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"measure": "theil"}, "measure: Choose one of"),
        ({"measure": None}, "measure: Write some text."),
        ({"measure": ["ratio"]}, "measure: Write some text."),
        ({"tolerance": "many"}, "tolerance: Write a number."),
        ({"tolerance": -1}, "tolerance: Write a number of 0 or more"),
        ({"tolerance": "NaN"}, "tolerance: Write a number."),
        ({"tolerance": "9" * 60}, "tolerance: Write a number."),
        ({"tolerance_percent": 1000}, "tolerance_percent: Write a number of 0 or more"),
        ({"without_sign": "yes"}, "without_sign: Write true or false."),
        ({"figures": "cold-homes"}, "figures: Name figures of an indicator"),
        ({"figures": {"indicator": 7, "places": "ely"}}, "places: Write a list"),
        ({"figures": {"indicator": "cold-homes", "release": "none"}}, "release: The figures “none” are not published here."),
        ({"table": ""}, "table: Write some text."),
        ({"table": "Street,Share\nA,many\nB,2\nC,3"}, "is not a number"),
        ({"table": "A,1\nB,2"}, "measure: It needs at least 3 groups."),
        ({"values": "apples"}, "values: Choose one of"),
        ({"order": "upside-down"}, "order: Choose one of"),
        ({"source": "x" * 501}, "source: Use at most 500 characters."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(changed, said):
    check = Check()

    made = check_exercise(check, "q.md", "questions[1].", {**TABLE, **changed}, Question(kind=QuestionKind.MEASURE))  # fmt: skip

    assert made is None
    assert any(said in str(problem) for problem in check.problems), check.problems


def test_earlier_versions_get_the_figures_that_they_name(author, client):
    """Before, the code drew figures by name, so that versions published then have none of their own."""
    gradient()
    course = CourseFactory(by=author, texts=1)
    lesson = Lesson.objects.select_related("module__release__course").get()
    body = render_body("{{figure:cold}}\n\n{{figure:nights}}\n\n{{figure:elsewhere}}", [])
    Lesson.objects.update(body_html=body)
    chart = {"name": "nights", "kind": "bars", "title": "Nights", "unit": "nights", "description": "More above.", "source": "Made up", "table": "Floor;Nights\nOne;4\nTwo;9"}  # fmt: skip
    data = {"figures": [{"name": "cold", "picture": "line", **FIGURES}], "charts": [chart]}

    given = [restore_figures(data=data) for _ in range(2)]
    broken = restore_figures(data={"figures": [{"name": "elsewhere", "indicator": "none"}]})

    assert (given, broken) == ([2, 0], 0)
    client.force_login(EnrolmentFactory(course=course).user)
    shown = client.get(lesson.get_absolute_url()).content.decode()
    assert ("<td>26.84</td>" in shown, "More above." in shown) == (True, True)
