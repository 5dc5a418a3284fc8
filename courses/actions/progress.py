"""Writing what the completions of an enrolment add up to, and looking each night whether it is right."""

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Collection, Iterator

from django.db import transaction
from django.db.models import Prefetch

from courses.models import Enrolment, LessonCompletion, Progress, Release
from courses.progress.stored import (
    lessons_in_order,
    reckoned_progress,
    says_the_same,
    summed_up,
)

logger = logging.getLogger(__name__)

_COLUMNS = [field.name for field in Progress._meta.concrete_fields if not field.primary_key]


def store_progress(enrolment: Enrolment) -> Progress:
    """Write the progress of an enrolment whose row is locked, from its completions. Repeats safely.

    Whoever adds a completion, moves an enrolment or changes which lessons count calls this in the same transaction.
    It asks the database alone, as what is kept of a text may be older than this transaction.
    """
    progress = reckoned_progress(enrolment)
    _write(progress)
    enrolment.progress = progress
    return progress


def store_progress_of(release: Release, places: Collection[Enrolment]) -> None:
    """Write the progress of these enrolments of the release, whose rows are locked. Three queries for 500 of them."""
    lessons = lessons_in_order(release.pk)
    moments: dict[int, dict[int, dt.datetime]] = defaultdict(dict)
    facts = LessonCompletion.objects.filter(enrolment__release=release).order_by()
    for place_id, lesson, at in facts.values_list("enrolment", "lesson", "completed_at"):
        moments[place_id][lesson] = at
    for place in places:
        place.progress = summed_up(place, lessons, moments[place.pk])
    _write(*(place.progress for place in places))


def mend_progress() -> int:
    """Compare what is stored with what the completions say, and mend and log what differs. Return how many did."""
    wrong = [enrolment for release in _releases() for enrolment in _wrong_in(release)]
    mended = sum(_mend(enrolment) for enrolment in wrong)
    if mended:
        logger.error("The stored progress of %d enrolments was wrong. It is right now.", mended)
    return mended


def _releases() -> Iterator[Release]:
    return Release.objects.exclude(enrolments=None).order_by("pk").iterator()


def _wrong_in(release: Release) -> Iterator[Enrolment]:
    """Yield the enrolments of a release whose stored progress is missing or differs from their completions."""
    lessons = lessons_in_order(release.pk)
    enrolments = (
        Enrolment.objects.filter(release=release)
        .select_related("progress")
        .prefetch_related(Prefetch("completions", LessonCompletion.objects.order_by()))
    )
    for enrolment in enrolments.order_by("pk").iterator(chunk_size=500):
        stored = getattr(enrolment, "progress", None)
        done = {fact.lesson_id: fact.completed_at for fact in enrolment.completions.all()}
        told = summed_up(enrolment, lessons, done)
        if stored is None or not says_the_same(stored, told):
            yield enrolment


@transaction.atomic
def _mend(enrolment: Enrolment) -> bool:
    """Write the progress anew unless somebody has, in between."""
    locked = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    stored = Progress.objects.filter(pk=locked.pk).first()
    told = reckoned_progress(locked)
    if stored is not None and says_the_same(stored, told):
        return False
    _write(told)
    return True


def _write(*progress: Progress) -> None:
    Progress.objects.bulk_create(
        progress,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["enrolment"],
        update_fields=_COLUMNS,
    )
