"""Writing a programme: what it says of itself, its courses in order, and whether it is offered."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.announcements import announce
from core.forms.form_keys import first_result
from core.queries.ordering import move_by_one, next_position, renumber
from core.slugs import free_slug
from courses.models import Course, Programme, ProgrammeCourse, Release
from courses.programmes.refusals import (
    LEAST_COURSES,
    MOST_COURSES,
    CourseNotOffered,
    LastRequiredCourse,
    ProgrammeNotReady,
    TooManyProgrammeCourses,
    WasPublished,
)
from courses.signals import programme_changed
from courses.states import PROGRAMME_FLOW, CourseState, ProgrammeState


@transaction.atomic
def create_programme(
    *,
    title: str,
    by: User,
    at: dt.datetime,
    authors: Iterable[User] | None = None,
    key: uuid.UUID | None = None,
    **fields: Any,
) -> Programme:
    """Begin a programme without courses, as a draft of its author unless others are named.

    The same ``key`` and words give the first one again; raises ``AlreadySubmitted`` for other words under the key.
    """
    User.objects.select_for_update().get(pk=by.pk)
    if first := key and first_result(Programme.objects.all(), key, title=title, **fields):
        return first
    slug = free_slug(
        title, Programme.objects.all(), fallback="programme", reserved=("new", "teach")
    )
    programme = Programme.objects.create(
        slug=slug, title=title, created_at=at, form_key=key, **fields
    )
    programme.authors.set([by] if authors is None else authors)
    return programme


@transaction.atomic
def edit_programme(
    *, programme: Programme, authors: Iterable[User] | None = None, **fields: Any
) -> Programme:
    """Change what the programme says of itself. Its address stays; certificates keep their own claims."""
    for name, value in fields.items():
        setattr(programme, name, value)
    programme.save(update_fields=list(fields))
    if authors is not None:
        programme.authors.set(authors)
    return programme


@transaction.atomic
def add_course(
    *, programme: Programme, course: Course, is_required: bool = True
) -> ProgrammeCourse:
    """Add a course at the end of the programme; one that is in it already stays as it is (repeats safely).

    Raises ``CourseNotOffered`` for a course that was never published, and ``TooManyProgrammeCourses``.
    """
    programme = _lock(programme)
    parts = ProgrammeCourse.objects.filter(programme=programme)
    if known := parts.filter(course=course).first():
        return known
    if not Release.objects.filter(course=course, published_at__isnull=False).exists():
        raise CourseNotOffered
    if parts.count() >= MOST_COURSES:
        raise TooManyProgrammeCourses
    return ProgrammeCourse.objects.create(
        programme=programme,
        course=course,
        position=next_position(parts),
        is_required=is_required,
    )


@transaction.atomic
def move_course(*, part: ProgrammeCourse, step: int) -> None:
    """Move the course one place up (-1) or down (+1); at the edge nothing happens."""
    programme = _lock(part.programme)
    move_by_one(ProgrammeCourse.objects.filter(programme=programme).in_order(), part, step)


@transaction.atomic
def require_course(*, part: ProgrammeCourse, is_required: bool) -> None:
    """Say whether the programme is complete without this course. What was completed stays so.

    Raises ``LastRequiredCourse`` where a published programme would ask for nothing any more.
    """
    programme = _lock(part.programme)
    if not is_required:
        _check_others_are_required(programme, part)
    ProgrammeCourse.objects.filter(pk=part.pk).update(is_required=is_required)
    _tell(programme)


@transaction.atomic
def remove_course(*, part: ProgrammeCourse) -> None:
    """Take a course out of the programme; one that is gone stays gone. What was completed with it stays completed.

    Raises ``LastRequiredCourse``.
    """
    programme = _lock(part.programme)
    _check_others_are_required(programme, part)
    parts = ProgrammeCourse.objects.filter(programme=programme)
    parts.filter(pk=part.pk).delete()
    renumber(list(parts.in_order()))
    _tell(programme)


@transaction.atomic
def publish_programme(*, programme: Programme, by: User, at: dt.datetime) -> Programme:
    """Offer the programme to everyone; who has completed its courses already is told so.

    Raises ``ProgrammeNotReady`` with everything that is missing, and ``TransitionNotAllowed`` unless it is a draft.
    """
    programme = _lock(programme)
    if programme.state == ProgrammeState.DRAFT and (missing := missing_in(programme)):
        raise ProgrammeNotReady(missing)
    PROGRAMME_FLOW.make("publish", programme, actor=by, at=at)
    programme.published_at = at
    programme.save(update_fields=["published_at"])
    _tell(programme)
    return programme


@transaction.atomic
def archive_programme(*, programme: Programme, by: User, at: dt.datetime) -> None:
    """Take the programme out of the catalogue. Whoever has begun it can still complete it; certificates stay valid.

    Raises ``TransitionNotAllowed`` unless it is published.
    """
    programme = _lock(programme)
    programme.archived_at = at
    programme.save(update_fields=["archived_at"])
    PROGRAMME_FLOW.make("archive", programme, actor=by, at=at)


@transaction.atomic
def reopen_programme(*, programme: Programme, by: User, at: dt.datetime) -> None:
    """Offer an archived programme again. Raises ``TransitionNotAllowed`` unless it is archived."""
    programme = _lock(programme)
    PROGRAMME_FLOW.make("reopen", programme, actor=by, at=at)
    _tell(programme)


@transaction.atomic
def delete_programme(*, programme: Programme) -> None:
    """Delete a draft that was never published. Raises ``WasPublished``; its courses stay."""
    programme = _lock(programme)
    if programme.published_at is not None:
        raise WasPublished
    programme.delete()


def missing_in(programme: Programme) -> list[str]:
    """Return what stands against publishing, each as a sentence."""
    parts = list(ProgrammeCourse.objects.filter(programme=programme).select_related("course"))
    missing = []
    if len(parts) < LEAST_COURSES:
        text = ngettext(
            "Add at least %(count)s course.", "Add at least %(count)s courses.", LEAST_COURSES
        )
        missing.append(text % {"count": LEAST_COURSES})
    if not any(part.is_required for part in parts):
        missing.append(_("Make at least one course required."))
    missing += [
        _("“%(course)s” is required, and nobody can enrol in it.") % {"course": part.course}
        for part in parts
        if part.is_required and part.course.state != CourseState.PUBLISHED
    ]
    return missing


def _lock(programme: Programme) -> Programme:
    return Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)


def _check_others_are_required(programme: Programme, part: ProgrammeCourse) -> None:
    others = ProgrammeCourse.objects.filter(programme=programme).required().exclude(pk=part.pk)
    if programme.state != ProgrammeState.DRAFT and not others.exists():
        raise LastRequiredCourse


def _tell(programme: Programme) -> None:
    """Let those be found who have now done all that the programme asks for."""
    announce(programme_changed, Programme, programme_id=programme.pk)
