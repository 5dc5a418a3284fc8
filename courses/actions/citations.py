"""Citations of library records in lessons, which are also written to the library."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.queries.ordering import move_by_one, next_position
from courses.actions.content import lock_draft, render_again
from courses.lessons.lesson_text import citations_in
from courses.models import Lesson, LessonCitation, Release
from courses.refusals import CannotBeCited, ReleaseFrozen
from library.catalogue.actions.citations import cite_version, remove_citation
from library.catalogue.models import Audience, Version
from library.catalogue.states import RecordState


@transaction.atomic
def cite_in_lesson(
    *, lesson: Lesson, version: Version, by: User, note: str = "", at: dt.datetime | None = None
) -> LessonCitation:
    """Let the lesson cite this fixed version; repeats safely.

    In a draft the record joins the numbered citations of the text. The text of a published release is
    frozen, so there it becomes further evidence, dated and shown apart, which every learner of the
    release reads at once; the draft that may be in the making gets it too, so that the next release
    keeps it. The library then knows of the citation. Raises ``CannotBeCited`` for a withdrawn record.
    """
    at = at or timezone.now()
    version = Version.objects.select_related("record").get(pk=version.pk)
    if version.record.state != RecordState.PUBLISHED:
        raise CannotBeCited(_("This record was withdrawn, so lessons can no longer cite it."))
    lesson = Lesson.objects.select_related("module__release__course").get(pk=lesson.pk)
    release = Release.objects.select_for_update().get(pk=lesson.module.release_id)
    if release.is_draft:
        return _cite_in_draft(lesson, version, note)
    earlier = LessonCitation.objects.filter(lesson=lesson, version=version).first()
    if earlier is not None:
        return earlier
    citation = LessonCitation.objects.create(
        lesson=lesson,
        version=version,
        position=next_position(lesson.citations.all()),
        note=note,
        added_on=timezone.localdate(at),
        added_by=by,
    )
    twin = Lesson.objects.filter(
        lineage=lesson.lineage,
        module__release__course=release.course_id,
        module__release__published_at=None,
    ).first()
    if twin is not None:
        _cite_in_draft(twin, version, note)
    if release.superseded_at is None:
        tell_library(citation, at=at)
    return citation


@transaction.atomic
def remove_draft_citation(*, citation: LessonCitation) -> None:
    """Take a citation out of a draft lesson; the later ones move up by one number."""
    lock_draft(citation.lesson.module.release_id)
    lesson = citation.lesson
    citation.delete()
    render_again(lesson)


@transaction.atomic
def move_citation(*, citation: LessonCitation, step: int) -> None:
    """Give a citation of a draft another number: one less (-1) or one more (+1)."""
    lock_draft(citation.lesson.module.release_id)
    move_by_one(LessonCitation.objects.filter(lesson=citation.lesson_id).in_order(), citation, step)
    render_again(citation.lesson)


@transaction.atomic
def cite_newer_version(
    *, citation: LessonCitation, version: Version, by: User, at: dt.datetime
) -> None:
    """Let the lesson cite this newer version of the same record. Repeats safely.

    In a draft it takes the place of the older one. The text of a published release is frozen: there the newer
    version becomes further evidence beside it. Raises ``CannotBeCited`` for a withdrawn record.
    """
    lesson = citation.lesson
    is_draft = Release.objects.select_for_update().get(pk=lesson.module.release_id).is_draft
    is_there = LessonCitation.objects.filter(lesson=lesson, version=version).exists()
    if not is_draft or is_there:
        cite_in_lesson(lesson=lesson, version=version, by=by, note=citation.note, at=at)
        keep_cited_version(citation=citation, version=version)
        return
    LessonCitation.objects.filter(pk=citation.pk).update(version=version, looked_at=None)
    render_again(lesson)


def keep_cited_version(*, citation: LessonCitation, version: Version) -> None:
    """Keep the cited version although there is this newer one. Repeats safely."""
    LessonCitation.objects.filter(pk=citation.pk).update(looked_at=version)


@transaction.atomic
def withdraw_further_evidence(*, citation: LessonCitation, with_draft: bool = False) -> None:
    """Remove further evidence from a published lesson. Raises ``ReleaseFrozen`` for the text's own.

    ``with_draft`` takes it out of the draft of the next version as well, unless the text there already refers to it
    or to a later number.
    """
    if citation.added_on is None:
        raise ReleaseFrozen
    remove_citation(source_key=source_key(citation))
    citation.delete()
    if with_draft:
        _take_out_of_draft(citation)


def _take_out_of_draft(citation: LessonCitation) -> None:
    in_draft = LessonCitation.objects.filter(
        lesson__lineage=citation.lesson.lineage,
        lesson__module__release__course=citation.lesson.module.release.course_id,
        lesson__module__release__published_at=None,
    ).select_related("lesson__module")
    twin = in_draft.filter(version=citation.version_id).first()
    if twin is None:
        return
    before = LessonCitation.objects.filter(lesson=twin.lesson_id, position__lt=twin.position)
    number = before.count() + 1
    if all(cited < number for _line, cited in citations_in(twin.lesson.body)):
        remove_draft_citation(citation=twin)


def _cite_in_draft(lesson: Lesson, version: Version, note: str) -> LessonCitation:
    citation, is_new = LessonCitation.objects.get_or_create(
        lesson=lesson,
        version=version,
        defaults={"note": note, "position": next_position(lesson.citations.all())},
    )
    if is_new:
        render_again(lesson)
    return citation


def source_key(citation: LessonCitation) -> str:
    """Return the source key of a citation, equal in all releases; load ``lesson__module__release`` with it."""
    lesson = citation.lesson
    course_id = lesson.module.release.course_id
    return f"courses.lesson:{course_id}:{lesson.lineage}:{citation.version_id}"


def tell_library(citation: LessonCitation, *, at: dt.datetime) -> None:
    """Write the citation to the library. Everyone may know what a public course cites."""
    lesson = citation.lesson
    course = lesson.module.release.course
    label = _("Lesson “%(lesson)s” in the course “%(course)s”")
    cite_version(
        version=citation.version,
        source_key=source_key(citation),
        label=(label % {"lesson": lesson.title, "course": course.title})[:300],
        address=f"{course.get_absolute_url()}#{lesson.anchor}",
        audience=Audience.PUBLIC,
        at=at,
    )
