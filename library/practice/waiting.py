"""Which case studies wait for a judgement, and which of them an editor may give."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.models import User
from library.catalogue.models import Creator, Record
from library.practice.judges import own_part
from library.practice.models import Assessment, Judgement, case_studies
from library.practice.states import AssessmentState


def needing_judgement() -> QuerySet[Any]:
    """Return case studies whose newest version lacks a judgement.

    ``begun_at`` is when the first one was given, and ``waits_since`` that moment or when the version came.
    """
    counting = Assessment.objects.filter(version=OuterRef("current_version")).exclude(
        state=AssessmentState.WITHDRAWN
    )
    begun = counting.filter(state=AssessmentState.OPEN)
    return (
        case_studies()
        .filter(current_version__isnull=False)
        .exclude(Exists(counting.filter(state=AssessmentState.SETTLED)))
        .annotate(begun_at=Subquery(begun.values("opened_at")[:1]))
        .annotate(waits_since=Coalesce("begun_at", "current_version__deposited_at"))
    )


def open_to(judge: User, waiting: QuerySet[Any], *, close_to: Collection[int]) -> QuerySet[Any]:
    """Keep what this editor may judge: made by others, none of them close to the editor, and not judged yet."""
    name = judge.full_name.strip()
    close = list(close_to)
    by_conflict = Q(user=judge) | Q(user__in=close) | (Q(name__iexact=name) if name else Q())
    made = Creator.objects.filter(by_conflict, record=OuterRef("pk"))
    return (
        waiting.exclude(depositor=judge)
        .exclude(depositor__in=close)
        .exclude(Exists(made))
        .exclude(Exists(_judged_by(judge)))
    )


def counted(**lists: QuerySet[Any]) -> dict[str, int]:
    """Count several lists in one query, each under its name."""
    first, *others = (
        found.order_by()
        .values(name=Value(name))
        .annotate(number=Count("pk"))
        .values_list("name", "number")
        for name, found in lists.items()
    )
    return dict.fromkeys(lists, 0) | dict(first.union(*others, all=True))


@dataclass(frozen=True)
class WaitingStudy:
    """A case study that lacks a judgement, and why the reader cannot give it, if so."""

    record: Record
    obstacle: StrOrPromise
    is_begun: bool
    since: dt.datetime


def waiting_studies(
    records: Sequence[Any], *, judge: User, close_to: Collection[int]
) -> list[WaitingStudy]:
    """Lay out case studies ``with_creators()`` that need a judgement. One query."""
    versions = [record.current_version_id for record in records]
    judged = Judgement.objects.filter(judge=judge, assessment__version__in=versions).exclude(
        assessment__state=AssessmentState.WITHDRAWN
    )
    done = set(judged.values_list("assessment__version", flat=True))
    return [
        WaitingStudy(
            record,
            _obstacle(record, judge, close_to, is_judged=record.current_version_id in done),
            record.begun_at is not None,
            record.waits_since,
        )
        for record in records
    ]


def _judged_by(judge: User) -> QuerySet[Judgement]:
    given = Judgement.objects.filter(judge=judge, assessment__version=OuterRef("current_version"))
    return given.exclude(assessment__state=AssessmentState.WITHDRAWN)


def _obstacle(
    record: Record, judge: User, close_to: Collection[int], *, is_judged: bool
) -> StrOrPromise:
    makers = {creator.user_id for creator in record.creators.all()} | {record.depositor_id}
    if own := own_part(judge, record):
        return own
    if makers & set(close_to):
        return _("You work closely with an author")
    return _("You have judged it") if is_judged else ""
