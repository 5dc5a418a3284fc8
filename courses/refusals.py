"""The refusals of the courses, with the words that the reader sees."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.refusals import Conflict

Text = str | Promise


class EnrolmentClosed(Conflict):
    """There is no published release to enrol in."""

    def __init__(self) -> None:
        super().__init__(_("This course is not open for enrolment."))


class NotLearning(Conflict):
    """The learner left the course, or the lesson belongs to another release."""

    def __init__(self) -> None:
        super().__init__(_("You are not enrolled in this course. Enrol to continue."))


class NothingNewer(Conflict):
    """The learner is in the newest release already."""

    def __init__(self) -> None:
        super().__init__(_("You have the newest version of this course already."))


class LessonNotDone(Conflict):
    """A quiz is done by passing it and a plan by finishing it, not by a button."""


class AttemptsUsedUp(Conflict):
    """All attempts that the lesson allows have been made."""

    def __init__(self, allowed: int) -> None:
        super().__init__(format_lazy(_("All {} attempts at this quiz have been used."), allowed))


class AttemptsNotUsedUp(Conflict):
    """The learner has attempts left at the quiz, or has passed it."""

    def __init__(self) -> None:
        super().__init__(_("There are attempts left at this quiz, or it has been passed."))


class AnswersMissing(Conflict):
    """Some questions have no answer that can be graded."""

    def __init__(self) -> None:
        super().__init__(_("Answer every question before you submit the quiz."))


class PlanNotWhole(Conflict):
    """A plan cannot be finished, or a finished one changed, with these fields as they are."""

    def __init__(self, errors: Mapping[str, Text]) -> None:
        self.errors = dict(errors)
        super().__init__(_("The plan is not complete yet. Answer every question, then finish it."))


class ReleaseFrozen(Conflict):
    """A published release stays as its learners read it."""

    def __init__(self) -> None:
        super().__init__(
            _("A published version cannot be changed. Start a new draft of the course instead.")
        )


class NotPublished(Conflict):
    """Only what is published is corrected; a draft is edited."""

    def __init__(self) -> None:
        super().__init__(_("This is a draft. Edit it instead."))


class NothingCorrected(Conflict):
    """A correction changes nothing."""

    def __init__(self) -> None:
        super().__init__(_("Nothing was changed."))


class AlreadyUndone(Conflict):
    """The question was regraded again since, so that an older regrade cannot be undone."""

    def __init__(self) -> None:
        super().__init__(_("The question was marked again since. Undo that first."))


class HasLearners(Conflict):
    """Somebody has enrolled in the course, so that it cannot become a draft again."""

    def __init__(self) -> None:
        super().__init__(_("People have enrolled in this course. Archive it instead."))


class NotReadyToPublish(Conflict):
    """The release lacks something that learners need."""

    def __init__(self, missing: list[Text]) -> None:
        self.missing = missing
        super().__init__(_("The course cannot be published yet. Check what is missing."))


class CannotBeCited(Conflict):
    """The record was withdrawn, or the lesson cannot take it."""
