"""The tables of the courses: content, learners, plans."""

from courses.models.append_only import AppendOnlyError, AppendOnlyModel
from courses.models.certificates import Certificate
from courses.models.content import Course, Lesson, LessonCitation, Module, Release
from courses.models.learning import Answer, Attempt, Enrolment, LessonCompletion
from courses.models.plans import (
    ActionPlan,
    PlanEvidence,
    PlanOutcome,
    PlanRevision,
    evidence_of_plans,
)
from courses.models.progress import Progress
from courses.models.questions import Option, Question

__all__ = [
    "ActionPlan",
    "Answer",
    "AppendOnlyError",
    "AppendOnlyModel",
    "Attempt",
    "Certificate",
    "Course",
    "Enrolment",
    "Lesson",
    "LessonCitation",
    "LessonCompletion",
    "Module",
    "Option",
    "PlanEvidence",
    "PlanOutcome",
    "PlanRevision",
    "Progress",
    "Question",
    "Release",
    "evidence_of_plans",
]
