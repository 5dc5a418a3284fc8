"""Limits on the mails that people cause to others: counted one by one, exactly, before they are queued.

Whoever lets a person write to an address that need not be theirs counts the mail here first.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.models import MailCount, User
from core.refusals import TooManyRequests

MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
# What one person sends to addresses, all parts together: an editor invites a class of students in a day.
FROM_ONE_SENDER = 100
TO_ONE_ADDRESS_FROM_ONE_SENDER = 5
TO_ONE_ADDRESS = 10


class TooManyMails(TooManyRequests):
    """So many mails were sent that no more go out today."""

    def __init__(self, words: StrOrPromise = "") -> None:
        super().__init__(words or _("We have sent too many emails today. Try again tomorrow."))


@dataclass(frozen=True)
class MailLimit:
    """At most so many mails in a period from the first one on, counted under a key."""

    key: str
    most: int
    period: dt.timedelta = DAY
    refusal: StrOrPromise = ""

    @property
    def digest(self) -> str:
        """Return the key as it is stored, which names nobody."""
        return salted_hmac(
            "mail-counts", f"{self.period}:{self.key}", algorithm="sha256"
        ).hexdigest()


def count_mail(
    *, address: str, at: dt.datetime, sender: User, also: Iterable[MailLimit] = ()
) -> None:
    """Count a mail that this person causes to the address. ``also`` are further limits on it.

    Raises ``TooManyMails`` when the sender, the two together or the address had as many as are allowed;
    then it counts under no key.
    """
    count_under([*also, *_limits(address, sender)], at=at)


def count_mails(*, addresses: Iterable[str], at: dt.datetime, sender: User) -> None:
    """Count all mails of one act that this person causes, or none and raise ``TooManyMails``.

    Counted one by one within a transaction, two acts with the same addresses in another order would each wait for
    the other until the database ends one of them.
    """
    count_under([limit for address in addresses for limit in _limits(address, sender)], at=at)


def _limits(address: str, sender: User) -> list[MailLimit]:
    address = address.strip().casefold()
    to_them = _("We have sent too many emails to this address today. Try again tomorrow.")
    return [
        MailLimit(
            f"from {sender.pk}",
            FROM_ONE_SENDER,
            refusal=_("You have sent too many emails today. Try again tomorrow."),
        ),
        MailLimit(
            f"from {sender.pk} to {address}", TO_ONE_ADDRESS_FROM_ONE_SENDER, refusal=to_them
        ),
        MailLimit(f"to {address}", TO_ONE_ADDRESS, refusal=to_them),
    ]


@transaction.atomic
def count_under(limits: Iterable[MailLimit], *, at: dt.datetime) -> None:
    """Count a mail under each of the limits, or under none and raise ``TooManyMails``.

    A limit that is given twice counts two mails. Who counts under the same key at the same moment waits for the
    other's transaction: a transaction calls this once, with all that it counts.
    """
    limits = list(limits)
    mails = Counter(limit.digest for limit in limits)
    # Always in the same order, so that two who count under the same keys do not wait for each other.
    by_key = {each.digest: each for each in sorted(limits, key=lambda limit: limit.digest)}
    MailCount.objects.bulk_create(
        [
            MailCount(key=key, since=at, until=at + limit.period, count=0)
            for key, limit in by_key.items()
        ],
        ignore_conflicts=True,
    )
    counts = list(MailCount.objects.select_for_update().filter(key__in=by_key).order_by("key"))
    for count in counts:
        limit = by_key[count.key]
        # Of two at the same moment, the one that waited may come with the earlier time.
        if not count.since - limit.period <= at < count.until:
            count.since, count.until, count.count = at, at + limit.period, 0
        if count.count + mails[count.key] > limit.most:
            raise TooManyMails(limit.refusal)
        count.count += mails[count.key]
    MailCount.objects.bulk_update(counts, ["since", "until", "count"])


def forget_mail_counts(*, at: dt.datetime) -> int:
    """Delete the counts of periods that are over, and return how many. Repeats safely."""
    deleted, _by_model = MailCount.objects.filter(until__lte=at).delete()
    return deleted
