"""The courses that come with Praxis are whole: outline, citations, tables, questions, rubric."""

import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import courses
import demo
from core.text import render_markdown

SHIPPED = Path(courses.__file__).parent / "data"
REPORTS = SHIPPED.parent.parent / "library" / "data" / "reports.csv"
SHORT, POWER = "using-evidence-in-local-policy", "communities-and-power"
LESSONS = [
    pytest.param(course, path.stem, id=f"{course}-{path.stem}")
    for course in (SHORT, POWER)
    for path in sorted((SHIPPED / course).glob("*.md"))
]


@cache
def outline(course: str) -> dict[str, Any]:
    return yaml.safe_load((SHIPPED / course / "course.yaml").read_text(encoding="utf-8"))


@cache
def lesson(course: str, stem: str) -> tuple[dict[str, Any], str]:
    text = (SHIPPED / course / f"{stem}.md").read_text(encoding="utf-8")
    _before, head, body = text.split("---\n", 2)
    return yaml.safe_load(head), body


def figures_of(course: str) -> set[str]:
    return {figure["name"] for figure in outline(course).get("figures", [])}


def in_order(course: str) -> list[str]:
    return [stem for module in outline(course)["modules"] for stem in module["lessons"]]


def test_the_short_course_takes_45_minutes_and_ends_with_a_plan():
    heads = [lesson(SHORT, stem)[0] for stem in in_order(SHORT)]

    assert sum(head["minutes"] for head in heads) == 45
    assert [head["kind"] for head in heads] == [*["text"] * 4, "quiz", "reflection", "plan"]


def test_the_course_on_power_has_six_lessons_and_ends_with_an_assignment_of_whole_levels():
    heads = [lesson(POWER, stem)[0] for stem in in_order(POWER)]

    kinds = [head["kind"] for head in heads]
    rubric = heads[-1]["rubric"]
    assert (kinds.count("text"), kinds.count("quiz"), kinds[-1]) == (6, 3, "assignment")
    assert [[level["points"] for level in one["levels"]] for one in rubric] == [[0, 2, 4]] * 4
    assert heads[-1]["points_needed"] == 8


@pytest.mark.parametrize("course", [SHORT, POWER])
def test_the_outline_names_every_lesson_once(course):
    assert sorted(in_order(course)) == sorted(path.stem for path in (SHIPPED / course).glob("*.md"))


@pytest.mark.parametrize(("course", "stem"), LESSONS)
def test_a_lesson_cites_what_the_library_has_and_shows_what_exists(course, stem):
    head, body = lesson(course, stem)
    with REPORTS.open(encoding="utf-8", newline="") as file:
        titles = {row["title"] for row in csv.DictReader(file)}
    cited = [cite["title"] for cite in head.get("cites", [])]
    shown = re.findall(r"^\{\{figure:([a-z0-9_]+)\}\}$", body, flags=re.MULTILINE)

    html = render_markdown(body)
    assert [title for title in cited if title not in titles] == []
    assert {int(n) for n in re.findall(r"\[\[cite:(\d+)\]\]", body)} == set(
        range(1, len(cited) + 1)
    )
    assert (sorted(shown), set(shown) <= figures_of(course)) == (
        sorted(head.get("figures", [])),
        True,
    )
    assert re.findall(r"<th[^>]*>\s*</th>", html) == []
    if head["kind"] == "text":
        assert cited
        assert body.count("# Check your answer") == 1


@pytest.mark.parametrize(("course", "stem"), LESSONS)
def test_every_answer_to_choose_is_explained(course, stem):
    head, _body = lesson(course, stem)

    for question in head.get("questions", []):
        options = question["options"]
        right = [option for option in options if option.get("correct")]
        if question["kind"] == "ordering":
            assert question["feedback"]
        else:
            assert (len(right) == 1) == (question["kind"] == "single")
            assert 1 <= len(right) < len(options)
        assert len({option["text"] for option in options}) == len(options) >= 3
        assert all(option["feedback"].strip() for option in options)
        assert question["hint"]
        assert question["taught_in"] in in_order(course)


COURSES = sorted(path.name for path in SHIPPED.iterdir() if path.is_dir())


def single_choices(course: str) -> list[list[dict[str, Any]]]:
    """The options of each question with one right answer."""
    return [
        question["options"]
        for path in (SHIPPED / course).glob("*.md")
        for question in lesson(course, path.stem)[0].get("questions", [])
        if question["kind"] == "single"
    ]


@pytest.mark.parametrize("course", COURSES)
def test_whoever_always_ticks_the_same_place_passes_no_course(course):
    places = Counter(
        [bool(option.get("correct")) for option in options].index(True)
        for options in single_choices(course)
    )

    assert max(places.values()) <= sum(places.values()) / 2


@pytest.mark.parametrize("course", COURSES)
def test_whoever_always_ticks_the_longest_answer_passes_no_course(course):
    """Right answers were the longest nearly always: wrong ones were too short to be believed."""
    questions = single_choices(course)
    guessed = [
        max(options, key=lambda option: len(option["text"])).get("correct") for options in questions
    ]

    assert guessed.count(True) <= len(questions) / 2


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=f"{path.parent.name}-{path.stem}")
        for folder in (SHIPPED, Path(demo.__file__).parent / "data")
        for path in sorted(folder.glob("*/*.md"))
        if path.read_text(encoding="utf-8").startswith("---\n")
    ],
)
def test_no_sentence_is_broken_where_its_line_ended_in_the_file(path):
    _before, _head, body = path.read_text(encoding="utf-8").split("---\n", 2)

    assert re.findall(r"[^.!?:|]<br ?/?>\s*[a-z]\w*", render_markdown(body)) == []
