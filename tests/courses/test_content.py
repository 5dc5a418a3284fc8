"""The course that comes with Praxis: every number in it is computed here from the data, every question is whole."""

import csv
import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

import courses
from core.text import render_markdown
from indicators.measures.lines import fit_line, ridits
from tests.courses.passages import (
    EQUAL,
    GOOD,
    HALTON,
    INACTIVE,
    KEYS,
    LAST,
    LIFE,
    LIVES,
    MALES,
    NORTH,
    PASSAGES,
    SOUTH,
    WHOLE,
    cases,
    deciles,
    line,
    people,
    values,
)

SHIPPED = Path(courses.__file__).parent / "data"
COURSE = SHIPPED / "measuring-and-acting-on-a-social-gradient"
STEMS = sorted(path.stem for path in COURSE.glob("*.md"))


@cache
def lesson(stem: str) -> tuple[dict[str, Any], str]:
    _before, head, body = (COURSE / f"{stem}.md").read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(head), body


def whole(stem: str) -> str:
    """Return the text of a lesson with what its questions say."""
    head, body = lesson(stem)
    questions = head.get("questions", [])
    options = [option for question in questions for option in question.get("options", [])]
    return "\n".join([body, *(str(item.get("feedback", "")) for item in [*questions, *options])])


OUTLINE = yaml.safe_load((COURSE / "course.yaml").read_text(encoding="utf-8"))
FIGURES = {figure["name"]: figure for figure in OUTLINE["figures"]}
TEXTS = [stem for stem in STEMS if lesson(stem)[0]["kind"] == "text"]
QUIZZES = [stem for stem in STEMS if lesson(stem)[0]["kind"] == "quiz"]
QUESTIONS = [
    pytest.param(question, id=f"{stem}-{number}")
    for stem in QUIZZES
    for number, question in enumerate(lesson(stem)[0]["questions"], start=1)
]


def plain(text: str) -> str:
    return " ".join(text.replace("\n> ", "\n").split())


@pytest.mark.parametrize(("where", "passage", "numbers"), PASSAGES)
def test_numbers_in_the_text_are_those_of_the_data(where, passage, numbers):
    text = FIGURES[where]["description"] if where in FIGURES else whole(where)

    expected = re.sub(r"(?<!\d)-(?=\d)", "−", passage.format(*numbers))
    assert plain(expected) in plain(text)


@pytest.mark.parametrize(("stem", "number", "computed"), KEYS)
def test_numeric_answers_are_computed_from_the_data(stem, number, computed):
    question = lesson(stem)[0]["questions"][number - 1]

    assert question["answer"] == pytest.approx(computed, abs=max(0.006, question["tolerance"] / 2))


def test_every_numeric_question_has_its_computed_answer_here():
    numeric = [
        (stem, number)
        for stem in QUIZZES
        for number, question in enumerate(lesson(stem)[0]["questions"], start=1)
        if question["kind"] == "numeric"
    ]

    assert sorted((stem, number) for stem, number, _computed in KEYS) == numeric


def test_words_that_stand_for_numbers_are_true():
    rises = [all(b > a for a, b in pairwise(r)) for r in (LIFE, LIVES)]
    falls = [all(b < a for a, b in pairwise(r)) for r in (INACTIVE, values(LAST))]
    slopes = [line(deciles(f"{y}/{(y + 1) % 100:02}")).index for y in range(2006, 2018)]

    assert (rises, falls) == ([True, True], [True, True])
    assert all(b < a for a, b in pairwise(slopes))  # "in every single year"
    assert sum(years < 66 for years in GOOD) == 6  # "in six of the ten deciles"
    assert GOOD[0] < 52  # "ends before 52"
    assert SOUTH[-1].value - NORTH[-1].value < 1  # "differ by less than a year"
    assert (
        LIFE[0] < line(MALES).at(ridits(people(MALES))[0]),
        GOOD[0] < fit_line(GOOD, EQUAL).at(0.05),
    ) == (True, True)
    assert (
        0.6 < 1 - sum(cases(LAST)[:2]) / sum(cases(LAST)) < 0.7
    )  # "two thirds outside the most deprived fifth"
    assert (
        HALTON["2018-20"] > HALTON["2015-17"]
    )  # "one period later ... above every value before it"


def test_the_outline_names_every_lesson_once():
    named = [stem for module in OUTLINE["modules"] for stem in module["lessons"]]

    assert sorted(named) == STEMS
    assert (len(OUTLINE["modules"]), len(TEXTS), len(QUIZZES)) == (4, 17, 5)
    assert lesson(named[-1])[0]["kind"] == "plan"


