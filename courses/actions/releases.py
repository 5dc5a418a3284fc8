"""Courses and their releases: created, copied, published, frozen."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from accounts.models import User
from core.announcements import announce
from core.forms.form_keys import first_result
from core.slugs import free_slug
from courses.actions.authoring.prerequisites import required_by_authors
from courses.actions.catalogue.words import store_words
from courses.actions.citations import source_key, tell_library
from courses.actions.content import lock_draft, render_again
from courses.lessons.publishing_checks import missing_in
from courses.models import (
    Assignment,
    Authorship,
    Chart,
    Course,
    Criterion,
    ExerciseData,
    GradeWeight,
    IndicatorFigure,
    Lesson,
    LessonCitation,
    LessonComment,
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
from courses.refusals import NotReadyToPublish
from courses.signals import course_published
from courses.states import COURSE_FLOW, AuthorRole, CourseState
from library.catalogue.actions.citations import remove_citation
from library.vocabularies.models import Topic

# Slugs that are addresses of other pages under /courses/.
RESERVED_SLUGS = (
    *("grading", "plans", "teach", "cite", "new", "lessons", "media", "invitations"),
    *("reviews", "places"),
    *("programmes", "suggestions", "exercises"),
)


@transaction.atomic
def create_course(
    *,
    title: str,
    by: User,
    at: dt.datetime,
    slug: str = "",
    topics: Iterable[Topic] = (),
    facilitators: Iterable[User] | None = None,
    key: uuid.UUID | None = None,
    **fields: Any,
) -> Course:
    """Begin a course with an empty draft release, owned by its author, and facilitated by them unless others are named.

    The same ``key`` and words give the first one again; raises ``AlreadySubmitted`` for other words under the key.
    """
    User.objects.select_for_update().get(pk=by.pk)
    if first := key and first_result(Course.objects.all(), key, title=title, **fields):
        return first
    slug = free_slug(
        slug or title, Course.objects.all(), fallback="course", reserved=RESERVED_SLUGS
    )
    course = Course.objects.create(slug=slug, title=title, created_at=at, form_key=key, **fields)
    course.topics.set(topics)
    course.facilitators.set([by] if facilitators is None else facilitators)
    Authorship.objects.create(
        course=course, user=by, role=AuthorRole.OWNER, invited_at=at, accepted_at=at
    )
    Release.objects.create(course=course, created_at=at)
    store_words(course)
    return course


@transaction.atomic
def edit_course(
    *,
    course: Course,
    topics: Iterable[Topic] | None = None,
    facilitators: Iterable[User] | None = None,
    **fields: Any,
) -> Course:
    """Change what the course says of itself. Its address stays; certificates keep their own claims."""
    for name, value in fields.items():
        setattr(course, name, value)
    course.save(update_fields=list(fields))
    if topics is not None:
        course.topics.set(topics)
    if facilitators is not None:
        course.facilitators.set(facilitators)
    store_words(course)
    return course


@transaction.atomic
def begin_draft(*, course: Course, at: dt.datetime) -> Release:
    """Copy the newest release into a draft; a draft that exists already is returned as it is."""
    Course.objects.select_for_update().get(pk=course.pk)
    newest = Release.objects.filter(course=course).order_by("-number").first()
    if newest is None:
        return Release.objects.create(course=course, created_at=at)
    if newest.is_draft:
        return newest
    draft = Release.objects.create(course=course, number=newest.number + 1, created_at=at)
    copy_content(newest, draft)
    move_open_comments(newest, draft)
    return draft


def move_open_comments(source: Release, target: Release) -> None:
    """Move what nobody has settled to the same lessons of another release, so that authors find it where they write."""
    lessons = dict(Lesson.objects.of(target).values_list("lineage", "pk"))
    comments = LessonComment.objects.open().filter(lesson__module__release=source)
    moved = [one for one in comments.select_related("lesson") if one.lesson.lineage in lessons]
    for comment in moved:
        comment.lesson_id = lessons[comment.lesson.lineage]
    LessonComment.objects.bulk_update(moved, ["lesson"])


@transaction.atomic
def publish_release(*, release: Release, by: User, at: dt.datetime) -> Release:
    """Freeze the draft and offer it to new learners; those of older releases keep theirs.

    The library learns what the lessons cite. Raises ``ReleaseFrozen`` for what is published already
    and ``NotReadyToPublish`` with everything that is missing.
    """
    release = lock_draft(release)
    missing = missing_in(release)
    if missing:
        raise NotReadyToPublish([lack.text for lack in missing])
    before = Release.objects.current().filter(course=release.course).first()
    if before is not None:
        before.superseded_at = at
        before.save(update_fields=["superseded_at"])
    release.published_at = at
    release.save(update_fields=["published_at"])
    renew_text_key(release)
    if release.course.state == CourseState.DRAFT:
        COURSE_FLOW.make("publish", release.course, actor=by, at=at)
    _tell_library_what_changed(before, release, at=at)
    announce(course_published, Course, course_id=release.course_id)
    return release


def lock_release(pk: int) -> Release:
    """Lock a release whose lessons are to be changed; learners go on writing what points at them.

    Take this lock before those of lessons, questions and places, all of them with ``no_key``.
    """
    rows = Release.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("course").get(pk=pk)


def renew_text_key(release: Release) -> None:
    """Let nobody read what was made from the text of the release before.

    Whoever changes a module, a lesson or their order in a published release calls this last, in the same transaction.
    The catalogue then finds the current release by its new words.
    """
    release.text_key = uuid.uuid4()
    release.save(update_fields=["text_key"])
    if release.superseded_at is None:
        store_words(release.course)


def _tell_library_what_changed(
    before: Release | None, release: Release, *, at: dt.datetime
) -> None:
    citations = LessonCitation.objects.select_related(
        "lesson__module__release__course", "version__record"
    )
    told = set()
    for citation in citations.filter(lesson__module__release=release):
        tell_library(citation, at=at)
        told.add(source_key(citation))
    if before is not None:
        for citation in citations.filter(lesson__module__release=before):
            if source_key(citation) not in told:
                remove_citation(source_key=source_key(citation))


def copy_content(source: Release, draft: Release) -> None:
    """Copy modules, lessons, questions, options, citations, images and files, each level in one statement.

    What is stored of images and files is not copied: both releases point to it.
    """
    # Nobody takes an image away, and with it what is stored of it, while it is copied.
    Release.objects.select_for_update(no_key=True).get(pk=source.pk)
    _copy(Media.objects.filter(release=source), release=draft)
    _copy(Chart.objects.filter(release=source), release=draft)
    _copy(IndicatorFigure.objects.filter(release=source), release=draft)
    _copy(LinkedRecording.objects.filter(release=source), release=draft)
    modules = _copy(Module.objects.filter(release=source), release=draft)
    lessons = _copy(Lesson.objects.filter(module__release=source), module=modules)
    # A correction holds for the release that it was made in; the draft begins with what its authors wrote.
    for key, is_required in required_by_authors(source).items():
        Lesson.objects.filter(pk=lessons[key].pk).update(is_required=is_required)
    prerequisites = LessonPrerequisite.objects.filter(lesson__module__release=source)
    _copy(prerequisites, lesson=lessons, needed_lesson=lessons, needed_module=modules)
    questions = _copy(
        Question.objects.filter(lesson__module__release=source), lesson=lessons, taught_in=lessons
    )
    _copy(Option.objects.filter(question__lesson__module__release=source), question=questions)
    exercises = ExerciseData.objects.filter(question__lesson__module__release=source)
    _copy(exercises, question=questions)
    for model in (Assignment, Criterion, SurveyQuestion, LiveLesson):
        _copy(model.objects.filter(lesson__module__release=source), lesson=lessons)
    _copy(GradeWeight.objects.filter(release=source), release=draft, lesson=lessons)
    citations = LessonCitation.objects.filter(lesson__module__release=source)
    # Further evidence becomes part of the new text, numbered after what that text cited before.
    _copy(citations, lesson=lessons, added_on=None, added_by=None)
    for lesson in Lesson.objects.filter(citations__isnull=False, module__release=draft).distinct():
        render_again(lesson)


def _copy(rows: Any, **changes: Any) -> dict[int, Any]:
    """Copy rows; a changed field takes a value, or the copy of what it pointed to from a map."""
    copies: dict[int, Any] = {}
    for row in rows.order_by("pk"):
        old_pk, row.pk, row._state.adding = row.pk, None, True
        for name, value in changes.items():
            is_map = isinstance(value, dict)
            setattr(row, name, value.get(getattr(row, f"{name}_id")) if is_map else value)
        copies[old_pk] = row
    rows.model.objects.bulk_create(copies.values())
    return copies
