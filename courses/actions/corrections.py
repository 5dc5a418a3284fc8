"""Mending the words of a published lesson, and what its images are said to show, at once and with a dated note."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms.edit_conflicts import check_edit_number
from core.refusals import Conflict
from courses.actions.content import cited_by
from courses.actions.releases import lock_release, renew_text_key
from courses.kinds import LESSON_CORRECTED
from courses.lessons.lesson_text import media_in, render_body
from courses.lessons.publishing_checks import missing_in_lesson
from courses.media.showing import shown_in
from courses.models import Correction, Enrolment, Lesson, Media, Release
from courses.refusals import NothingCorrected, NotPublished
from notifications.actions import notify


class NotShown(Conflict):
    """No lesson shows the image, so nobody reads what it is said to show."""

    def __init__(self) -> None:
        super().__init__(_("No lesson of this version shows the image."))


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
    _tell_learners(release, correction, at=at)
    return correction


@transaction.atomic
def correct_description(
    *, media: Media, alt: str, is_decoration: bool, note: str, by: User, at: dt.datetime
) -> Correction:
    """Mend what an image of a published release is said to show: seen at once, with a dated note, and told to learners.

    The note stands with the first lesson that shows the image. A draft that says the same of it is mended, too. The same
    words once more give the first correction again. Raises ``NotPublished`` for a draft, ``NothingCorrected``, and
    ``NotShown`` where no lesson shows the image.
    """
    release = lock_release(media.release_id)
    if release.is_draft:
        raise NotPublished
    media = Media.objects.select_for_update(no_key=True).get(pk=media.pk)
    before = (media.alt, media.is_decoration)
    after = ("" if is_decoration else alt, is_decoration)
    lesson = _first_that_shows(release, media)
    if before == after:
        made = Correction.objects.filter(lesson=lesson, image=media.slug, made_by=by, note=note)
        last = made.newest_first().first()
        if last is None:
            raise NothingCorrected
        return last
    correction = Correction.objects.create(
        lesson=lesson,
        title_before=lesson.title,
        title_after=lesson.title,
        body_before=lesson.body,
        body_after=lesson.body,
        image=media.slug,
        alt_before=before[0],
        alt_after=after[0],
        note=note,
        made_by=by,
        made_at=at,
    )
    drafts = Release.objects.drafts().filter(course=release.course_id)
    same = Media.objects.filter(slug=media.slug, content=media.content_id)
    unchanged = same.filter(release__in=drafts, alt=before[0], is_decoration=before[1])
    for each in [media, *unchanged.select_for_update(no_key=True)]:
        each.alt, each.is_decoration = after
        each.save(update_fields=["alt", "is_decoration"])
    renew_text_key(release)
    _tell_learners(release, correction, at=at)
    return correction


def _first_that_shows(release: Release, media: Media) -> Lesson:
    for lesson in Lesson.objects.of(release).select_related("module").in_order():
        if (media.kind, media.slug) in media_in(lesson.body):
            return lesson
    raise NotShown


def _tell_learners(release: Release, correction: Correction, *, at: dt.datetime) -> None:
    learning = Enrolment.objects.filter(release=release).active()
    notify(
        recipients=User.objects.open().filter(pk__in=learning.values("user")),
        kind=LESSON_CORRECTED,
        key=f"{LESSON_CORRECTED.name}:{correction.pk}",
        target=correction,
        at=at,
        text=correction.note,
    )


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
