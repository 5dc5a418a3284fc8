"""Everything that a version of a course says, as plain values: two versions that say the same have equal ones."""

from typing import Any

from django.forms.models import model_to_dict

from courses.models import (
    Chart,
    CoursePrerequisite,
    ExerciseData,
    GradeWeight,
    IndicatorFigure,
    Lesson,
    LessonCitation,
    LessonPrerequisite,
    LinkedRecording,
    Media,
    Module,
    Question,
    Release,
    SurveyQuestion,
)
from courses.models.assignments import Criterion, assignment_of
from courses.models.cohort_events import live_lesson_of

# Keys of rows, of forms and of saves, and what follows from the rest.
_LEFT_OUT = {"id", "release", "lesson", "question", "module", "lineage", "form_key", "edit_number"}


def _plain(row: Any, *left_out: str) -> dict[str, Any]:
    names = [field.attname for field in row._meta.concrete_fields]
    own = {field.attname: field.name for field in row._meta.concrete_fields}
    return {name: getattr(row, name) for name in names if own[name] not in {*_LEFT_OUT, *left_out}}


def snapshot(release: Release) -> dict[str, Any]:
    """Return what the version says, without the keys of its rows."""
    course = release.course
    lessons = list(Lesson.objects.of(release).select_related("module").in_order())
    places = {lesson.pk: (lesson.module.slug, lesson.slug) for lesson in lessons}
    modules = {module.pk: module.slug for module in Module.objects.filter(release=release)}
    before = CoursePrerequisite.objects.filter(course=course).values_list("needed", "is_required")
    weights = GradeWeight.objects.filter(release=release)
    return {
        "course": {
            **model_to_dict(
                course, ["title", "summary", "outcomes", "effort_hours", "effort_minutes"]
            ),
            **model_to_dict(course, ["level", "language"]),
            "topics": sorted(course.topics.values_list("code", flat=True)),
            "before": sorted(before),
        },
        "modules": [_plain(each) for each in Module.objects.filter(release=release).in_order()],
        "lessons": [_lesson(lesson, places, modules) for lesson in lessons],
        "weights": sorted(
            (places.get(each.lesson_id, ()), each.target, each.weight) for each in weights
        ),
        "media": [
            {**_plain(each, "content"), "sha256": each.content.sha256}
            for each in Media.objects.filter(release=release).select_related("content").in_order()
        ],
        "drawings": [
            _plain(each)
            for model in (IndicatorFigure, Chart, LinkedRecording)
            for each in model.objects.filter(release=release).order_by("slug")
        ],
    }


def _lesson(lesson: Lesson, places: dict, modules: dict) -> dict[str, Any]:
    questions = Question.objects.filter(lesson=lesson).in_order().with_options()
    needs = LessonPrerequisite.objects.filter(lesson=lesson)
    return {
        **_plain(lesson),
        "cites": list(
            LessonCitation.objects.filter(lesson=lesson)
            .in_order()
            .values_list("version", "note", "position")
        ),
        "needs": sorted(
            (str(places.get(each.needed_lesson_id)), str(modules.get(each.needed_module_id)))
            for each in needs
        ),
        "questions": [
            {
                **_plain(each, "taught_in"),
                "taught_in": places.get(each.taught_in_id),
                "options": [_plain(option) for option in each.options.all()],
                "data": [_plain(data) for data in ExerciseData.objects.filter(question=each)],
            }
            for each in questions
        ],
        "survey": [
            _plain(each) for each in SurveyQuestion.objects.filter(lesson=lesson).in_order()
        ],
        "live": _plain(live_lesson_of(lesson)),
        "assignment": _plain(assignment_of(lesson)),
        "criteria": [_plain(each) for each in Criterion.objects.filter(lesson=lesson).in_order()],
    }
