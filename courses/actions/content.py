"""Writing a draft: modules, lessons, their order, and what they cite."""

import uuid
from typing import Any

from django.db import transaction

from core.forms.edit_conflicts import check_edit_number
from core.forms.form_keys import first_result
from core.queries.ordering import move_by_one, next_position, renumber
from core.slugs import free_slug
from courses.lessons.lesson_text import Cited, render_body
from courses.models import Lesson, LessonCitation, Module, Release
from courses.refusals import ReleaseFrozen
from courses.states import LessonKind


def lock_draft(release: Release | int) -> Release:
    """Lock the release for writing. Raises ``ReleaseFrozen`` once it is published."""
    pk = release if isinstance(release, int) else release.pk
    locked = Release.objects.select_for_update(of=("self",)).select_related("course").get(pk=pk)
    if not locked.is_draft:
        raise ReleaseFrozen
    return locked


@transaction.atomic
def add_module(
    *,
    release: Release,
    title: str,
    summary: str = "",
    slug: str = "",
    key: uuid.UUID | None = None,
) -> Module:
    """Add a module at the end of the draft. Without ``slug`` its address follows from the title.

    The same ``key`` and words give the first one again; raises ``AlreadySubmitted`` for other words under the key.
    """
    release = lock_draft(release)
    modules = Module.objects.filter(release=release)
    if first := key and first_result(modules, key, title=title, summary=summary):
        return first
    return Module.objects.create(
        release=release,
        position=next_position(modules),
        slug=free_slug(slug or title, modules, fallback="module"),
        title=title,
        summary=summary,
        form_key=key,
    )


@transaction.atomic
def edit_module(*, module: Module, title: str, summary: str, new_address: bool = False) -> Module:
    """Change what the module says of itself. Its address stays, unless one that matches the title is asked for."""
    lock_draft(module.release_id)
    if new_address:
        siblings = Module.objects.filter(release=module.release_id).exclude(pk=module.pk)
        module.slug = free_slug(title, siblings, fallback="module")
    module.title, module.summary = title, summary
    module.save()
    return module


@transaction.atomic
def remove_module(*, module: Module) -> None:
    """Take the module and its lessons out of the draft."""
    lock_draft(module.release_id)
    module.delete()


@transaction.atomic
def move_module(*, module: Module, step: int) -> None:
    """Move the module one place up (-1) or down (+1); at the edge nothing happens."""
    release = lock_draft(module.release_id)
    move_by_one(Module.objects.filter(release=release).in_order(), module, step)


@transaction.atomic
def add_lesson(
    *,
    module: Module,
    kind: str,
    title: str,
    minutes: int = 10,
    key: uuid.UUID | None = None,
    **fields: Any,
) -> Lesson:
    """Add a lesson at the end of the module. ``fields`` are others of ``Lesson``.

    The same ``key`` and words give the first one again; raises ``AlreadySubmitted`` for other words under the key.
    """
    lock_draft(module.release_id)
    lessons = Lesson.objects.filter(module=module)
    if first := key and first_result(lessons, key, kind=LessonKind(kind), title=title):
        return first
    lesson = Lesson(
        module=module,
        position=next_position(lessons),
        slug=free_slug(fields.pop("slug", "") or title, lessons, fallback="lesson"),
        kind=LessonKind(kind),
        title=title,
        minutes=minutes,
        form_key=key,
        **fields,
    )
    lesson.body_html = render_body(lesson.body, [])
    lesson.save()
    return lesson


@transaction.atomic
def edit_lesson(
    *, lesson: Lesson, edit_number: int | None = None, new_address: bool = False, **fields: Any
) -> Lesson:
    """Change the lesson's title, text, minutes, pass mark or attempts.

    Its address stays, unless one that matches the title is asked for.
    ``edit_number`` is the one this copy was opened with: other words raise ``EditedElsewhere`` when the
    lesson was saved since.
    """
    lock_draft(lesson.module.release_id)
    lesson.refresh_from_db()
    if any(getattr(lesson, name) != value for name, value in fields.items()):
        check_edit_number(lesson, edit_number)
    for name, value in fields.items():
        setattr(lesson, name, value)
    if new_address:
        siblings = Lesson.objects.filter(module=lesson.module_id).exclude(pk=lesson.pk)
        lesson.slug = free_slug(lesson.title, siblings, fallback="lesson")
    lesson.body_html = render_body(lesson.body, cited_by(lesson))
    lesson.save()
    return lesson


@transaction.atomic
def remove_lesson(*, lesson: Lesson) -> None:
    """Take the lesson, its questions and citations out of the draft."""
    lock_draft(lesson.module.release_id)
    lesson.delete()


@transaction.atomic
def move_lesson(*, lesson: Lesson, step: int) -> None:
    """Move the lesson one place up (-1) or down (+1), at the edge of a module into the next one."""
    release = lock_draft(lesson.module.release_id)
    siblings = Lesson.objects.filter(module=lesson.module_id).order_by("position", "pk")
    if move_by_one(siblings, lesson, step):
        return
    modules = list(Module.objects.filter(release=release).in_order())
    place = modules.index(lesson.module) + step
    if not 0 <= place < len(modules):
        return
    others = Lesson.objects.filter(module=modules[place])
    lesson.module = modules[place]
    if others.filter(slug=lesson.slug).exists():
        lesson.slug = free_slug(lesson.title, others, fallback="lesson")
    lesson.position = next_position(others) if step < 0 else 0
    lesson.save(update_fields=["module", "slug", "position"])
    renumber(list(others.order_by("position", "pk")))


@transaction.atomic
def place_lesson(*, lesson: Lesson, module: Module, before: Lesson | None = None) -> Lesson:
    """Put the lesson before another one of the module, or at its end. Repeats safely.

    Its address stays, unless a lesson of that module has it. Raises ``ReleaseFrozen``.
    """
    release = lock_draft(lesson.module.release_id)
    module = Module.objects.get(pk=module.pk, release=release)
    lesson.refresh_from_db()
    others = Lesson.objects.filter(module=module).exclude(pk=lesson.pk)
    ordered = list(others.order_by("position", "pk"))
    place = ordered.index(before) if before in ordered else len(ordered)
    if lesson.module_id != module.pk and others.filter(slug=lesson.slug).exists():
        lesson.slug = free_slug(lesson.title, others, fallback="lesson")
    lesson.module = module
    lesson.save(update_fields=["module", "slug"])
    renumber([*ordered[:place], lesson, *ordered[place:]])
    return lesson


@transaction.atomic
def place_module(*, module: Module, before: Module | None = None) -> None:
    """Put the module before another one of the draft, or at its end. Repeats safely; raises ``ReleaseFrozen``."""
    release = lock_draft(module.release_id)
    ordered = list(Module.objects.filter(release=release).exclude(pk=module.pk).in_order())
    place = ordered.index(before) if before in ordered else len(ordered)
    renumber([*ordered[:place], module, *ordered[place:]])


def cited_by(lesson: Lesson) -> list[Cited]:
    """Return the numbered citations of the lesson's text; further evidence has no number."""
    citations = LessonCitation.objects.filter(lesson=lesson, added_on=None).in_order()
    return [
        Cited(citation.version.record.title, citation.version.get_absolute_url())
        for citation in citations.select_related("version__record")
    ]


def render_again(lesson: Lesson) -> None:
    """Render the lesson's text again after a change of its citations, whose numbers are in it."""
    lesson.body_html = render_body(lesson.body, cited_by(lesson))
    lesson.save(update_fields=["body_html"])
