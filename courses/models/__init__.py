"""The tables of the courses: content, learners, plans."""

from core.constraints import AppendOnlyError, AppendOnlyModel
from courses.models.assignments import Assignment, Criterion
from courses.models.authoring import Authorship, DraftReview, LessonComment
from courses.models.catalogue.programmes import (
    CompletedPart,
    Programme,
    ProgrammeCertificate,
    ProgrammeCompletion,
    ProgrammeCourse,
)
from courses.models.catalogue.words import CourseWords
from courses.models.certificates import Certificate
from courses.models.citations import LessonCitation
from courses.models.cohort_events import CohortEvent, LiveLesson
from courses.models.cohort_invitations import (
    CohortInvitation,
    OrganisationPlace,
    OrganisationPlaces,
)
from courses.models.cohorts import Cohort, WaitingPlace
from courses.models.content import Course, Lesson, Module, Release
from courses.models.corrections import (
    Correction,
    Regrade,
    RegradedAnswer,
    RequirementChange,
)
from courses.models.deadlines import Deadline, DeadlineShift
from courses.models.excerpts import ExerciseData, IndicatorFigure
from courses.models.facilitating import CohortMessage, StaffTick
from courses.models.grades import (
    GradeChange,
    GradeImport,
    GradeTarget,
    GradeWeight,
    WeightChange,
)
from courses.models.hand_ins import AssignmentDraft, CriterionMark, HandIn, HandInFile, PeerReview
from courses.models.learning import (
    Answer,
    Attempt,
    CoursePrerequisite,
    Enrolment,
    LessonCompletion,
    LessonPrerequisite,
)
from courses.models.lesson_imports import ImportedImage, ImportedLesson, LessonImport
from courses.models.media import Chart, LinkedRecording, Media, MediaContent
from courses.models.more_attempts import (
    AttemptRequest,
    ExtraAttempts,
    used_up,
    used_up_by,
)
from courses.models.plan_recommendations import PlanRecommendation
from courses.models.plans import (
    ActionPlan,
    PlanBaseline,
    PlanEvidence,
    PlanOutcome,
    PlanRevision,
    parts_of_plans,
)
from courses.models.progress import Progress
from courses.models.questions import Option, Question
from courses.models.quiz_drafts import QuizDraft
from courses.models.reflections import Reflection
from courses.models.surveys import SurveyQuestion, SurveyResponse

__all__ = [
    "ActionPlan",
    "Answer",
    "AppendOnlyError",
    "AppendOnlyModel",
    "Assignment",
    "AssignmentDraft",
    "Attempt",
    "AttemptRequest",
    "Authorship",
    "Certificate",
    "Chart",
    "Cohort",
    "CohortEvent",
    "CohortInvitation",
    "CohortMessage",
    "CompletedPart",
    "Correction",
    "Course",
    "CoursePrerequisite",
    "CourseWords",
    "Criterion",
    "CriterionMark",
    "Deadline",
    "DeadlineShift",
    "DraftReview",
    "Enrolment",
    "ExerciseData",
    "ExtraAttempts",
    "GradeChange",
    "GradeImport",
    "GradeTarget",
    "GradeWeight",
    "HandIn",
    "HandInFile",
    "ImportedImage",
    "ImportedLesson",
    "IndicatorFigure",
    "Lesson",
    "LessonCitation",
    "LessonComment",
    "LessonCompletion",
    "LessonImport",
    "LessonPrerequisite",
    "LinkedRecording",
    "LiveLesson",
    "Media",
    "MediaContent",
    "Module",
    "Option",
    "OrganisationPlace",
    "OrganisationPlaces",
    "PeerReview",
    "PlanBaseline",
    "PlanEvidence",
    "PlanOutcome",
    "PlanRecommendation",
    "PlanRevision",
    "Programme",
    "ProgrammeCertificate",
    "ProgrammeCompletion",
    "ProgrammeCourse",
    "Progress",
    "Question",
    "QuizDraft",
    "Reflection",
    "Regrade",
    "RegradedAnswer",
    "Release",
    "RequirementChange",
    "StaffTick",
    "SurveyQuestion",
    "SurveyResponse",
    "WaitingPlace",
    "WeightChange",
    "parts_of_plans",
    "used_up",
    "used_up_by",
]
