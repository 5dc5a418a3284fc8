"""The regular summary: one mail across all parts, once a period, at eight in the morning where the reader is."""

import datetime as dt
import logging
import zoneinfo
from collections.abc import Sequence

from django.db import IntegrityError
from django.db.models import Max

from accounts.models import User
from accounts.models.users import UserQuerySet
from notifications.actions import queue_summaries
from notifications.models import DigestIssue, Frequency

logger = logging.getLogger(__name__)

HOUR = dt.time(8)
TUESDAY = 1  # Monday is 0
# A summary that could not go out in time is still sent within this time.
LATEST = dt.timedelta(hours=36)
# People whose summaries are queued together.
_PORTION = 500
_MOST_TRIES = 3


def period_due(frequency: str, at: dt.datetime, zone: str) -> tuple[str, dt.datetime] | None:
    """Return the period whose summary is due at this moment in this IANA zone, and the moment it was due.

    Weekly summaries are due on Tuesday at 08:00 (``2026-W48``), daily ones at 08:00 (``2026-11-24``).
    Nothing is due for those who want none, nor more than 36 hours after the moment.
    """
    local = at.astimezone(zoneinfo.ZoneInfo(zone))
    if frequency == Frequency.NEVER:
        return None
    if frequency == Frequency.DAILY:
        day = local.date()
        name = day.isoformat()
    else:
        day = local.date() + dt.timedelta(days=TUESDAY - local.weekday())
        year, week, _weekday = day.isocalendar()
        name = f"{year}-W{week:02}"
    due = dt.datetime.combine(day, HOUR, tzinfo=local.tzinfo)
    if not due <= local <= due + LATEST:
        return None
    return name, due


def queue_due_digests(*, at: dt.datetime, people: UserQuerySet | None = None) -> int:
    """Queue the summaries that are due now and return how many. Repeats safely, also at the same time.

    What is new is looked up when a summary is about to leave; an empty one is not sent. ``people`` may be fewer
    than all.
    """
    chosen = User.objects.open() if people is None else people
    keys = list(chosen.order_by("pk").values_list("pk", flat=True))
    portions = (keys[start : start + _PORTION] for start in range(0, len(keys), _PORTION))
    return sum(_queue_portion(portion, at) for portion in portions)


def _queue_portion(keys: Sequence[int], at: dt.datetime) -> int:
    people = User.objects.filter(pk__in=keys).select_related("digest_choice").order_by("pk")
    due = [(user, *period) for user in people if (period := _due(user, at))]
    for _try in range(_MOST_TRIES):
        known = DigestIssue.objects.filter(user__in=[user.pk for user, _period, _until in due])
        last = dict(known.values_list("user").annotate(last=Max("until")))
        periods = {period for _user, period, _until in due}
        queued = set(known.filter(period__in=periods).values_list("user", "period"))
        issues = [
            DigestIssue(
                user=user, period=period, until=until, since=_since(user, until, last.get(user.pk))
            )
            for user, period, until in due
            if (user.pk, period) not in queued
        ]
        try:
            return queue_summaries(issues=issues, at=at)
        except IntegrityError:
            logger.info("Another worker has queued some of the same summaries")
    return 0


def _due(user: User, at: dt.datetime) -> tuple[str, dt.datetime] | None:
    try:
        return period_due(_frequency(user), at, user.time_zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        logger.exception("The time zone of %s is not known", user.pk)
        return None


def _frequency(user: User) -> str:
    choice = getattr(user, "digest_choice", None)
    return choice.frequency if choice else Frequency.WEEKLY


def _since(user: User, until: dt.datetime, last: dt.datetime | None) -> dt.datetime:
    """Return when the last digest ended, but at most two weeks ago."""
    if last is None:
        return until - dt.timedelta(days=1 if _frequency(user) == Frequency.DAILY else 7)
    return max(last, until - dt.timedelta(days=14))
