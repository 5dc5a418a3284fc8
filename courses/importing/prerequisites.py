"""What comes before lessons and before the course, in files.

A lesson names stems of other lessons and modules by their number: ``needs: [first-lesson, module 1]``. A course names
the addresses of others: ``before: [{course: first-course, required: true}]``.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from courses.importing.problems import Check
from courses.models import Course

_MODULE = re.compile(r"module (\d{1,3})")


@dataclass(frozen=True)
class LessonNeeds:
    """What comes before a lesson: stems of lessons, and numbers of modules counted from one."""

    file: str
    lessons: list[str]
    modules: list[int]


@dataclass(frozen=True)
class CoursesBefore:
    """The keys of the courses that come before: those that have to be completed, and those that are advised."""

    required: list[int]
    advised: list[int]


def check_needs(
    check: Check, file: str, data: Mapping[str, Any], *, stem: str, stems: Collection[str]
) -> LessonNeeds:
    """Check the ``needs`` of a lesson; whether they come before it is looked at when all modules are read."""
    lessons, modules = [], []
    for item in check.items(data, "needs", file, str):
        if found := _MODULE.fullmatch(item.strip()):
            modules.append(int(found[1]))
        elif item not in stems or item == stem:
            check.add(file, "needs", _("There is no other lesson “%(stem)s”.") % {"stem": item})
        else:
            lessons.append(item)
    return LessonNeeds(file, lessons, modules)


def check_places_of_needs(
    check: Check, modules: Sequence[Sequence[tuple[str, LessonNeeds]]]
) -> None:
    """Check that what lessons need comes before them."""
    before: set[str] = set()
    for number, lessons in enumerate(modules, start=1):
        for stem, needs in lessons:
            for needed in needs.lessons:
                if needed not in before:
                    text = _("“%(needed)s” comes later than this lesson.") % {"needed": needed}
                    check.add(needs.file, "needs", text)
            for needed_number in needs.modules:
                if not 1 <= needed_number < number:
                    text = _("Name a module that comes before that of this lesson.")
                    check.add(needs.file, "needs", text)
            before.add(stem)


def check_courses_before(
    check: Check, file: str, data: Mapping[str, Any], *, slug: str
) -> CoursesBefore | None:
    """Check the ``before`` of a course; nothing where its file says nothing."""
    if "before" not in data:
        return None
    items = check.items(data, "before", file, dict)
    slugs = [str(item.get("course", "")) for item in items]
    keys = dict(Course.objects.filter(slug__in=slugs).exclude(slug=slug).values_list("slug", "pk"))
    required: list[int] = []
    advised: list[int] = []
    for index, (named, item) in enumerate(zip(slugs, items, strict=True), start=1):
        if named not in keys:
            text = _("There is no other course “%(slug)s”.") % {"slug": named}
            check.add(file, f"before[{index}].course", text)
            continue
        (required if check.truth(item, "required", file) else advised).append(keys[named])
    return CoursesBefore(required, advised)
