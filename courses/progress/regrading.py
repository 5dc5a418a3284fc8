"""What another key would change in the attempts at a quiz: the dry run of a regrade."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from courses.models import Answer, Option, Question
from courses.progress.grading import Score, is_correct
from courses.states import CHOICE_KINDS, NUMBER_KINDS, QuestionKind

# The right options of a choice, the options of an ordering in their order, the number and its tolerance, or the
# accepted words.
Key = Mapping[str, Any]


@dataclass(frozen=True)
class Regraded:
    """An answer with how its attempt would be marked."""

    answer: Answer
    is_correct: bool
    points: int
    is_passed: bool

    @property
    def is_lowered(self) -> bool:
        return self.points < self.answer.attempt.points


def key_of(question: Question) -> Key:
    """Return what counts as right, as it is written down."""
    if question.kind in CHOICE_KINDS:
        right = question.options.filter(is_correct=True).order_by("pk")
        return {"right": list(right.values_list("pk", flat=True))}
    if question.kind == QuestionKind.ORDERING:
        order = question.options.order_by("position", "pk")
        return {"order": list(order.values_list("pk", flat=True))}
    if question.kind in NUMBER_KINDS:
        return {"answer": str(question.answer), "tolerance": str(question.tolerance)}
    return {"accepted": list(question.accepted)}


def with_key(question: Question, key: Key) -> tuple[Question, list[Option]]:
    """Give the question in memory another key, and return it with its options in order."""
    options = list(question.options.order_by("position", "pk"))
    if "right" in key:
        for option in options:
            option.is_correct = option.pk in key["right"]
    if "order" in key:
        places = {pk: place for place, pk in enumerate(key["order"], start=1)}
        for option in options:
            option.position = places[option.pk]
        options.sort(key=lambda option: option.position)
    if "answer" in key:
        question.answer, question.tolerance = Decimal(key["answer"]), Decimal(key["tolerance"])
    question.accepted = list(key.get("accepted", question.accepted))
    return question, options


def regraded(question: Question, key: Key) -> Sequence[Regraded]:
    """Return the answers that another key would mark otherwise, the oldest attempt first. Two queries."""
    judged, options = with_key(Question.objects.select_related("lesson").get(pk=question.pk), key)
    answers = Answer.objects.filter(question=question).select_related("attempt__enrolment__user")
    found = []
    for answer in answers.order_by("attempt__submitted_at", "pk"):
        is_right = is_correct(judged, options, answer.given)
        if is_right == answer.is_correct:
            continue
        attempt = answer.attempt
        points = attempt.points + (judged.points if is_right else -judged.points)
        score = Score(points=points, out_of=attempt.out_of)
        found.append(Regraded(answer, is_right, points, score.passes(judged.lesson.pass_mark)))
    return found
