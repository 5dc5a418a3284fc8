"""The questions of quizzes and surveys, and what assignments and live sessions ask, in the words of the files."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from courses.exporting.media_files import release_keys, selection_words
from courses.exporting.plain_yaml import without_nothing
from courses.models import (
    Assignment,
    Criterion,
    ExerciseData,
    Lesson,
    LiveLesson,
    Question,
    SurveyQuestion,
)
from courses.states import LessonKind, QuestionKind
from indicators.excerpts.excerpt import Selection

_TAKES = ("text", "files", "link")


class LessonWords:
    """What lessons of each kind have, and their questions. Loaded once for all lessons: six queries."""

    def __init__(self, lessons: Sequence[Lesson], stems: Mapping[int, str]) -> None:
        """Take the names of the files of lessons, by the keys of the lessons, as ``stems``."""
        self.stems = stems
        exercises = ExerciseData.objects.filter(question__lesson__in=lessons)
        self.exercises = {each.question_id: each for each in exercises}
        chosen = (each.selection for each in self.exercises.values())
        self.release_keys = release_keys(Selection.from_plain(one) for one in chosen if one)
        self.assignments = {
            each.lesson_id: each for each in Assignment.objects.filter(lesson__in=lessons)
        }
        self.live = {each.lesson_id: each for each in LiveLesson.objects.filter(lesson__in=lessons)}
        self.criteria: dict[int, list[Criterion]] = defaultdict(list)
        for criterion in Criterion.objects.filter(lesson__in=lessons).in_order():
            self.criteria[criterion.lesson_id].append(criterion)
        self.asked: dict[int, list[SurveyQuestion]] = defaultdict(list)
        for asked in SurveyQuestion.objects.filter(lesson__in=lessons).in_order():
            self.asked[asked.lesson_id].append(asked)

    def of_question(self, question: Question) -> dict[str, Any]:
        """Return a question ``with_options``."""
        words: dict[str, Any] = {
            "kind": question.kind,
            "prompt": question.prompt,
            "explanation": question.explanation,
            "hint": question.hint,
            "points": question.points if question.points != 1 else None,
            "taught_in": self.stems.get(question.taught_in_id or 0, ""),
            "options": [
                without_nothing(
                    {
                        "text": option.text,
                        "correct": option.is_correct or None,
                        "feedback": option.feedback,
                    }
                )
                for option in question.options.all()
            ],
            "accepted": list(question.accepted),
        }
        if question.kind == QuestionKind.MEASURE:
            words |= self._of_exercise(question)
        elif question.kind == QuestionKind.NUMERIC:
            words |= {
                "answer": _number(question.answer),
                "tolerance": _number(question.tolerance) or None,
                "unit": question.unit,
            }
        return without_nothing(words)

    def of_kind(self, lesson: Lesson) -> dict[str, Any]:
        """Return what lessons of one kind alone have, but for questions of a quiz."""
        if lesson.kind == LessonKind.ASSIGNMENT:
            return self._of_assignment(lesson)
        if lesson.kind == LessonKind.SURVEY:
            return {
                "survey": [
                    without_nothing(
                        {"kind": each.kind, "prompt": each.prompt, "options": each.options}
                    )
                    for each in self.asked[lesson.pk]
                ]
            }
        live = self.live.get(lesson.pk)
        if lesson.kind == LessonKind.LIVE and live is not None:
            counts = None if live.counts_recording else False
            return without_nothing({"instead": live.instead, "recording_counts": counts})
        return {}

    def _of_exercise(self, question: Question) -> dict[str, Any]:
        data = self.exercises.get(question.pk)
        if data is None:
            return {}
        words: dict[str, Any] = {"measure": data.measure, "without_sign": data.is_size or None}
        if data.tolerance_percent is not None:
            words["tolerance_percent"] = _number(data.tolerance_percent)
        else:
            words["tolerance"] = _number(question.tolerance)
        if data.selection is not None:
            taken = selection_words(Selection.from_plain(data.selection), self.release_keys)
            return {**words, "figures": {n: word for n, word in taken.items() if n != "picture"}}
        return {
            **words,
            "title": data.title,
            "source": data.source,
            "values": data.values,
            "values_unit": data.unit,
            "order": "most-first" if data.is_ordered else "none",
            "better": data.better,
            "table": data.figures,
        }

    def _of_assignment(self, lesson: Lesson) -> dict[str, Any]:
        assignment = self.assignments.get(lesson.pk) or Assignment(lesson=lesson)
        review = {
            "give": assignment.reviews_given,
            "get": assignment.reviews_needed,
            "days": assignment.review_days,
        }
        return without_nothing(
            {
                "takes": [name for name in _TAKES if getattr(assignment, f"takes_{name}")],
                "points_needed": assignment.points_needed or None,
                "peer_review": review if assignment.has_peer_review else None,
                "rubric": [
                    {
                        "criterion": each.title,
                        "levels": [
                            {"points": points, "words": words} for points, words in each.levels
                        ],
                    }
                    for each in self.criteria[lesson.pk]
                ],
            }
        )


def _number(value: Decimal | None) -> int | float | str | None:
    """Return a number that is read as the same one: in figures where these hold all of it."""
    if value is None:
        return None
    if value == value.to_integral_value():
        return int(value)
    short = float(value)
    return short if Decimal(str(short)) == value else f"{value.normalize():f}"
