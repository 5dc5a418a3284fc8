"""Which lessons are closed for a learner yet, and what opens them.

What is done is never closed again. A lesson that is required is not kept closed by one that is optional: what was
taken out of the requirements, because it turned out broken, would close the course for ever.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import Lesson
from courses.progress.table_of_contents import Chapter, TableOfContents


@dataclass(frozen=True)
class Before:
    """What a learner has to do before a lesson opens: another lesson, or what is left of a module."""

    # The lesson to go on with.
    lesson: Lesson
    # Empty for a single lesson.
    chapter: Chapter | None = None
    left: int = 1

    @property
    def in_words(self) -> str:
        """Say what to do, such as “Module 2: 3 lessons left”."""
        if self.chapter is None:
            return str(self.lesson)
        words = ngettext(
            "%(module)s: %(left)d lesson left", "%(module)s: %(left)d lessons left", self.left
        )
        return words % {"module": self.chapter.module, "left": self.left}


def closed_lessons(table: TableOfContents, done: Collection[int]) -> frozenset[int]:
    """Return the keys of the lessons that are closed for somebody who has done these."""
    if not table.needed:
        return frozenset()
    return frozenset(
        lesson.pk
        for lesson in table.lessons
        if lesson.pk in table.needed and what_comes_before(table, lesson, done)
    )


def what_comes_before(
    table: TableOfContents, lesson: Lesson, done: Collection[int]
) -> list[Before]:
    """Return what has to be done before this lesson opens, in the order of the course; nothing for an open one."""
    needed = table.needed.get(lesson.pk)
    if needed is None or lesson.pk in done:
        return []
    found = []
    for chapter in table.chapters:
        if chapter.module.pk in needed.modules:
            left = [one for one in chapter.lessons if one.is_required and one.pk not in done]
            if left:
                found.append(Before(left[0], chapter, len(left)))
        counting = [
            one
            for one in chapter.lessons
            if one.pk in needed.lessons and (one.is_required or not lesson.is_required)
        ]
        found += [Before(one) for one in counting if one.pk not in done]
    return found


def first_to_do(table: TableOfContents, lesson: Lesson, done: Collection[int]) -> Lesson:
    """Return the open lesson that leads to this one: the first thing to do, which may need others itself."""
    seen = {lesson.pk}
    while before := what_comes_before(table, lesson, done):
        if before[0].lesson.pk in seen:
            break
        lesson = before[0].lesson
        seen.add(lesson.pk)
    return lesson


def words_of(before: Collection[Before]) -> str:
    """Say what has to be done first, in one sentence."""
    return _("This lesson opens when you have done: %(what)s.") % {
        "what": "; ".join(one.in_words for one in before)
    }
