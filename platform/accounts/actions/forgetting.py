"""Forgetting what has expired: sessions, counts of mails whose period is over, and sign-ups that nobody confirmed."""

import datetime as dt

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import ProtectedError

from accounts.actions.mail_limits import forget_mail_counts
from accounts.models import User

# How long a sign-up waits for its address to be confirmed.
UNCONFIRMED_KEPT = dt.timedelta(days=30)


def forget_expired(*, at: dt.datetime) -> None:
    """Delete the sessions that have expired, what was noted of their devices, and counts of mails. Repeats safely."""
    Session.objects.filter(expire_date__lt=at).delete()
    living = Session.objects.values("session_key")
    UserSession.objects.filter(created_at__lt=at).exclude(session_key__in=living).delete()
    forget_mail_counts(at=at)


def forget_unconfirmed_accounts(*, at: dt.datetime) -> int:
    """Delete the accounts that were opened 30 days ago, and whose address was never confirmed; return how many.

    Nobody could ever use them: the name and address may be a stranger's. An account that others have given a
    role, or that anything else of the platform depends on, stays. Repeats safely.
    """
    confirmed = EmailAddress.objects.filter(verified=True).values("user")
    waiting = User.objects.open().filter(
        joined_at__lt=at - UNCONFIRMED_KEPT,
        last_login=None,
        is_staff=False,
        is_superuser=False,
        groups=None,
        emailaddress__isnull=False,
    )
    forgotten = 0
    for user in waiting.exclude(pk__in=confirmed).distinct():
        try:
            with transaction.atomic():
                user.delete()
        except ProtectedError:
            continue
        forgotten += 1
    return forgotten
