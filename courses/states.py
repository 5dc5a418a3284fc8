"""The kinds of things in a course, and the moves of those that have a state."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow.flows import Flow, Move


class CourseState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


class AuthorRole(models.TextChoices):
    """What somebody may do in writing a course, the most first."""

    OWNER = "owner", _("Owner")
    AUTHOR = "author", _("Author")
    REVIEWER = "reviewer", _("Reviewer")


WRITERS = (AuthorRole.OWNER, AuthorRole.AUTHOR)


class DraftReviewState(models.TextChoices):
    WAITING = "waiting", _("Waiting for review")
    CHANGES = "changes", _("Changes requested")
    APPROVED = "approved", _("Approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class CourseLevel(models.TextChoices):
    """What a course asks of those who begin it."""

    INTRODUCTORY = "introductory", _("Introductory: no experience needed")
    INTERMEDIATE = "intermediate", _("Intermediate: you know the basics")
    ADVANCED = "advanced", _("Advanced: you work on this already")


class ProgrammeState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


class EnrolmentState(models.TextChoices):
    ACTIVE = "active", _("Learning")
    COMPLETED = "completed", _("Completed")
    LEFT = "left", _("Left")
    MOVED = "moved", _("Moved to a newer version")


# The learner no longer learns in this place.
GONE = frozenset({EnrolmentState.LEFT, EnrolmentState.MOVED})


class CertificateState(models.TextChoices):
    VALID = "valid", _("Valid")
    REVOKED = "revoked", _("Revoked")


class CohortState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open for enrolment")
    CLOSED = "closed", _("Enrolment closed")
    RUNNING = "running", _("Under way")
    OVER = "over", _("Over")
    CANCELLED = "cancelled", _("Cancelled")


class Entry(models.TextChoices):
    """How people get into a cohort."""

    OPEN = "open", _("Everyone can enrol")
    KEY = "key", _("With a key that you give out")
    INVITATION = "invitation", _("By invitation")
    STAFF = "staff", _("Facilitators add learners")


# Cohorts that everyone finds on the page of the course.
LISTED_ENTRIES = frozenset({Entry.OPEN, Entry.KEY})


class WayIn(models.TextChoices):
    """What somebody can do now who wants to get into a cohort."""

    PLACE = "place", _("Places left")
    WAITING_LIST = "waiting_list", _("Full, with a waiting list")
    FULL = "full", _("Full")
    NOT_YET = "not_yet", _("Enrolment has not opened")
    CLOSED = "closed", _("Enrolment closed")


class InvitationState(models.TextChoices):
    OPEN = "open", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class LessonKind(models.TextChoices):
    TEXT = "text", _("Lesson")
    QUIZ = "quiz", _("Quiz")
    PLAN = "plan", _("Action plan")
    REFLECTION = "reflection", _("Reflection")
    ASSIGNMENT = "assignment", _("Assignment")
    SURVEY = "survey", _("Survey")
    LIVE = "live", _("Live session")


# A lesson of these kinds says nothing without its text.
NEED_A_TEXT = frozenset({LessonKind.TEXT, LessonKind.REFLECTION, LessonKind.ASSIGNMENT})


class SurveyQuestionKind(models.TextChoices):
    CHOICE = "choice", _("One of several answers")
    SCALE = "scale", _("A scale from 1 to 5")
    TEXT = "text", _("A few words")


class HandInState(models.TextChoices):
    WAITING = "waiting", _("Handed in")
    RETURNED = "returned", _("Returned for changes")
    ACCEPTED = "accepted", _("Accepted")


class MediaKind(models.TextChoices):
    IMAGE = "image", _("Image")
    FILE = "file", _("File")
    AUDIO = "audio", _("Audio")
    VIDEO = "video", _("Video")


RECORDINGS = frozenset({MediaKind.AUDIO, MediaKind.VIDEO})


class ChartKind(models.TextChoices):
    BARS = "bars", _("Bars: groups without an order")
    LINES = "lines", _("Lines: periods, the oldest first")
    GRADIENT = "gradient", _("Gradient: groups from the most to the least deprived")


class QuestionKind(models.TextChoices):
    SINGLE = "single", _("One correct answer")
    MULTIPLE = "multiple", _("Several correct answers")
    NUMERIC = "numeric", _("A number")
    ORDERING = "ordering", _("Put in order")
    SHORT_TEXT = "short_text", _("A few words")
    MEASURE = "measure", _("A measure of real figures")


# The kinds that are answered with a number.
NUMBER_KINDS = frozenset({QuestionKind.NUMERIC, QuestionKind.MEASURE})
CHOICE_KINDS = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE})
# The kinds whose answer is made of options that an author writes.
OPTION_KINDS = CHOICE_KINDS | {QuestionKind.ORDERING}

COURSE_FLOW = Flow(
    {
        "publish": Move({CourseState.DRAFT}, CourseState.PUBLISHED),
        "unpublish": Move({CourseState.PUBLISHED}, CourseState.DRAFT),
        "archive": Move({CourseState.PUBLISHED}, CourseState.ARCHIVED),
        "reopen": Move({CourseState.ARCHIVED}, CourseState.PUBLISHED),
    }
)
DRAFT_REVIEW_FLOW = Flow(
    {
        "approve": Move({DraftReviewState.WAITING}, DraftReviewState.APPROVED),
        "ask_for_changes": Move({DraftReviewState.WAITING}, DraftReviewState.CHANGES),
        "withdraw": Move({DraftReviewState.WAITING}, DraftReviewState.WITHDRAWN),
    }
)
PROGRAMME_FLOW = Flow(
    {
        "publish": Move({ProgrammeState.DRAFT}, ProgrammeState.PUBLISHED),
        "archive": Move({ProgrammeState.PUBLISHED}, ProgrammeState.ARCHIVED),
        "reopen": Move({ProgrammeState.ARCHIVED}, ProgrammeState.PUBLISHED),
    }
)
ENROLMENT_FLOW = Flow(
    {
        "complete": Move({EnrolmentState.ACTIVE}, EnrolmentState.COMPLETED),
        "leave": Move({EnrolmentState.ACTIVE}, EnrolmentState.LEFT),
        "move": Move({EnrolmentState.ACTIVE}, EnrolmentState.MOVED),
        "return": Move({EnrolmentState.LEFT}, EnrolmentState.ACTIVE),
    }
)
CERTIFICATE_FLOW = Flow({"revoke": Move({CertificateState.VALID}, CertificateState.REVOKED)})
INVITATION_FLOW = Flow(
    {
        "accept": Move({InvitationState.OPEN}, InvitationState.ACCEPTED),
        "decline": Move({InvitationState.OPEN}, InvitationState.DECLINED),
        "withdraw": Move({InvitationState.OPEN}, InvitationState.WITHDRAWN),
    }
)
HAND_IN_FLOW = Flow(
    {
        "return": Move({HandInState.WAITING}, HandInState.RETURNED),
        # What was returned can be accepted after all, until the learner hands in again.
        "accept": Move({HandInState.WAITING, HandInState.RETURNED}, HandInState.ACCEPTED),
    }
)
