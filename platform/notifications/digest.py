"""The regular summary: one mail across all parts, once a period, at eight in the morning where the reader is."""

import datetime as dt
import logging
import zoneinfo
from smtplib import SMTPException

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from notifications.kinds import Text
from notifications.mail import digest_mail
from notifications.models import DigestIssue, Frequency, Notification
from notifications.sections import Line, sections_for

logger = logging.getLogger(__name__)

HOUR = dt.time(8)
TUESDAY = 1  # Monday is 0
# A summary that could not go out in time is still worth sending for so long.
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
    """Send the summaries that are due now and return how many went out. Repeats safely."""
    people = User.objects.open().select_related("digest_choice").order_by("pk")
    return sum(send_digest(user=user, at=at) for user in people.iterator(chunk_size=500))


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
    with timezone.override(zoneinfo.ZoneInfo(user.time_zone)):
        sections = _contents(issue)
        return _send(issue, sections, at)


def _since(user: User, until: dt.datetime, choice: object) -> dt.datetime:
    """Where the last summary ended, but never more than two weeks back."""
    last = DigestIssue.objects.filter(user=user).order_by("-until").first()
    days = 1 if getattr(choice, "frequency", "") == Frequency.DAILY else 7
    if last is None:
        return until - dt.timedelta(days=days)
    return max(last.until, until - dt.timedelta(days=14))


def _contents(issue: DigestIssue) -> list[tuple[Text, list[Line]]]:
    unread = Notification.objects.filter(
        recipient=issue.user, created_at__gte=issue.since, created_at__lt=issue.until, delivery=None
    ).unread()
    waiting = [
        Line(title=n.title, address=n.address, about=n.text) for n in unread.newest_first()[:10]
    ]
    sections = sections_for(issue.user, since=issue.since, until=issue.until)
    return [(_("For you"), waiting), *sections] if waiting else sections


def _send(issue: DigestIssue, sections: list[tuple[Text, list[Line]]], at: dt.datetime) -> bool:
    """Write the issue first, so that a second sender finds it; take it back if the mail was not taken."""
    try:
        with transaction.atomic():
            issue.save(force_insert=True)
    except IntegrityError:
        return False
    if not sections:
        return False
    try:
        digest_mail(issue, sections).send()
    except (SMTPException, OSError) as error:
        logger.warning("The summary for %s was not taken: %s", issue.user_id, error)
        issue.delete()
        return False
    DigestIssue.objects.filter(pk=issue.pk).update(sent_at=at)
    return True
