"""What becomes of a whole course: copied, archived, opened again, taken back, deleted before it was published."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.covers.actions import delete_cover_files
from core.forms.form_keys import first_result
from courses.actions.authoring.prerequisites import copy_courses_before
from courses.actions.content import lock_draft
from courses.actions.lesson_imports import forget_imports_of
from courses.actions.media import erase_unused_media
from courses.actions.releases import copy_content, create_course, move_open_comments
from courses.models import Course, Enrolment, Lesson, Release
from courses.refusals import HasLearners
from courses.states import COURSE_FLOW


@transaction.atomic
def copy_course(*, course: Course, by: User, key: uuid.UUID, at: dt.datetime) -> Course:
    """Begin another course with the newest text of this one, as a draft of the person who copies it.

    Its lessons are lessons of their own: nothing that is done in one course counts in the other. The same ``key``
    gives the first copy again.
    """
    User.objects.select_for_update().get(pk=by.pk)
    if first := first_result(Course.objects.all(), key):
        return first
    title = str(_("Copy of %(course)s") % {"course": course.title})[:150]
    copy = create_course(
        title=title,
        by=by,
        at=at,
        topics=course.topics.all(),
        key=key,
        summary=course.summary,
        outcomes=list(course.outcomes),
        effort_hours=course.effort_hours,
        effort_minutes=course.effort_minutes,
        level=course.level,
        language=course.language,
    )
    newest = Release.objects.filter(course=course).order_by("-number").first()
    if newest is not None:
        draft = Release.objects.get(course=copy)
        copy_content(newest, draft)
        lessons = list(Lesson.objects.of(draft))
        for lesson in lessons:
            lesson.lineage = uuid.uuid4()
        Lesson.objects.bulk_update(lessons, ["lineage"])
    copy_courses_before(course, copy)
    return copy


@transaction.atomic
def archive_course(*, course: Course, by: User, at: dt.datetime) -> None:
    """Take the course out of the catalogue and let nobody enrol; whoever learns in it goes on.

    Raises ``TransitionNotAllowed`` unless it is published.
    """
    Release.objects.current().select_for_update().filter(course=course).first()
    COURSE_FLOW.make("archive", course, actor=by, at=at)


@transaction.atomic
def reopen_course(*, course: Course, by: User, at: dt.datetime) -> None:
    """Open an archived course again. Raises ``TransitionNotAllowed`` unless it is archived."""
    COURSE_FLOW.make("reopen", course, actor=by, at=at)


@transaction.atomic
def unpublish_course(*, course: Course, by: User, at: dt.datetime) -> None:
    """Make a published course a draft again, which only its authors see.

    Raises ``HasLearners`` once somebody has enrolled, and ``TransitionNotAllowed`` unless it is published.
    """
    Release.objects.current().select_for_update().filter(course=course).first()
    if Enrolment.objects.filter(release__course=course).exists():
        raise HasLearners
    COURSE_FLOW.make("unpublish", course, actor=by, at=at)


@transaction.atomic
def publish_again(*, course: Course, by: User, at: dt.datetime) -> None:
    """Publish a course that was taken back, as it was. Raises ``TransitionNotAllowed`` unless it is a draft."""
    Release.objects.current().get(course=course)
    COURSE_FLOW.make("publish", course, actor=by, at=at)


@transaction.atomic
def delete_draft(*, release: Release) -> bool:
    """Delete the draft with its lessons; a course that was never published goes with its only draft.

    Tells whether the course is still there. Raises ``ReleaseFrozen`` for what was published.
    """
    release = lock_draft(release)
    course = release.course
    others = Release.objects.filter(course=course).exclude(pk=release.pk)
    newest = others.order_by("-number").first()
    has_others = newest is not None
    if newest is not None:
        # What was said of lessons that are still there is asked again in the next draft.
        move_open_comments(release, newest)
    forget_imports_of(release)
    release.delete()
    erase_unused_media()
    if not has_others:
        delete_cover_files(course)
        course.delete()
    return has_others
