"""What happened to the things in a brief since they were chosen: newer versions, withdrawals, replacements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from briefs.models import Brief, Edition, Part
from briefs.sources import (
    Chosen,
    current_version,
    of_figure,
    of_lesson,
    of_recommendation,
    of_record,
    records,
)
from briefs.states import PartKind
from core.types import Person
from courses.excerpts.newer import newer_than, newest_after
from courses.models import Course, Lesson
from indicators.catalogue.models import Release
from indicators.catalogue.states import ReleaseState
from indicators.excerpts.excerpt import Selection
from library.recommendations.models import Recommendation


@dataclass(frozen=True)
class Change:
    """What happened to the thing of a part, in words, and whether something newer can be taken."""

    said: StrOrPromise
    can_take: bool = False


def changes_among(parts: Sequence[Part], reader: Person) -> dict[int, Change]:
    """Return what happened, by the key of the part; load the parts ``with_things()``. Two queries at most."""
    newer_figures = newest_after({part.source.pk for part in parts if part.source})
    newer_lessons = _newer_lessons([part.lesson for part in parts if part.lesson], reader)
    found = {
        part.pk: _change(part, newer_figures, newer_lessons) for part in parts if not part.is_text
    }
    return {key: change for key, change in found.items() if change}


def changed_briefs(briefs: Sequence[Brief], reader: Person) -> dict[int, int]:
    """Return by the key of a brief how many sources of its newest text have changed. Four queries at most."""
    newest = Edition.objects.filter(brief__in=[brief.pk for brief in briefs], superseded_at=None)
    number: dict[int, int] = {}
    chosen: dict[int, Edition] = {}
    for edition in newest.order_by("number"):
        # Of a brief with a draft the draft, which stands after what is published.
        chosen[edition.brief_id] = edition
    keys = {edition.pk: brief for brief, edition in chosen.items()}
    parts = list(Part.objects.filter(edition__in=keys).with_things())
    changes = changes_among(parts, reader)
    for part in parts:
        if part.pk in changes:
            brief = keys[part.edition_id]
            number[brief] = number.get(brief, 0) + 1
    return number


def _change(
    part: Part, figures: Mapping[int, Release], lessons: Mapping[object, Lesson]
) -> Change | None:
    if part.version is not None:
        return _change_of_record(part)
    if part.recommendation is not None:
        return _change_of_recommendation(part.recommendation, part)
    if part.lesson is not None:
        return _change_of_lesson(part.lesson, lessons)
    return _change_of_figure(part.source, figures) if part.source else None


def _change_of_record(part: Part) -> Change | None:
    version = part.version
    if version is None:
        return None
    record = version.record
    shown = record.replaced_by or record
    if not shown.is_published:
        return Change(_("The record was withdrawn from the library."))
    if shown.current_version_id not in (None, version.pk):
        return Change(_("There is a newer version of this record."), can_take=True)
    return None


def _change_of_recommendation(recommendation: Recommendation, part: Part) -> Change | None:
    successor = recommendation.replaced_by
    if successor is not None and successor.is_published:
        words = {"newer": str(successor)}
        return Change(_("It was replaced by %(newer)s.") % words, can_take=True)
    if not recommendation.is_published or not recommendation.report.is_published:
        return Change(_("The recommendation was withdrawn."))
    if recommendation.text != part.taken.get("text") or str(recommendation) != part.taken["title"]:
        return Change(_("The text of the recommendation was corrected."), can_take=True)
    return None


def _change_of_lesson(lesson: Lesson, newer: Mapping[object, Lesson]) -> Change | None:
    if lesson.module.release.superseded_at is None and lesson.lineage in newer:
        return None
    if lesson.lineage in newer:
        return Change(_("There is a newer version of the course."), can_take=True)
    return Change(_("The lesson is no longer in the course."))


def _change_of_figure(source: Release, newer: Mapping[int, Release]) -> Change | None:
    if source.pk in newer:
        return Change(
            _("Newer figures were published: %(release)s.") % {"release": newer[source.pk].title},
            can_take=True,
        )
    if source.state == ReleaseState.WITHDRAWN:
        return Change(_("The figures were withdrawn."))
    return None


def _newer_lessons(lessons: Sequence[Lesson], reader: Person) -> dict[object, Lesson]:
    """Return the lesson of the current version of its course by its lineage. One query, or none without lessons."""
    if not lessons:
        return {}
    return {each.lineage: each for each in _current_lessons(lessons, reader)}


def _current_lessons(lessons: Sequence[Lesson], reader: Person) -> QuerySet[Lesson]:
    return Lesson.objects.filter(
        lineage__in=[each.lineage for each in lessons],
        module__release__course__in=Course.objects.visible_to(reader).published(),
        module__release__published_at__isnull=False,
        module__release__superseded_at=None,
    ).select_related("module__release__course")


def newer_thing(part: Part, reader: Person) -> Chosen | None:
    """Return what can be taken now in place of what a part holds, or nothing. Raises ``ExcerptRefused``."""
    change = changes_among([part], reader).get(part.pk)
    if change is None or not change.can_take:
        return None
    if part.kind == PartKind.RECORD and part.version:
        record = part.version.record.replaced_by or part.version.record
        found = records([record.pk]).first()
        return of_record(found, current_version(found)) if found else None
    if part.kind == PartKind.RECOMMENDATION and part.recommendation:
        return of_recommendation(part.recommendation.replaced_by or part.recommendation)
    if part.kind == PartKind.LESSON and part.lesson:
        lesson = _current_lessons([part.lesson], reader).first()
        return of_lesson(lesson) if lesson else None
    release = newer_than(part.source) if part.source else None
    if release is None:
        return None
    return of_figure(Selection.from_plain({**part.selection, "release": release.pk}))
