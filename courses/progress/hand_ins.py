"""What a learner has handed in for an assignment, also in the places from which they moved here."""

import uuid
from collections.abc import Sequence

from django.db.models import Prefetch, QuerySet

from courses.models import CriterionMark, Enrolment, HandIn, HandInFile, Lesson
from courses.states import HandInState


def hand_ins_of(enrolment: Enrolment, lesson: Lesson) -> QuerySet[HandIn]:
    """Return what was handed in for this lesson, the newest first, with marks and files."""
    marks = CriterionMark.objects.select_related("criterion").order_by("criterion__position", "pk")
    mine = HandIn.objects.filter(
        enrolment__in=_places(enrolment), lesson__lineage=lesson.lineage, lesson__kind=lesson.kind
    )
    return (
        mine.select_related("graded_by")
        .prefetch_related(
            Prefetch("marks", marks), Prefetch("files", HandInFile.objects.order_by("pk"))
        )
        .order_by("-handed_in_at", "-pk")
    )


def may_hand_in(enrolment: Enrolment, lesson: Lesson) -> bool:
    """Tell whether nothing waits for a grader and nothing was accepted. One query for somebody who never moved."""
    mine = HandIn.objects.filter(
        enrolment__in=_places(enrolment), lesson__lineage=lesson.lineage, lesson__kind=lesson.kind
    )
    return not mine.exclude(state=HandInState.RETURNED).exists()


def newest_states(enrolment: Enrolment, lessons: Sequence[Lesson]) -> dict[uuid.UUID, str]:
    """Return the state of the last hand-in by what each assignment is in every release. One query, none without any."""
    if not lessons:
        return {}
    mine = HandIn.objects.filter(
        enrolment__in=_places(enrolment), lesson__lineage__in=[each.lineage for each in lessons]
    )
    return dict(mine.oldest_first().values_list("lesson__lineage", "state"))


def _places(enrolment: Enrolment) -> list[int]:
    """Return the place and those that the learner gave up for it."""
    places = [enrolment.pk]
    before = enrolment.moved_from_id
    while before:
        places.append(before)
        before = Enrolment.objects.values_list("moved_from", flat=True).get(pk=before)
    return places
