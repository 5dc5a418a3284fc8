"""The modules and lessons of a release, in order and without their texts.

A published release is frozen, so each process keeps its table of contents, and what is rendered from it, under the
key of its text: whoever corrects the text renews the key. A draft is read anew each time. What is kept knows no
learner, and nothing of it is permission: who may see a lesson is asked before.
"""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core.prepared import prepared
from core.times.lengths import in_hours_and_minutes
from courses.lessons.lesson_text import has_media, show_body
from courses.media.showing import shown_in
from courses.models import Correction, Lesson, LessonPrerequisite, Module, Release

_MOST_RELEASES = 64
_MOST_TEXTS = 256


@dataclass(frozen=True, eq=False)
class Chapter:
    """A module with its lessons, and its place among the modules, counted from one."""

    number: int
    module: Module
    lessons: Sequence[Lesson]

    @cached_property
    def keys(self) -> frozenset[int]:
        return frozenset(lesson.pk for lesson in self.lessons)

    @cached_property
    def length(self) -> str:
        """Return how long its lessons take, in words."""
        return in_hours_and_minutes(sum(lesson.minutes for lesson in self.lessons))

    @cached_property
    def required_keys(self) -> frozenset[int]:
        return frozenset(lesson.pk for lesson in self.lessons if lesson.is_required)


@dataclass(frozen=True, eq=False)
class Needed:
    """What a lesson needs: the keys of lessons, and those of modules."""

    lessons: frozenset[int]
    modules: frozenset[int]


@dataclass(frozen=True, eq=False)
class TableOfContents:
    """All lessons of a release. They are shared by all requests of the process, and nobody writes into them."""

    chapters: Sequence[Chapter]
    is_kept: bool
    # What has to be done before a lesson opens, by the key of the lesson; most need nothing.
    needed: Mapping[int, Needed]

    @cached_property
    def lessons(self) -> Sequence[Lesson]:
        return [lesson for chapter in self.chapters for lesson in chapter.lessons]

    @cached_property
    def keys(self) -> frozenset[int]:
        return frozenset(lesson.pk for lesson in self.lessons)

    @cached_property
    def required_keys(self) -> frozenset[int]:
        return frozenset(lesson.pk for lesson in self.lessons if lesson.is_required)

    @cached_property
    def counts(self) -> Counter[str]:
        """How many lessons there are of each kind."""
        return Counter(lesson.kind for lesson in self.lessons)

    @cached_property
    def places(self) -> dict[int, int]:
        """The place of each lesson by its key, counted from zero."""
        return {lesson.pk: place for place, lesson in enumerate(self.lessons)}

    @cached_property
    def by_address(self) -> dict[tuple[str, str], Lesson]:
        """The lessons by the address of their module and their own."""
        return {(lesson.module.slug, lesson.slug): lesson for lesson in self.lessons}


def table_of_contents(release: Release) -> TableOfContents:
    """Return the lessons of the release; load its ``course`` with it. At most three queries, mostly none.

    The lessons carry their release and course, so that their addresses cost nothing.
    """
    if release.text_key is None:
        return _read(release)
    return _kept(release.pk, release.text_key, release.course.slug)


@lru_cache(maxsize=_MOST_RELEASES)
def _kept(release_id: int, _text: uuid.UUID, _course: str) -> TableOfContents:
    return _read(Release.objects.select_related("course").get(pk=release_id))


def _read(release: Release) -> TableOfContents:
    lessons = _lessons(release)
    for lesson in lessons:
        lesson.module.release = release
    by_module = groupby(lessons, key=lambda lesson: lesson.module)
    chapters = [
        Chapter(number, module, list(group))
        for number, (module, group) in enumerate(by_module, start=1)
    ]
    # Whoever works on a template wants to see it as it is now.
    is_kept = release.text_key is not None and not settings.DEBUG
    return TableOfContents(chapters, is_kept, _needed_in(release))


def _needed_in(release: Release) -> dict[int, Needed]:
    """Return what the lessons of a release need. One query."""
    lessons: dict[int, set[int]] = defaultdict(set)
    modules: dict[int, set[int]] = defaultdict(set)
    for lesson, needed_lesson, needed_module in _prerequisites(release):
        if needed_lesson:
            lessons[lesson].add(needed_lesson)
        else:
            modules[lesson].add(needed_module)
    return {
        key: Needed(frozenset(lessons[key]), frozenset(modules[key]))
        for key in {*lessons, *modules}
    }


@prepared
def _prerequisites(release: Release) -> QuerySet[Any, tuple[int, int, int]]:
    rows = LessonPrerequisite.objects.filter(lesson__module__release=release).order_by()
    return rows.values_list("lesson", "needed_lesson", "needed_module")


@prepared
def _lessons(release: Release) -> QuerySet[Lesson]:
    """Return the lessons of a release without their texts."""
    lessons = Lesson.objects.of(release).in_order().select_related("module")
    return lessons.defer("body", "body_html")


def text_of(release: Release, lesson: Lesson) -> SafeString:
    """Return the text of a lesson of the release as it is shown. Two queries, or none."""
    if release.text_key is None or settings.DEBUG:
        return _shown(lesson.pk, release.pk)
    return _kept_text(lesson.pk, release.pk, release.text_key, get_language())


@lru_cache(maxsize=_MOST_TEXTS)
def _kept_text(
    lesson_id: int, release_id: int, _text: uuid.UUID, _language: str | None
) -> SafeString:
    return _shown(lesson_id, release_id)


def _shown(lesson_id: int, release_id: int) -> SafeString:
    body = _bodies(lesson_id)[0]
    # Texts without images, which are most, ask for none.
    return show_body(body, shown_in(release_id) if has_media(body) else None)


def corrections_of(release: Release, lesson: Lesson) -> Sequence[tuple[dt.datetime, str]]:
    """Return when a lesson of the release was corrected and what its readers were told, newest first. One query, or none."""
    if release.text_key is None or settings.DEBUG:
        return _corrections(lesson.pk)
    # Whoever corrects a text renews its key.
    return _kept_corrections(lesson.pk, release.text_key)


@lru_cache(maxsize=_MOST_TEXTS)
def _kept_corrections(lesson_id: int, _text: uuid.UUID) -> Sequence[tuple[dt.datetime, str]]:
    return _corrections(lesson_id)


@prepared
def _corrections(lesson_id: int) -> QuerySet[Correction, tuple[dt.datetime, str]]:
    corrections = Correction.objects.filter(lesson=lesson_id).newest_first()
    return corrections.values_list("made_at", "note")


@prepared
def _bodies(lesson_id: int) -> QuerySet[Lesson, str]:
    return Lesson.objects.filter(pk=lesson_id).values_list("body_html", flat=True)
