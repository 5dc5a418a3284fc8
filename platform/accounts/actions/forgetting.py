"""Forgetting what has expired: sessions, and counts of mails whose period is over."""

import datetime as dt

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from accounts.actions.mail_limits import forget_mail_counts


def forget_expired(*, at: dt.datetime) -> None:
    """Delete the sessions that have expired, what was noted of their devices, and counts of mails. Repeats safely."""
    Session.objects.filter(expire_date__lt=at).delete()
    living = Session.objects.values("session_key")
    UserSession.objects.filter(created_at__lt=at).exclude(session_key__in=living).delete()
    forget_mail_counts(at=at)
