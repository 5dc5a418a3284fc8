"""The tables of the courses: content, learners, plans."""

from courses.models.append_only import AppendOnlyError, AppendOnlyModel
from courses.models.certificates import Certificate
from courses.models.cohort_events import CohortEvent
from courses.models.cohort_invitations import CohortInvitation
from courses.models.cohorts import Cohort, WaitingPlace
from courses.models.content import Course, Lesson, LessonCitation, Module, Release
from courses.models.corrections import (
    Correction,
    Regrade,
    RegradedAnswer,
    RequirementChange,
)
from courses.models.deadlines import Deadline, DeadlineShift
from courses.models.facilitating import CohortMessage, StaffTick
from courses.models.learning import Answer, Attempt, Enrolment, LessonCompletion
from courses.models.lesson_imports import ImportedImage, ImportedLesson, LessonImport
from courses.models.media import Chart, Media, MediaContent
from courses.models.more_attempts import (
    AttemptRequest,
    ExtraAttempts,
    used_up,
    used_up_by,
)
from courses.models.plans import (
    ActionPlan,
    PlanEvidence,
    PlanOutcome,
    PlanRevision,
    evidence_of_plans,
)
from courses.models.progress import Progress
from courses.models.questions import Option, Question
from courses.models.quiz_drafts import QuizDraft

__all__ = [
    "ActionPlan",
    "Answer",
    "AppendOnlyError",
    "AppendOnlyModel",
    "Attempt",
    "AttemptRequest",
    "Certificate",
    "Chart",
    "Cohort",
    "CohortEvent",
    "CohortInvitation",
    "CohortMessage",
    "Correction",
    "Course",
    "Deadline",
    "DeadlineShift",
    "Enrolment",
    "ExtraAttempts",
    "ImportedImage",
    "ImportedLesson",
    "Lesson",
    "LessonCitation",
    "LessonCompletion",
    "LessonImport",
    "Media",
    "MediaContent",
    "Module",
    "Option",
    "PlanEvidence",
    "PlanOutcome",
    "PlanRevision",
    "Progress",
    "Question",
    "QuizDraft",
    "Regrade",
    "RegradedAnswer",
    "Release",
    "RequirementChange",
    "StaffTick",
    "WaitingPlace",
    "evidence_of_plans",
    "used_up",
    "used_up_by",
]
