"""How an issue is doing: counts of its mails, for the desk. Nobody is followed into the pages that they open."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from newsletters.models import Issue, IssueCopy, Subscriber
from newsletters.states import CopyState, SubscriberState


@dataclass(frozen=True)
class IssueFigures:
    """What became of an issue so far, in numbers of subscribers."""

    audience: int
    waiting: int
    sent: int
    failed: int
    bounced: int
    skipped: int
    left_out: int

    @property
    def done(self) -> int:
        """Return for how many it is known what became of it."""
        return self.sent + self.failed + self.bounced + self.skipped + self.left_out

    @property
    def to_come(self) -> int:
        """Return for how many nothing was queued yet; who unsubscribed meanwhile is among them until the end."""
        return max(self.audience - self.done - self.waiting, 0)


def figures_of(issues: Iterable[Issue]) -> dict[int, IssueFigures]:
    """Return the figures of each issue. One query."""
    by_key = {issue.pk: issue for issue in issues}
    counts: dict[int, dict[str, int]] = {pk: {} for pk in by_key}
    copies = IssueCopy.objects.filter(issue__in=by_key).values_list("issue", "state")
    for pk, state, number in copies.annotate(number=Count("pk")).order_by():
        counts[pk][state] = number
    return {
        pk: IssueFigures(
            audience=issue.audience,
            **{str(state): counts[pk].get(state, 0) for state in CopyState.values},
        )
        for pk, issue in by_key.items()
    }


@dataclass(frozen=True)
class SubscriberFigures:
    """How many subscribe, and how."""

    active: int
    with_account: int
    with_topics: int
    asked: int
    suppressed: int


def count_subscribers() -> SubscriberFigures:
    """Count the subscribers. Three queries."""
    by_state = dict(Subscriber.objects.values_list("state").annotate(number=Count("pk")).order_by())
    active = Subscriber.objects.filter(state=SubscriberState.ACTIVE)
    return SubscriberFigures(
        active=by_state.get(SubscriberState.ACTIVE, 0),
        with_account=active.filter(user__isnull=False).count(),
        with_topics=active.filter(topics__isnull=False).distinct().count(),
        asked=by_state.get(SubscriberState.ASKED, 0),
        suppressed=by_state.get(SubscriberState.SUPPRESSED, 0),
    )
