"""What the newsletter forgets by itself."""

import datetime as dt

from django.db.models import Q

from accounts.models import User
from newsletters.links import CONFIRM_WITHIN
from newsletters.models import IssueCopy, Subscriber, TestCopy
from newsletters.states import SubscriberState

KEPT_SUPPRESSED = dt.timedelta(days=180)
KEPT_TESTS = dt.timedelta(days=30)
# After that nobody can tell any more who got which issue. Bounces of three issues in a row are known by then.
KEPT_COPIES = dt.timedelta(days=180)


def forget_subscribers(*, at: dt.datetime) -> None:
    """Delete addresses that nobody confirmed and those where mail was stopped long ago, and names of old copies.

    Repeats safely.
    """
    asked = Subscriber.objects.filter(state=SubscriberState.ASKED)
    asked.filter(asked_at__lt=at - CONFIRM_WITHIN).delete()
    suppressed = Subscriber.objects.filter(state=SubscriberState.SUPPRESSED)
    suppressed.filter(suppressed_at__lt=at - KEPT_SUPPRESSED).delete()
    TestCopy.objects.filter(asked_at__lt=at - KEPT_TESTS).delete()
    old = IssueCopy.objects.filter(issue__sent_at__lt=at - KEPT_COPIES)
    old.filter(Q(subscriber__isnull=False)).update(subscriber=None)


def end_subscriptions_of_closed_accounts() -> None:
    """Delete the subscriptions of closed accounts that were not announced. Repeats safely."""
    Subscriber.objects.filter(user__in=User.objects.closed()).delete()
