"""Writing what an assignment of a draft takes, and its rubric."""

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.forms.edit_conflicts import check_edit_number
from core.forms.form_keys import first_result
from core.queries.ordering import move_by_one, next_position
from core.refusals import Conflict
from courses.actions.content import lock_draft
from courses.models import Assignment, Criterion, Lesson
from courses.models.assignments import MOST_CRITERIA

Levels = Sequence[Sequence[int | str]]


class RubricTooLong(Conflict):
    """A rubric has as many criteria as it can have."""

    def __init__(self, most: int) -> None:
        words = _("A rubric has at most {} criteria. Remove one to add another.")
        super().__init__(format_lazy(words, most))


@transaction.atomic
def edit_assignment(
    *,
    lesson: Lesson,
    takes_text: bool,
    takes_files: bool,
    takes_link: bool,
    points_needed: int,
    reviews_given: int = 0,
    reviews_needed: int = 0,
    review_days: int = 14,
) -> Assignment:
    """Say what learners hand in, and from how many points on it can be accepted. Repeats safely.

    Raises ``ReleaseFrozen``.
    """
    lock_draft(lesson.module.release_id)
    words = {
        "takes_text": takes_text,
        "takes_files": takes_files,
        "takes_link": takes_link,
        "points_needed": points_needed,
        "reviews_given": reviews_given,
        "reviews_needed": reviews_needed,
        "review_days": review_days,
    }
    assignment, _is_new = Assignment.objects.update_or_create(lesson=lesson, defaults=words)
    return assignment


@transaction.atomic
def add_criterion(
    *, lesson: Lesson, title: str, levels: Levels, key: uuid.UUID | None = None
) -> Criterion:
    """Add a line at the end of the rubric.

    The same ``key`` and words give the first one again; raises ``AlreadySubmitted`` for other words under the key,
    and ``RubricTooLong``.
    """
    lock_draft(lesson.module.release_id)
    listed = [list(level) for level in levels]
    criteria = Criterion.objects.filter(lesson=lesson)
    if first := key and first_result(criteria, key, title=title, levels=listed):
        return first
    if criteria.count() >= MOST_CRITERIA:
        raise RubricTooLong(MOST_CRITERIA)
    position = next_position(criteria)
    return Criterion.objects.create(
        lesson=lesson, position=position, form_key=key, title=title, levels=listed
    )


@transaction.atomic
def edit_criterion(
    *, criterion: Criterion, title: str, levels: Levels, edit_number: int | None = None
) -> Criterion:
    """Change a line of the rubric. Raises ``EditedElsewhere`` when it was saved since this copy was opened."""
    lock_draft(criterion.lesson.module.release_id)
    stored = Criterion.objects.get(pk=criterion.pk)
    listed = [list(level) for level in levels]
    if (stored.title, stored.levels) != (title, listed):
        check_edit_number(stored, edit_number)
    stored.title, stored.levels = title, listed
    stored.save()
    return stored


@transaction.atomic
def move_criterion(*, criterion: Criterion, step: int) -> None:
    """Move a line of the rubric one place up (-1) or down (+1); at the edge nothing happens."""
    lock_draft(criterion.lesson.module.release_id)
    move_by_one(Criterion.objects.filter(lesson=criterion.lesson_id).in_order(), criterion, step)


@transaction.atomic
def remove_criterion(*, criterion: Criterion) -> None:
    """Take a line out of the rubric of a draft."""
    lock_draft(criterion.lesson.module.release_id)
    criterion.delete()
