"""Erasing the notes of mentorings that ended long ago, after telling people in time to copy them.

Private notes are kept for 12 months after the end, shared ones for 24. Thirty days before, whoever reads them is told.
"""

import datetime as dt
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from mentoring import kinds
from mentoring.models import Match, Note
from mentoring.participants import partner_of
from mentoring.states import MatchState
from notifications.actions import notify

TOLD_BEFORE = dt.timedelta(days=30)
PRIVATE_KEPT = dt.timedelta(days=365)
SHARED_KEPT = dt.timedelta(days=730)


class Retention(NamedTuple):
    """How long notes of one sort are kept after the end, and the column that says when people were told."""

    is_private: bool
    kept: dt.timedelta
    told: str


RETENTIONS = (
    Retention(is_private=True, kept=PRIVATE_KEPT, told="private_notes_told_at"),
    Retention(is_private=False, kept=SHARED_KEPT, told="shared_notes_told_at"),
)


def announce_erasure(*, at: dt.datetime) -> int:
    """Tell people whose notes will be erased in thirty days; return of how many mentorings. Repeats safely."""
    return sum(
        _announce(match, retention, at)
        for retention in RETENTIONS
        for match in _ended(retention, by=at - retention.kept + TOLD_BEFORE).filter(
            **{retention.told: None}
        )
    )


@transaction.atomic
def _announce(match: Match, retention: Retention, at: dt.datetime) -> int:
    """Tell, and note that. Of two workers only one does both."""
    told = Match.objects.filter(pk=match.pk, **{retention.told: None})
    if not told.update(**{retention.told: at}):
        return 0
    day = timezone.localdate(at + TOLD_BEFORE)
    for reader in _readers(match, retention):
        notify(
            recipients=[reader],
            kind=kinds.NOTES_ERASED_SOON,
            key=f"mentoring.notes-erased-soon:{match.pk}:{retention.told}",
            target=match,
            at=at,
            text=_("Copy what you want to keep. Nothing is kept after that day."),
            who=partner_of(match, reader).full_name,
            day=date_format(day, "j F Y"),
        )
    return 1


def _readers(match: Match, retention: Retention) -> list[User]:
    people = [match.mentor, match.mentee]
    if not retention.is_private:
        return people
    authors = set(match.notes.filter(is_private=True).values_list("author_id", flat=True))
    return [person for person in people if person.pk in authors]


def erase_notes(*, at: dt.datetime) -> int:
    """Erase the notes whose readers were told at least thirty days ago, and return how many. Repeats safely."""
    erased = 0
    for retention in RETENTIONS:
        told = _ended(retention, by=at - retention.kept).filter(
            **{f"{retention.told}__lte": at - TOLD_BEFORE}
        )
        notes = Note.objects.filter(match__in=told, is_private=retention.is_private)
        count, _by_model = notes.delete()
        erased += count
    return erased


def _ended(retention: Retention, *, by: dt.datetime) -> QuerySet[Match]:
    """Return the mentorings that had ended by this moment and hold notes of this sort."""
    notes = Note.objects.filter(match=OuterRef("pk"), is_private=retention.is_private)
    ended = Match.objects.filter(state=MatchState.ENDED, ended_at__lte=by)
    return ended.filter(Exists(notes)).with_people().order_by("pk")
