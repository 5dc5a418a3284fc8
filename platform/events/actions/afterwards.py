"""What follows an event: who came, the recording, and the slides."""

import datetime as dt
from collections.abc import Collection, Mapping

from django.db import transaction

from accounts.models import User
from events.actions.locking import lock_event
from events.models import Event, EventRecord, Registration
from events.refusals import NotYetStarted, SlidesRefused
from events.uses import tell_of_attendance
from library.catalogue.models import Record


@transaction.atomic
def record_attendance(
    *, event: Event, keys: Collection[int], has_come: bool | None, by: User, at: dt.datetime
) -> int:
    """Record of these registrations whether their people came, and return of how many. Repeats safely.

    People without a place are left out, and so is whoever records: a lesson may be done by having come, and nobody
    confirms that for themselves. Nothing as ``has_come`` takes back what was recorded; what followed from it elsewhere,
    such as a lesson that is done, stays. Raises ``NotYetStarted``.
    """
    event = lock_event(event)
    if event.starts_at > at:
        raise NotYetStarted
    rows = Registration.objects.filter(event=event, pk__in=keys).registered().exclude(user=by)
    number = rows.update(has_come=has_come)
    if has_come:
        people = list(rows.order_by("user").values_list("user", flat=True))
        tell_of_attendance(event, people, at)
    return number


@transaction.atomic
def restore_attendance(
    *, event: Event, recorded: Mapping[int, bool | None], by: User, at: dt.datetime
) -> int:
    """Record of each of these registrations what was recorded before, and return of how many. Repeats safely.

    Raises ``NotYetStarted``.
    """
    return sum(
        record_attendance(
            event=event,
            keys=[key for key, before in recorded.items() if before is has_come],
            has_come=has_come,
            by=by,
            at=at,
        )
        for has_come in (True, False, None)
    )


@transaction.atomic
def set_recording(*, event: Event, link: str, consent: str, readers: str) -> Event:
    """Say where the recording is, who agreed to it, and who finds it. No link takes it away. Repeats safely."""
    event = lock_event(event)
    event.recording_link, event.recording_consent = link, consent
    event.recording_for = readers
    event.save(update_fields=["recording_link", "recording_consent", "recording_for"])
    return event


@transaction.atomic
def add_slides(*, event: Event, record: Record, at: dt.datetime) -> None:
    """Add a record of the library to the event. Repeats safely. Raises ``SlidesRefused`` for a withdrawn one."""
    event = lock_event(event)
    if not record.is_published:
        raise SlidesRefused
    EventRecord.objects.get_or_create(event=event, record=record, defaults={"added_at": at})


def remove_slides(*, event: Event, record_id: int) -> None:
    """Remove a record from the event. Repeats safely."""
    EventRecord.objects.filter(event=event, record=record_id).delete()
