"""The refusals of the courses, with the words that the reader sees."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.refusals import Conflict

Text = str | Promise


class NothingToPlan(Conflict):
    """A cohort takes a published version of its course, and there is none."""

    def __init__(self) -> None:
        super().__init__(
            _("This course has no published version yet. Publish it, then plan a cohort.")
        )


class EnrolmentClosed(Conflict):
    """There is no published release to enrol in."""

    def __init__(self) -> None:
        super().__init__(_("This course is not open for enrolment."))


class NoFacilitator(Conflict):
    """A cohort would be left without anybody who looks after its learners."""

    def __init__(self) -> None:
        super().__init__(_("Name at least one facilitator."))


class CapacityBelowPresent(Conflict):
    """There would be fewer places than people in the cohort."""

    def __init__(self, taken: int) -> None:
        super().__init__(
            format_lazy(_("{} places are taken or set aside. Enter that many or more."), taken)
        )


class CohortCancelled(Conflict):
    """The cohort was cancelled."""

    def __init__(self) -> None:
        super().__init__(_("This cohort was cancelled."))


class CohortHasLearners(Conflict):
    """Somebody is or was in the cohort, or is on its waiting list."""

    def __init__(self) -> None:
        super().__init__(
            _("People have enrolled in this cohort or are on its waiting list. Cancel it instead.")
        )


class CohortHasSessions(Conflict):
    """Events are live sessions of the cohort."""

    def __init__(self) -> None:
        super().__init__(
            _("This cohort has live sessions. Remove them first, or cancel the cohort instead.")
        )


class EventNotAdded(Conflict):
    """An event cannot become a live session of a cohort."""

    def __init__(self) -> None:
        super().__init__(
            _("One of these events is over, cancelled, or not yours. Check the list again.")
        )


class CohortClosed(Conflict):
    """Nobody can get into the cohort now."""

    def __init__(self) -> None:
        super().__init__(_("This cohort is not open for enrolment now."))


class CohortFull(Conflict):
    """All places are taken and there is no waiting list."""

    def __init__(self) -> None:
        super().__init__(_("All places of this cohort are taken."))


class NotEnoughPlaces(Conflict):
    """More people were to be added than there are places left."""

    def __init__(self, left: int) -> None:
        super().__init__(
            ngettext(
                "There is only %(left)d place left. Add places first.",
                "There are only %(left)d places left. Add places first.",
                left,
            )
            % {"left": left}
        )


class WrongKey(Conflict):
    """The key is not that of the cohort."""

    def __init__(self) -> None:
        super().__init__(_("This is not the key of the cohort. Ask its facilitators."))


class InvitationNeeded(Conflict):
    """Nobody enrols in this cohort by themselves."""

    def __init__(self) -> None:
        super().__init__(_("You need an invitation to this cohort. Ask its facilitators."))


class ListNotWhole(Conflict):
    """Some people of a list cannot be added, so nobody is."""

    def __init__(self) -> None:
        super().__init__(
            _("Nobody was added, because some of these people cannot join. See why below.")
        )


class AlreadyCompleted(Conflict):
    """The person has completed the release that the cohort takes."""

    def __init__(self) -> None:
        super().__init__(_("This version of the course has been completed already."))


class InAnotherCohort(Conflict):
    """The person is in another cohort of the course that goes on."""

    def __init__(self, cohort: str) -> None:
        words = _(
            "Already in another cohort of this course: “{}”. To change cohorts, leave that one first, or let a facilitator move the learner."
        )
        super().__init__(format_lazy(words, cohort))


class InNewerRelease(Conflict):
    """The person learns in a newer release than the cohort takes."""

    def __init__(self) -> None:
        super().__init__(
            _("This cohort takes an older version of the course than the one already started.")
        )


class InCohort(Conflict):
    """The learner is in a cohort, which stays in its release."""

    def __init__(self) -> None:
        super().__init__(
            _("Your cohort takes this version of the course together. Leave the cohort to move.")
        )


class AlreadyDone(Conflict):
    """The learner has done the lesson, or somebody counted it as done."""

    def __init__(self) -> None:
        super().__init__(_("This lesson is done already."))


class NotInCohort(Conflict):
    """The person is neither in the cohort nor on its waiting list any more."""

    def __init__(self) -> None:
        super().__init__(_("This learner is not in the cohort any more."))


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
        super().__init__(_("The question has been marked again since. Undo that first."))


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


class NothingToHandIn(Conflict):
    """There is neither text nor file nor link."""

    def __init__(self) -> None:
        super().__init__(_("Write something or add a file before you hand it in."))


class CannotHandIn(Conflict):
    """Something was handed in that waits for a grader, or it was accepted."""

    def __init__(self) -> None:
        super().__init__(_("You have handed this in. You can change it when it comes back to you."))


class TooManyWorkFiles(Conflict):
    """The learner's work has as many files as allowed."""

    def __init__(self) -> None:
        super().__init__(_("There can be up to five files. Remove one to add another."))


class OwnWork(Conflict):
    """Nobody grades their own work."""

    def __init__(self) -> None:
        super().__init__(_("You cannot grade your own work."))


class OwnProgress(Conflict):
    """Nobody helps themselves on in a course as its facilitator."""

    def __init__(self) -> None:
        super().__init__(
            _("You cannot do this for yourself as a learner. Ask another facilitator.")
        )


class HandedInAgain(Conflict):
    """The learner has handed in a newer one."""

    def __init__(self) -> None:
        super().__init__(_("The learner has handed this in again. Grade the newer one."))


class RubricNotWhole(Conflict):
    """Work is accepted with a level for every criterion."""

    def __init__(self) -> None:
        super().__init__(_("Choose a level for every criterion before you accept the work."))


class PointsMissing(Conflict):
    """The points are fewer than the assignment asks for."""

    def __init__(self, points: int, needed: int) -> None:
        text = _("{} points are needed to accept the work, and it has {}. Return it for changes.")
        super().__init__(format_lazy(text, needed, points))


class NoWordsForLearner(Conflict):
    """Work goes back with words that say what to change."""

    def __init__(self) -> None:
        super().__init__(_("Say what to change before you return the work."))


class NothingAnswered(Conflict):
    """No question of the survey has an answer."""

    def __init__(self) -> None:
        super().__init__(_("Answer at least one question."))


class DraftByPeople(Conflict):
    """Files would write over a draft that somebody is writing."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Someone is writing on a draft of this course. Publish or delete it, then load again."
            )
        )
