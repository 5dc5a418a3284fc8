"""Mending the words of a published lesson, at once and with a dated note."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from core.forms.edit_conflicts import check_edit_number
from courses.actions.content import cited_by
from courses.actions.releases import lock_release, renew_text_key
from courses.kinds import LESSON_CORRECTED
from courses.lessons.lesson_text import render_body
from courses.media.showing import shown_in
from courses.models import Correction, Enrolment, Lesson, Release
from courses.publishing_checks import missing_in_lesson
from courses.refusals import NothingCorrected, NotPublished
from notifications.actions import notify


@transaction.atomic
def correct_lesson(
    *,
    lesson: Lesson,
    title: str,
    body: str,
    note: str,
    by: User,
    at: dt.datetime,
    edit_number: int | None = None,
) -> Correction:
    """Mend title and text of a published lesson: seen at once, with a dated note, and told to its learners.

    The lesson keeps its address, and a draft that says the same is mended, too. No completion changes. The same
    words once more give the first correction again. Raises ``NotPublished`` for a draft, ``NothingCorrected``,
    ``EditedElsewhere``, and ``ValidationError`` for a text that could not be published.
    """
    release = lock_release(lesson.module.release_id)
    stored = Lesson.objects.select_for_update(of=("self",), no_key=True).select_related("module")
    lesson = stored.get(pk=lesson.pk)
    lesson.module.release = release
    if release.is_draft:
        raise NotPublished
    before = (lesson.title, lesson.body)
    if before == (title, body):
        last = (
            Correction.objects.filter(lesson=lesson, made_by=by, note=note).newest_first().first()
        )
        if last is None:
            raise NothingCorrected
        return last
    check_edit_number(lesson, edit_number)
    _write(lesson, title, body)
    if lacks := missing_in_lesson(lesson, shown_in(release)):
        raise ValidationError(lacks)
    correction = Correction.objects.create(
        lesson=lesson,
        title_before=before[0],
        title_after=title,
        body_before=before[1],
        body_after=body,
        note=note,
        made_by=by,
        made_at=at,
    )
    _mend_draft(lesson, before)
    renew_text_key(lesson.module.release)
    learning = Enrolment.objects.filter(release=lesson.module.release).active()
    notify(
        recipients=User.objects.open().filter(pk__in=learning.values("user")),
        kind=LESSON_CORRECTED,
        key=f"{LESSON_CORRECTED.name}:{correction.pk}",
        target=correction,
        at=at,
        text=note,
    )
    return correction


def _write(lesson: Lesson, title: str, body: str) -> None:
    lesson.title, lesson.body = title, body
    lesson.body_html = render_body(body, cited_by(lesson))
    lesson.save()


def _mend_draft(lesson: Lesson, before: tuple[str, str]) -> None:
    drafts = Release.objects.drafts().filter(course=lesson.module.release.course_id)
    copies = Lesson.objects.filter(module__release__in=drafts, lineage=lesson.lineage)
    for copy in copies.select_for_update(no_key=True):
        if (copy.title, copy.body) == before:
            _write(copy, lesson.title, lesson.body)
