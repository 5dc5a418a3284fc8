"""Mail that does not arrive: counted, and stopped when it happens again and again."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from django.db import transaction

from newsletters.models import IssueCopy, Subscriber
from newsletters.states import FAILING_STATES, CopyState, SubscriberState

# So many issues in a row did not arrive: no more are sent there.
FAILURES_IN_A_ROW = 3


@transaction.atomic
def note_bounce(*, copy_id: int, at: dt.datetime) -> bool:
    """Note that a mail came back, and return whether that was news. Stops mail after three in a row. Repeats safely."""
    copy = IssueCopy.objects.select_for_update().filter(pk=copy_id).first()
    if copy is None or copy.state in FAILING_STATES:
        return False
    copy.state = CopyState.BOUNCED
    copy.save(update_fields=["state"])
    if copy.subscriber_id:
        suppress_failing(subscribers=[copy.subscriber_id], at=at)
    return True


def suppress_failing(*, subscribers: Collection[int], at: dt.datetime) -> int:
    """Stop mail to those of the subscribers whose last three issues all failed or came back; return how many."""
    latest: dict[int, list[str]] = defaultdict(list)
    copies = IssueCopy.objects.filter(subscriber__in=subscribers).order_by("-pk")
    tried = copies.exclude(state__in=(CopyState.SKIPPED, CopyState.LEFT_OUT))
    for key, state in tried.values_list("subscriber", "state"):
        if key and len(latest[key]) < FAILURES_IN_A_ROW:
            latest[key].append(state)
    failing = [
        key
        for key, states in latest.items()
        if len(states) == FAILURES_IN_A_ROW and set(states) <= set(FAILING_STATES)
    ]
    active = Subscriber.objects.filter(pk__in=failing, state=SubscriberState.ACTIVE)
    return active.update(state=SubscriberState.SUPPRESSED, suppressed_at=at)


@transaction.atomic
def suppress(*, subscriber: Subscriber, at: dt.datetime) -> None:
    """Stop mail to an address that somebody reported as failing. Repeats safely."""
    active = Subscriber.objects.filter(pk=subscriber.pk, state=SubscriberState.ACTIVE)
    active.update(state=SubscriberState.SUPPRESSED, suppressed_at=at)
