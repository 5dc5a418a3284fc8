"""Reminding mentors of the people who wait for their answer, at most once a day."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from mentoring import kinds
from mentoring.models import MentoringRequest
from notifications.actions import notify
from notifications.models import Notification


def remind_mentor(*, request: MentoringRequest, at: dt.datetime) -> int:
    """Remind the mentor, at most once a day, that someone waits; return how many were told."""
    return notify(
        recipients=[request.mentor],
        kind=kinds.NUDGED,
        key=_reminder_key(request, at),
        target=request,
        at=at,
        who=request.mentee.full_name,
    )


@transaction.atomic
def remind_mentors(*, requests: Iterable[MentoringRequest], at: dt.datetime) -> int:
    """Remind the mentor of each request as ``remind_mentor`` does; return how many reminders were sent."""
    return sum(remind_mentor(request=request, at=at) for request in requests)


def reminded_today(requests: Iterable[MentoringRequest], *, at: dt.datetime) -> set[int]:
    """Return the keys of the requests whose mentor has had a reminder on this day. One query."""
    keys = {_reminder_key(request, at): request.pk for request in requests}
    sent = Notification.objects.filter(kind=kinds.NUDGED.name, key__in=keys)
    return {keys[key] for key in sent.values_list("key", flat=True)}


def _reminder_key(request: MentoringRequest, at: dt.datetime) -> str:
    return f"mentoring.nudged:{request.pk}:{timezone.localdate(at).isoformat()}"
