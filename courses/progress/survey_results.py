"""What a survey says, once there are enough answers."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.models import Lesson, SurveyQuestion, SurveyResponse


@dataclass(frozen=True)
class QuestionResult:
    """The answers to one question: how often each was chosen, or what was written, in the order of the alphabet."""

    question: SurveyQuestion
    counts: Sequence[tuple[str, int]]
    words: Sequence[str]

    @property
    def total(self) -> int:
        return sum(count for _answer, count in self.counts) or len(self.words)


@dataclass(frozen=True)
class SurveyResults:
    """How many people are counted, and the answers to each question."""

    people: int
    questions: Sequence[QuestionResult]

    def rows(self) -> Iterator[list[str]]:
        """Yield the lines of a spreadsheet. Answers of one person do not stand together."""
        yield [_("Question"), _("Answer"), _("Number")]
        for result in self.questions:
            for answer, count in result.counts:
                yield [result.question.prompt, answer, str(count)]
            for words in result.words:
                yield [result.question.prompt, words, "1"]


def survey_results(lesson: Lesson) -> SurveyResults:
    """Return the answers of whole groups of five. Two queries."""
    answers = list(
        SurveyResponse.objects.filter(lesson=lesson).shown().values_list("answers", flat=True)
    )
    questions = SurveyQuestion.objects.filter(lesson=lesson).in_order()
    results = []
    for question in questions:
        given = [each[str(question.pk)] for each in answers if str(question.pk) in each]
        counts = Counter(given)
        chosen = [(choice, counts[choice]) for choice in question.choices]
        results.append(QuestionResult(question, chosen, [] if chosen else sorted(given)))
    return SurveyResults(len(answers), results)
