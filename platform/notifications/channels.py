"""How a person is told: by mail at once, in the regular summary, or only in the inbox."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Count

from notifications.kinds import Channel, Kind, all_kinds
from notifications.models import Notification, Preference, QuietHours, StoppedKind
from notifications.quiet_hours import end_of_quiet

# What an unsubscribe link of the regular summary names.
DIGEST = "digest"
# The name of the regular summary in the queue of mail.
DIGEST_MAIL = "notifications.digest"
_A_DAY = dt.timedelta(days=1)


# Mails at once that one person gets within a day; what comes then waits for the summary.
MOST_MAILS_A_DAY = 6


def who_gets_mail_at_once(people: Collection[int], kind: Kind, *, at: dt.datetime) -> set[int]:
    """Return the keys of those people who get this kind by mail at once: by their choice or its default.

    Everyone else finds it in the summary (``notifications.digest.queueing`` says when that is due) or in the inbox.
    So does who was mailed six times within a day, unless the kind is urgent.
    """
    chosen = dict(
        Preference.objects.filter(user__in=people, group=kind.group).values_list("user", "channel")
    )
    by_mail = {pk for pk in people if kind.channel_for(chosen.get(pk)) == Channel.MAIL}
    if not by_mail:
        # So it is of most kinds, and to put the questions together takes longer than all else of telling somebody.
        return by_mail
    if kind.can_be_off:
        stopped = StoppedKind.objects.filter(user__in=by_mail, kind=kind.name)
        by_mail -= set(stopped.values_list("user", flat=True))
    return by_mail - _mailed_enough(by_mail, at) if kind.is_limited else by_mail


def when_mail_may_leave(
    people: Collection[int], kind: Kind | None, *, at: dt.datetime
) -> dict[int, dt.datetime]:
    """Return for each of these people when mail of this kind may leave: at once, or after their quiet hours.

    The summary is of no kind. Urgent mail never waits.
    """
    moments = dict.fromkeys(people, at)
    if kind is not None and kind.is_urgent:
        return moments
    quiet = QuietHours.objects.filter(user__in=people)
    for pk, begins, ends, zone in quiet.values_list("user", "begins", "ends", "user__time_zone"):
        moments[pk] = end_of_quiet(begins=begins, ends=ends, zone=zone, at=at) or at
    return moments


def _mailed_enough(people: Collection[int], at: dt.datetime) -> set[int]:
    limited = [kind.name for kind in all_kinds() if kind.is_limited]
    mailed = Notification.objects.filter(recipient__in=people, kind__in=limited)
    today = mailed.filter(delivery__isnull=False, created_at__gt=at - _A_DAY, created_at__lte=at)
    counts = today.order_by().values("recipient").annotate(mails=Count("pk"))
    return set(counts.filter(mails__gte=MOST_MAILS_A_DAY).values_list("recipient", flat=True))