@pytest.mark.parametrize("stem", TEXTS)
def test_a_text_lesson_has_700_to_1100_words_an_exercise_and_its_answer(stem):
    _head, body = lesson(stem)
    teaching, answer = body.split("# Check your answer")
    words = re.sub(r"^(\||\{\{).*$", "", teaching, flags=re.MULTILINE).split()

    assert 700 <= len(words) <= 1100
    assert teaching.count("# Exercise") == 1
    assert len(answer.split()) >= 40


@pytest.mark.parametrize("stem", [stem for stem in STEMS if stem not in QUIZZES])
def test_citations_exist_in_the_library_and_are_referred_to(stem):
    head, body = lesson(stem)
    reports = SHIPPED.parent.parent / "library" / "data" / "reports.csv"
    with reports.open(encoding="utf-8", newline="") as file:
        titles = {row["title"] for row in csv.DictReader(file)}

    cited = [cite["title"] for cite in head["cites"]]
    assert [title for title in cited if title not in titles] == []
    assert 1 <= len(cited) == len(set(cited)) <= 3
    assert {int(n) for n in re.findall(r"\[\[cite:(\d+)\]\]", body)} == set(
        range(1, len(cited) + 1)
    )
    assert all(cite["note"] for cite in head["cites"])


@pytest.mark.parametrize("stem", STEMS)
def test_figures_in_the_text_are_the_ones_the_head_names(stem):
    head, body = lesson(stem)

    shown = re.findall(r"^\{\{figure:([a-z0-9_]+)\}\}$", body, flags=re.MULTILINE)
    charts = re.findall(r"^\{\{chart:([a-z0-9_]+)\}\}$", body, flags=re.MULTILINE)
    assert sorted(set(shown)) == sorted(head.get("figures", []))
    assert set(shown) <= set(FIGURES)
    assert set(charts) <= {chart["name"] for chart in OUTLINE["charts"]}
    assert body.count("{{") == len(shown) + len(charts)


@pytest.mark.parametrize("stem", TEXTS)
def test_a_table_can_be_scrolled_by_keyboard_and_every_column_has_a_name(stem):
    html = render_markdown(lesson(stem)[1])

    assert html.count("<table") == html.count('<table tabindex="0">')
    assert re.findall(r"<th[^>]*>\s*</th>", html) == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_is_whole_and_every_answer_has_feedback(question):
    options = question.get("options", [])
    right = [option for option in options if option.get("correct")]
    expected = {
        "single": len(options) >= 3 and len(right) == 1,
        "multiple": len(options) >= 3 and 1 < len(right) < len(options),
        "ordering": len(options) >= 3 and not right and bool(question.get("feedback")),
        "numeric": not options
        and question.get("tolerance", 0) > 0
        and bool(question.get("feedback")),
        "measure": not options
        and question.get("tolerance", 0) > 0
        and bool(question.get("figures"))
        and bool(question.get("feedback")),
        "short_text": not options
        and bool(question.get("accepted"))
        and bool(question.get("feedback")),
    }

    assert question["prompt"].strip()
    assert expected[question["kind"]]
    assert [option["text"] for option in options if not option.get("feedback", "").strip()] == []
    assert len({option["text"] for option in options}) == len(options)


def test_the_quizzes_together_use_every_kind_of_question():
    kinds = {q["kind"] for stem in QUIZZES for q in lesson(stem)[0]["questions"]}

    assert kinds == {"single", "multiple", "numeric", "measure", "ordering", "short_text"}
    assert [len(lesson(stem)[0]["questions"]) for stem in QUIZZES] == [9, 8, 8, 8, 7]


def test_the_pasted_chart_has_the_published_numbers():
    (chart,) = OUTLINE["charts"]
    rows = [line.split(";") for line in chart["table"].splitlines()[1:]]

    assert [float(row[1]) for row in rows] == [round(years, 1) for years in WHOLE]
    assert [float(row[2]) for row in rows] == [round(years, 1) for years in GOOD]
    assert passage_in(chart["description"], "from {:.1f} to {:.1f} years", WHOLE[0], WHOLE[-1])
    assert passage_in(chart["description"], "from {:.1f} to {:.1f}:", GOOD[0], GOOD[-1])


def passage_in(text: str, passage: str, *numbers: float) -> bool:
    return passage.format(*numbers) in text


def test_periods_that_were_inferred_say_so():
    inferred = [each for each in FIGURES.values() if each["release"].endswith("2014-16")]

    assert len(inferred) == 3
    assert {tuple(each["periods"]) for each in inferred} == {("2014-16 (inferred)",)}
