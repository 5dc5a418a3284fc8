"""What a draft says, as one short value: two drafts that say the same have the same one."""

import hashlib
import json
from typing import Any

from django.db.models import QuerySet

from courses.models import (
    Assignment,
    Chart,
    Criterion,
    ExerciseData,
    GradeWeight,
    IndicatorFigure,
    Lesson,
    LessonCitation,
    LessonPrerequisite,
    LinkedRecording,
    LiveLesson,
    Media,
    Module,
    Option,
    Question,
    Release,
    SurveyQuestion,
)

# What changes without the text: counts of saves, keys of forms, what is rendered, who looked at newer evidence.
_NOT_TEXT = frozenset({"edit_number", "form_key", "body_html", "looked_at", "added_by"})


def text_of(release: Release) -> str:
    """Return a digest of all that learners of the release would read, see, answer or have to do. Sixteen queries."""
    lessons = {"lesson__module__release": release}
    rows: list[QuerySet[Any]] = [
        Module.objects.filter(release=release),
        Lesson.objects.filter(module__release=release),
        LessonCitation.objects.filter(**lessons),
        Question.objects.filter(**lessons),
        Option.objects.filter(question__lesson__module__release=release),
        *(
            model.objects.filter(**lessons)
            for model in (Assignment, Criterion, SurveyQuestion, LiveLesson, LessonPrerequisite)
        ),
        Media.objects.filter(release=release),
        Chart.objects.filter(release=release),
        IndicatorFigure.objects.filter(release=release),
        ExerciseData.objects.filter(question__lesson__module__release=release),
        LinkedRecording.objects.filter(release=release),
        GradeWeight.objects.filter(release=release),
    ]
    digest = hashlib.sha256()
    for found in rows:
        names = [f.attname for f in found.model._meta.concrete_fields if f.name not in _NOT_TEXT]
        for row in found.order_by("pk").values_list(*names):
            digest.update(json.dumps(row, default=str).encode())
        digest.update(b"\n")
    return digest.hexdigest()
