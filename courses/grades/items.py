"""The graded items of a cohort, in the order of the course, and how much each counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.models import Cohort, Enrolment, Lesson, Release
from courses.models.grades import GradeTarget, GradeWeight, WeightChange
from courses.progress.table_of_contents import table_of_contents
from courses.states import LessonKind

ATTENDANCE = GradeTarget.ATTENDANCE.value
TOTAL = GradeTarget.TOTAL.value
# What counts unless somebody says otherwise; the others are shown, and count once they have a weight.
USUAL_WEIGHTS = {
    LessonKind.QUIZ: 1,
    LessonKind.ASSIGNMENT: 1,
    LessonKind.REFLECTION: 0,
    LessonKind.SURVEY: 0,
    LessonKind.PLAN: 0,
}


@dataclass(frozen=True)
class Item:
    """One thing that is graded. ``key`` names it in addresses and files: the key of its lesson, or a word."""

    key: str
    title: str
    kind: str
    weight: int
    lesson: Lesson | None = None

    @property
    def target(self) -> str:
        return GradeTarget.LESSON if self.lesson else GradeTarget.ATTENDANCE


def items_of(release: Release, cohort: Cohort | None, *, has_sessions: bool) -> list[Item]:
    """Return the graded items of a release as its authors weigh them, or the cohort; load ``course`` with the release.

    One query for the weights.
    """
    weights = weights_of(release, cohort)
    items = [
        _item_of(lesson, weights)
        for lesson in table_of_contents(release).lessons
        if lesson.kind in USUAL_WEIGHTS
    ]
    if has_sessions:
        title = _("Live sessions attended")
        items.append(Item(ATTENDANCE, title, title, weights.get(ATTENDANCE, 0)))
    return items


def _item_of(lesson: Lesson, weights: Mapping[str, int]) -> Item:
    kind = LessonKind(lesson.kind)
    weight = weights.get(str(lesson.pk), USUAL_WEIGHTS[kind])
    return Item(str(lesson.pk), lesson.title, str(kind.label), weight, lesson)


def weights_of(release: Release, cohort: Cohort | None) -> dict[str, int]:
    """Return the weights that authors set for items of the release, or the cohort for itself, by the key of the item.

    One query.
    """
    mine = Q(release=release) | Q(cohort=cohort) if cohort else Q(release=release)
    rows = GradeWeight.objects.filter(mine).values_list("cohort", "lesson", "weight")
    # What the cohort says comes last, and so holds.
    ordered = sorted(rows, key=lambda row: row[0] is not None)
    return {str(lesson) if lesson else ATTENDANCE: weight for _of, lesson, weight in ordered}


def weight_changes(cohort: Cohort) -> QuerySet[WeightChange]:
    """Return what was changed in the weights of the cohort, and why, the newest first."""
    changes = WeightChange.objects.filter(cohort=cohort).select_related("changed_by")
    return changes.order_by("-changed_at", "-pk")[:20]


def item_in(items: Sequence[Item], key: str) -> Item | None:
    """Return the item with this key, or the total as if it were one; nothing for another key."""
    if key == TOTAL:
        return Item(TOTAL, _("Total"), "", 0)
    return next((item for item in items if item.key == key), None)


RULE = gettext_lazy(
    "The total is the weighted mean of the items. An item that is missing counts as 0 once its "
    "deadline is over. Items that are excused, still open, returned or not graded yet do not count."
)


def is_graded(place: Enrolment) -> bool:
    """Tell whether anything in the release of this place is graded."""
    return any(lesson.kind in USUAL_WEIGHTS for lesson in table_of_contents(place.release).lessons)
