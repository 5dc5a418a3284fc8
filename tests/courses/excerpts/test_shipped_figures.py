"""The figures and exercises of the shipped courses are drawn from the indicators that come with Praxis."""

import io
import re
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command

import courses
from courses.importing import read_course
from courses.importing.drawings import check_charts, check_figures
from courses.importing.exercises import check_exercise
from courses.importing.problems import Check
from courses.models import Question
from courses.states import QuestionKind
from indicators.excerpts.drawing import figure_of
from indicators.excerpts.taking import take
from library.data import place_tree, topic_tree
from library.vocabularies.actions.places import load_places
from library.vocabularies.actions.topics import load_topics
from tests.courses.passages import MEASURED

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SHIPPED = Path(courses.__file__).parent / "data"
OUTLINES = sorted(SHIPPED.glob("*/course.yaml"))


def outline(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_without_the_indicators_the_files_say_what_to_load_first():
    check = Check()

    check_figures(check, outline(SHIPPED / "using-evidence-in-local-policy" / "course.yaml"), "c")

    assert [str(problem) for problem in check.problems] == [
        "c: figures[1].release: The figures “life-expectancy-places-2015-2025” are not published here. "
        "Load them first: manage.py load_indicators.",
        "c: figures[1]: There is no indicator “inequality-in-life-expectancy” with published figures. "
        "Load it first: manage.py load_indicators.",
    ]


def test_every_figure_is_drawn_with_its_source_period_and_licence():
    load_places(tree=place_tree())
    load_topics(tree=topic_tree())
    call_command("load_indicators", stdout=io.StringIO())
    check, drawn = Check(), {}

    for path in OUTLINES:
        check_charts(check, outline(path), path.parent.name)
        for draft in check_figures(check, outline(path), path.parent.name):
            excerpt = take(draft.selection).excerpt
            drawn[draft.slug] = (draft, excerpt, figure_of(excerpt, name=draft.slug, title=draft.title, description=draft.description))  # fmt: skip

    assert check.problems == []
    assert len(drawn) == 16
    _the_exercises_have_the_answers_of_the_lessons()
    for draft, excerpt, figure in drawn.values():
        assert figure.title == draft.title
        assert all(len(row) == len(figure.columns) for row in figure.rows)
        assert figure.source.endswith(f" Period: {excerpt.period}.")
        assert figure.licence == "Licence: Open Government Licence 3.0."
        assert "<svg" in figure.html
        assert f'href="/indicators/{excerpt.indicator}/?place=' in figure.html
    _the_pictures_show_what_the_lessons_say(drawn)


def _the_exercises_have_the_answers_of_the_lessons():
    course = read_course(SHIPPED / "measuring-and-acting-on-a-social-gradient")
    found = []
    for stem, number, computed in MEASURED:
        item = course["lessons"][stem]["questions"][number - 1]
        check, question = Check(), Question(kind=QuestionKind.MEASURE)
        data = check_exercise(check, f"{stem}.md", f"questions[{number}].", item, question)
        assert (check.problems, data.is_size) == ([], item.get("without_sign", False))
        assert abs(float(question.answer) - computed) < max(0.006, item["tolerance"] / 2)
        found.append((stem, number))
    asked = [
        (stem, number)
        for stem, lesson in course["lessons"].items()
        for number, item in enumerate(lesson.get("questions", []), start=1)
        if item["kind"] == "measure"
    ]
    assert found == asked


def _the_pictures_show_what_the_lessons_say(drawn):
    then_and_now = drawn["obesity_then_and_now"][2]
    assert then_and_now.rows[-1] == ["Slope index", "−17.2", "−10.7"]
    assert drawn["obesity_trend"][2].rows[-1] == ["2017/18", "20.1", "−17.2"]
    regions = drawn["life_expectancy_two_regions"][1]
    assert [row.name for row in regions.rows] == ["South East", "North East"]
    assert all(row.lower for row in regions.rows)
    sexes = drawn["life_expectancy_by_decile"][1]
    assert [row.name for row in sexes.rows] == ["Females", "Males"]
    halton = drawn["slope_in_one_place"][1]
    assert (halton.labels[0], halton.labels[-1]) == ("2015-17", "2022-24")
    work = drawn["inactivity_by_occupation"][2]
    assert [work.rows[0][0], work.rows[-1][0]] == ["Long term unemployed or never worked", "Students"]  # fmt: skip
    assert not drawn["inactivity_by_decile"][1].rows[0].populations
    assert re.search(r"2014-16 \(inferred\)", drawn["life_expectancy_slope"][2].source)
