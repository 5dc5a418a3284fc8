"""Figures of a cohort: how far its learners come, how long it takes them, and how well the questions tell them apart."""

import math
import zoneinfo
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.conf import settings
from django.db.models import Case, Count, F, Q, Sum, When
from django.utils.translation import gettext as _

from core.charts import About, Bar, Figure, bar_chart
from courses.cohorts.deadlines import start_for
from courses.models import Answer, Cohort, Enrolment, LessonCompletion, Question, Release
from courses.progress.table_of_contents import Chapter, table_of_contents
from courses.states import EnrolmentState

# With fewer answers a share tells more of chance than of the question.
FEWEST_ANSWERS = 20


@dataclass(frozen=True)
class LessonFigure:
    """How many learners have done a lesson, and after how many days half of them had."""

    title: str
    done: int
    days: float | None


@dataclass(frozen=True)
class CohortFigures:
    """The pictures and numbers of one cohort."""

    funnel: Figure | None
    time: Figure | None
    lessons: Sequence[LessonFigure]


def figures_of(cohort: Cohort) -> CohortFigures:
    """Return the figures of a cohort; load ``release__course`` with it. Two queries."""
    places = list(Enrolment.objects.not_left().filter(cohort=cohort))
    table = table_of_contents(cohort.release)
    days = _days_by_place(cohort, places)
    if not places:
        return CohortFigures(None, None, [])
    lessons = []
    for lesson in table.lessons:
        done = [mine[lesson.pk] for mine in days.values() if lesson.pk in mine]
        lessons.append(LessonFigure(lesson.title, len(done), median(done) if done else None))
    # A module of optional lessons alone is no step on the way: nobody has to finish it.
    by_module = [
        (chapter, _days_of_module(chapter, days))
        for chapter in table.chapters
        if any(lesson.is_required for lesson in chapter.lessons)
    ]
    completed = sum(place.state == EnrolmentState.COMPLETED for place in places)
    return CohortFigures(_funnel(len(places), by_module, completed), _time(by_module), lessons)


def _days_by_place(cohort: Cohort, places: Sequence[Enrolment]) -> dict[int, dict[int, int]]:
    """Return after how many days each learner did which lessons; what they brought along counts as day 0."""
    starts = {place.pk: start_for(place, cohort) for place in places}
    zone = zoneinfo.ZoneInfo(cohort.time_zone)
    days: dict[int, dict[int, int]] = defaultdict(dict)
    facts = LessonCompletion.objects.filter(enrolment__in=starts).order_by()
    for place, lesson, at in facts.values_list("enrolment", "lesson", "completed_at"):
        days[place][lesson] = max(0, (at.astimezone(zone).date() - starts[place]).days)
    return days


def _days_of_module(chapter: Chapter, days: Mapping[int, Mapping[int, int]]) -> list[int]:
    """Return after how many days each learner who has done all that the module requires had done it."""
    required = [lesson.pk for lesson in chapter.lessons if lesson.is_required]
    return [
        max(mine[key] for key in required)
        for mine in days.values()
        if all(key in mine for key in required)
    ]


def _about(name: str, title: str, description: str, unit: str) -> About:
    return About(
        name=name,
        title=title,
        description=description,
        unit=unit,
        source=str(settings.INSTITUTE_NAME),
        licence="",
        decimals=0,
    )


def _funnel(
    learners: int, by_module: Sequence[tuple[Chapter, list[int]]], completed: int
) -> Figure:
    bars = [Bar(_("In the cohort"), learners)]
    bars += [Bar(chapter.module.title, len(days)) for chapter, days in by_module]
    bars.append(Bar(_("Completed the course"), completed))
    words = _("How many learners in the cohort have finished each module, and the course.")
    about = _about("funnel", _("How far learners have got"), words, _("Learners"))
    return bar_chart(about, bars, heading=_("Step"))


