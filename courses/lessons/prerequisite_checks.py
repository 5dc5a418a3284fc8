"""Whether what a draft says about optional lessons and prerequisites can be met."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from courses.models import Lesson, Module


def missing_in_prerequisites(modules: Sequence[Module]) -> list[tuple[str, Lesson | None]]:
    """Return why learners could not get through the course, each with the lesson to change. Takes no query.

    ``modules`` are all of the draft in order, with their lessons and what these need loaded.
    """
    lessons = [lesson for module in modules for lesson in module.lessons.all()]
    lacks: list[tuple[str, Lesson | None]] = []
    if lessons and not any(lesson.is_required for lesson in lessons):
        lacks.append(
            (_("Every lesson is optional. Make at least one of them required."), None),
        )
    places = {lesson.pk: place for place, lesson in enumerate(lessons)}
    by_key = {lesson.pk: lesson for lesson in lessons}
    by_module = {module.pk: module for module in modules}
    order = {module.pk: place for place, module in enumerate(modules)}
    rows = [row for lesson in lessons for row in lesson.prerequisites.all()]
    needs: dict[int, set[int]] = {}
    for row in rows:
        if row.needed_lesson_id:
            needs.setdefault(row.lesson_id, set()).add(row.needed_lesson_id)
    for row in rows:
        lesson = by_key[row.lesson_id]
        if row.needed_module_id:
            module = by_module[row.needed_module_id]
            is_before = order[module.pk] < order[lesson.module_id]
            text = _of_module(lesson, module, is_before=is_before)
        else:
            needed = by_key[row.needed_lesson_id or 0]
            is_before = places[needed.pk] < places[lesson.pk]
            is_circle = lesson.pk in _reached_from(needed.pk, needs)
            text = _of_lesson(lesson, needed, is_before=is_before, is_circle=is_circle)
        if text:
            lacks.append((text, lesson))
    return lacks


def _reached_from(start: int, needs: dict[int, set[int]]) -> set[int]:
    """Return the lessons that have to be done before this one, and those before them."""
    found: set[int] = set()
    asked = set(needs.get(start, ()))
    while asked:
        found |= asked
        asked = {key for each in asked for key in needs.get(each, ())} - found
    return found


def _of_lesson(lesson: Lesson, needed: Lesson, *, is_before: bool, is_circle: bool) -> str:
    words = {"lesson": lesson.title, "needed": needed.title}
    if is_circle:
        return _("“%(lesson)s” and “%(needed)s” need each other, so neither would open.") % words
    if not is_before:
        return _("“%(lesson)s” needs “%(needed)s”, which comes later in the course.") % words
    if lesson.is_required and not needed.is_required:
        return (
            _(
                "“%(lesson)s” is required and needs “%(needed)s”, which is optional. Make both required, or both optional."
            )
            % words
        )
    return ""


def _of_module(lesson: Lesson, module: Module, *, is_before: bool) -> str:
    words = {"lesson": lesson.title, "module": module.title}
    if lesson.module_id == module.pk:
        return _("“%(lesson)s” needs the module it is in, “%(module)s”.") % words
    if not is_before:
        return _("“%(lesson)s” needs the module “%(module)s”, which comes later.") % words
    if not any(each.is_required for each in module.lessons.all()):
        return (
            _("“%(lesson)s” needs the module “%(module)s”, in which every lesson is optional.")
            % words
        )
    return ""
