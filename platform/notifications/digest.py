"""The regular summary: one mail across all parts, once a period, at eight in the morning where the reader is."""

import datetime as dt
import logging
import zoneinfo

from django.db import IntegrityError, transaction

from accounts.models import User
from notifications.delivery import send_delivery
from notifications.mail import DIGEST_MAIL
from notifications.models import Delivery, DigestIssue, Frequency

logger = logging.getLogger(__name__)

HOUR = dt.time(8)
TUESDAY = 1  # Monday is 0
# A summary that could not go out in time is still sent within this time.
LATEST = dt.timedelta(hours=36)


def period_due(frequency: str, at: dt.datetime, zone: str) -> tuple[str, dt.datetime] | None:
    """The period whose summary is due at this moment in this IANA zone, and the moment it was due.

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


def send_due_digests(*, at: dt.datetime) -> int:
    """Send the summaries that are due now and return how many went out. Repeats safely.

    An error with one person's summary does not stop the others; it is tried again at the next run.
    """
    people = User.objects.open().select_related("digest_choice").order_by("pk")
    return sum(_send_or_log(user, at) for user in people.iterator(chunk_size=500))


def _send_or_log(user: User, at: dt.datetime) -> bool:
    try:
        return send_digest(user=user, at=at)
    except Exception:
        logger.exception("The summary for %s could not be sent", user.pk)
        return False


def send_digest(*, user: User, at: dt.datetime) -> bool:
    """Send this person's summary if one is due, has not been sent and is not empty."""
    choice = getattr(user, "digest_choice", None)
    due = period_due(choice.frequency if choice else Frequency.WEEKLY, at, user.time_zone)
    if due is None:
        return False
    period, until = due
    if DigestIssue.objects.filter(user=user, period=period).exists():
        return False
    issue = DigestIssue(user=user, period=period, since=_since(user, until, choice), until=until)
    delivery = Delivery(mail=DIGEST_MAIL, address=user.email, next_try_at=at)
    try:
        with transaction.atomic():
            # Saved first, so that a second worker gets an ``IntegrityError`` and sends nothing.
            issue.save(force_insert=True)
            delivery.about = issue.pk
            delivery.save()
    except IntegrityError:
        return False
    return send_delivery(delivery_id=delivery.pk, at=at)


def _since(user: User, until: dt.datetime, choice: object) -> dt.datetime:
    """Return when the last digest ended, but at most two weeks ago."""
    last = DigestIssue.objects.filter(user=user).order_by("-until").first()
    days = 1 if getattr(choice, "frequency", "") == Frequency.DAILY else 7
    if last is None:
        return until - dt.timedelta(days=days)
    return max(last.until, until - dt.timedelta(days=14))