def _time(by_module: Sequence[tuple[Chapter, list[int]]]) -> Figure | None:
    bars = [Bar(chapter.module.title, median(days)) for chapter, days in by_module if days]
    if not bars:
        return None
    words = _("Half of the learners who finished a module did so within this number of days.")
    about = _about("time", _("How long it takes"), words, _("Days from the start"))
    return bar_chart(about, bars, heading=_("Module"))


@dataclass(frozen=True)
class QuestionFigure:
    """How a question was answered at first attempts: how hard it is, and how well it tells learners apart."""

    question: Question
    answers: int
    right: int
    # Between -1 and 1: whether those who know the rest of the quiz answer it right more often.
    discrimination: float | None
    # The only question of its quiz.
    is_alone: bool = False

    @property
    def is_enough(self) -> bool:
        return self.answers >= FEWEST_ANSWERS

    @property
    def percent(self) -> int:
        return round(100 * self.right / self.answers)

    @property
    def difficulty_in_words(self) -> str:
        """Say how hard the question is."""
        if self.percent >= 90:
            return _("Very easy")
        if self.percent >= 70:
            return _("Easy")
        return _("Of medium difficulty") if self.percent >= 30 else _("Hard")

    @property
    def discrimination_in_words(self) -> str:
        """Say how well the question tells those who know the rest of the quiz from others."""
        if self.right == self.answers:
            return _("Everyone gets it right, so it does not separate learners.")
        if not self.right:
            return _("Nobody gets it right. Check its wording and the answer key.")
        if self.is_alone:
            return _("It is the only question of its quiz, so there is nothing to compare it with.")
        if self.discrimination is None:
            return _("Everyone did equally well in the rest of the quiz, so we cannot compare.")
        if self.discrimination < 0:
            return _(
                "Learners who do well otherwise get it wrong more often. Check the answer key."
            )
        if self.discrimination < 0.2:
            return _("It hardly separates learners. Check its wording.")
        return _("It separates learners well.")


def questions_of(release: Release) -> list[QuestionFigure]:
    """Return how each question was answered at first attempts of all learners of the release. Two queries."""
    first = Answer.objects.filter(
        question__lesson__module__release=release, attempt__number=1
    ).order_by()
    rest = F("attempt__points") - F("points")
    right = Q(is_correct=True)
    rows = first.values("question").annotate(
        n=Count("pk"),
        n_right=Count("pk", filter=right),
        rest_sum=Sum(rest),
        rest_squares=Sum(rest * rest),
        rest_of_right=Sum(Case(When(right, then=rest), default=0)),
    )
    counted: dict[int, Mapping[str, Any]] = {row["question"]: row for row in rows}
    questions = Question.objects.filter(lesson__module__release=release).select_related("lesson")
    order = ("lesson__module__position", "lesson__position", "lesson", "position", "pk")
    in_order = list(questions.order_by(*order))
    of_quiz = Counter(one.lesson_id for one in in_order)
    return [
        _question(one, counted.get(one.pk), is_alone=of_quiz[one.lesson_id] == 1)
        for one in in_order
    ]


def _question(
    question: Question, row: Mapping[str, Any] | None, *, is_alone: bool
) -> QuestionFigure:
    if row is None:
        return QuestionFigure(question, 0, 0, None, is_alone)
    return QuestionFigure(question, row["n"], row["n_right"], _discrimination(row), is_alone)


def _discrimination(row: Mapping[str, Any]) -> float | None:
    """Return the point-biserial correlation of the question with the rest of its quiz; nothing where either is constant."""
    n, n_right = row["n"], row["n_right"]
    n_wrong = n - n_right
    variance = row["rest_squares"] / n - (row["rest_sum"] / n) ** 2
    if not n_right or not n_wrong or variance <= 1e-9:
        return None
    mean_right = row["rest_of_right"] / n_right
    mean_wrong = (row["rest_sum"] - row["rest_of_right"]) / n_wrong
    return (mean_right - mean_wrong) / math.sqrt(variance) * math.sqrt(n_right * n_wrong) / n
