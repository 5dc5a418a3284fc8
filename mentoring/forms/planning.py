"""Sessions of a series before they are booked or moved: when each is for both people, and what speaks against it."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.times.moments import label_of
from mentoring.booking.warnings import Meeting
from mentoring.participants import when_for


@dataclass(frozen=True)
class PlannedSession:
    """One session as it would be: when it is for both, what speaks against it, and when it was before a move."""

    mine: str
    theirs: str
    # Said where the clocks of one of the two have changed since the session before.
    clocks: list[str]
    warnings: list[str]
    before: str = ""


def plan_sessions(
    meeting: Meeting,
    moments: Sequence[dt.datetime],
    *,
    minutes: int,
    key: uuid.UUID | None,
    before: Sequence[dt.datetime] = (),
) -> list[PlannedSession]:
    """Describe sessions at these moments, each with its own warnings; ``before`` is when they are until they move."""
    found = meeting.warnings(moments, minutes=minutes, key=key)
    old = [when_for(meeting.reader, moment) for moment in before] or [""] * len(moments)
    last: dt.datetime | None = None
    planned = []
    for moment, warnings, was in zip(moments, found, old, strict=True):
        planned.append(
            PlannedSession(
                mine=when_for(meeting.reader, moment),
                theirs=when_for(meeting.other, moment),
                clocks=_clock_changes(meeting, last, moment) if last else [],
                warnings=warnings,
                before=was,
            )
        )
        last = moment
    return planned


def mark_of(planned: Sequence[PlannedSession]) -> str:
    """Return the mark by which a form knows that its reader has seen just these sessions, with these warnings."""
    return hashlib.sha256(repr(planned).encode()).hexdigest()


def _clock_changes(meeting: Meeting, before: dt.datetime, moment: dt.datetime) -> list[str]:
    """Say whose clocks change between the two sessions."""
    said = []
    for person, is_me in ((meeting.reader, True), (meeting.other, False)):
        zone = label_of(person.time_zone, moment)
        if zone != label_of(person.time_zone, before):
            words = {"who": person.full_name, "zone": zone}
            said.append(
                _("Your clocks have changed by then: %(zone)s.") % words
                if is_me
                else _("The clocks of %(who)s have changed by then: %(zone)s.") % words
            )
    return said
