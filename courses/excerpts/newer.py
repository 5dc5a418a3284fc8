"""Figures and exercises of a draft whose figures have been replaced or withdrawn since they were taken."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from courses.models import ExerciseData, IndicatorFigure, Release
from courses.models.content import CourseQuerySet
from indicators.catalogue.models import Release as FigureRelease
from indicators.catalogue.states import ReleaseState


@dataclass(frozen=True)
class Outdated:
    """A figure or exercise, and what its author can take now: nothing where its figures were only withdrawn."""

    thing: IndicatorFigure | ExerciseData
    source: FigureRelease
    newer: FigureRelease | None


def newer_than(source: FigureRelease) -> FigureRelease | None:
    """Return the current release that replaces these figures, or nothing."""
    return newest_after({source.pk}).get(source.pk)


def figures_with_source(release: Release) -> list[IndicatorFigure]:
    """Return the figures of a release with the releases that they were taken from. One query."""
    figures = IndicatorFigure.objects.filter(release=release).select_related("source")
    return list(figures.order_by("slug", "pk"))


def outdated_among(figures: Sequence[IndicatorFigure]) -> list[Outdated]:
    """Return those of the figures that have been replaced or withdrawn; load ``source``. One query at most."""
    return _outdated([(each, each.source) for each in figures])


def outdated_exercises(release: Release) -> list[Outdated]:
    """Return the exercises of a draft with newer or withdrawn figures. Two queries."""
    exercises = ExerciseData.objects.filter(question__lesson__module__release=release)
    taken = exercises.exclude(release=None).select_related("release", "question__lesson")
    return _outdated([(each, each.release) for each in taken.order_by("pk") if each.release])


def courses_with_outdated(courses: CourseQuerySet) -> CourseQuerySet:
    """Keep courses whose newest text has figures or exercises that were replaced or withdrawn since they were taken."""
    newest = Release.objects.filter(superseded_at=None).filter(
        Q(published_at=None) | ~Exists(Release.objects.drafts().filter(course=OuterRef("course")))
    )
    figures = IndicatorFigure.objects.filter(
        _is_outdated("source"), release__in=newest, release__course=OuterRef("pk")
    )
    exercises = ExerciseData.objects.filter(
        _is_outdated("release"),
        question__lesson__module__release__in=newest,
        question__lesson__module__release__course=OuterRef("pk"),
    )
    return courses.filter(Q(Exists(figures)) | Q(Exists(exercises)))


def _is_outdated(release: str) -> Q:
    newer = FigureRelease.objects.published().filter(supersedes=OuterRef(release))
    return Q(Exists(newer)) | Q(**{f"{release}__state": ReleaseState.WITHDRAWN})


def _outdated(
    things: Sequence[tuple[IndicatorFigure | ExerciseData, FigureRelease]],
) -> list[Outdated]:
    newer = newest_after({source.pk for _thing, source in things})
    return [
        Outdated(thing, source, newer.get(source.pk))
        for thing, source in things
        if source.pk in newer or source.state == ReleaseState.WITHDRAWN
    ]


def newest_after(sources: set[int]) -> dict[int, FigureRelease]:
    """Return for each release the last published one that replaces it, step by step. One query."""
    if not sources:
        return {}
    replacing = FigureRelease.objects.published().exclude(supersedes=None).order_by("pk")
    after = {each.supersedes_id: each for each in replacing}
    found: dict[int, FigureRelease] = {}
    for source in sources:
        at, seen = source, {source}
        while (following := after.get(at)) and following.pk not in seen:
            at, found[source] = following.pk, following
            seen.add(at)
    return found
