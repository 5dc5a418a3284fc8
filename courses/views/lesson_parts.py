"""What stands below the text of a lesson in which learners write."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from courses.cohorts.live_lessons import live_part
from courses.forms.coursework.hand_ins import WorkForm
from courses.forms.coursework.reflections import ReflectionForm
from courses.forms.coursework.surveys import SurveyForm
from courses.models import (
    AssignmentDraft,
    Criterion,
    Enrolment,
    HandInFile,
    Lesson,
    Reflection,
    SurveyQuestion,
)
from courses.models.assignments import assignment_of
from courses.progress.hand_ins import hand_ins_of, may_hand_in
from courses.progress.peer_reviews import peer_part
from courses.states import LessonKind


def coursework_part(enrolment: Enrolment, lesson: Lesson) -> dict[str, object]:
    """Return the context of the part, with its template as ``part``; nothing for a lesson that is only read."""
    if lesson.kind == LessonKind.REFLECTION:
        form = ReflectionForm(
            instance=reflection_of(enrolment, lesson), address=reflection_address(lesson)
        )
        return {"part": "courses/coursework/_reflection.html", "form": form}
    if lesson.kind == LessonKind.ASSIGNMENT:
        part = work_part(enrolment, lesson)
        work = work_form(enrolment, lesson) if part["may_hand_in"] else None
        return {"part": "courses/coursework/_assignment.html", "form": work, **part}
    if lesson.kind == LessonKind.LIVE:
        live = live_part(enrolment, lesson, now=timezone.now())
        return {"part": "courses/cohorts/_live_lesson.html", "live": live}
    if lesson.kind == LessonKind.SURVEY:
        return {"part": "courses/coursework/_survey.html", "form": survey_form(lesson)}
    return {}


def survey_form(lesson: Lesson, *sent: Any) -> SurveyForm:
    """Return the form of a survey, with what was ``sent``."""
    questions = list(SurveyQuestion.objects.filter(lesson=lesson).in_order())
    address = reverse("courses:survey_answer", args=lesson.address_words)
    return SurveyForm(*sent, questions=questions, address=address)


def reflection_of(enrolment: Enrolment, lesson: Lesson) -> Reflection:
    """Return what the learner wrote in the lesson, or an empty reflection."""
    kept = Reflection.objects.filter(enrolment=enrolment, lesson=lesson).first()
    return kept or Reflection(enrolment=enrolment, lesson=lesson)


def reflection_address(lesson: Lesson) -> str:
    """Return where the form of the reflection is sent to; load ``module__release__course`` with the lesson."""
    return reverse("courses:reflection_write", args=lesson.address_words)


def work_part(enrolment: Enrolment, lesson: Lesson) -> dict[str, object]:
    """Return what an assignment shows beside its form: the rubric, files of the draft, and what was handed in."""
    files = HandInFile.objects.filter(draft__enrolment=enrolment, draft__lesson=lesson)
    criteria = list(Criterion.objects.filter(lesson=lesson).in_order())
    assignment = assignment_of(lesson)
    hand_ins = list(hand_ins_of(enrolment, lesson))
    return {
        "criteria": criteria,
        "assignment": assignment,
        "hand_ins": hand_ins,
        "peer": peer_part(enrolment, lesson, assignment, hand_ins, criteria, now=timezone.now()),
        "may_hand_in": may_hand_in(enrolment, lesson),
        "draft_files": list(files.in_draft()),
    }


def work_form(enrolment: Enrolment, lesson: Lesson, *sent: Any) -> WorkForm:
    """Return the form of the learner's work, with what was kept, or was ``sent``."""
    kept = AssignmentDraft.objects.filter(enrolment=enrolment, lesson=lesson).first()
    return WorkForm(
        *sent,
        instance=kept or AssignmentDraft(enrolment=enrolment, lesson=lesson),
        assignment=assignment_of(lesson),
        address=reverse("courses:hand_in_write", args=lesson.address_words),
    )
