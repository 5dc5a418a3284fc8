"""Scheduling and recording the checks of records' web addresses."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q

from accounts.models import User
from library.catalogue.models import Record
from library.catalogue.states import RecordState
from library.curation.links.checking import LinkAnswer
from library.curation.models import LinkCheck, LinkState

_AGAIN = {
    LinkState.WORKS: dt.timedelta(days=30),
    LinkState.GUARDED: dt.timedelta(days=30),
    LinkState.FAILING: dt.timedelta(days=1),
    LinkState.GONE: dt.timedelta(days=7),
    LinkState.REFUSED: dt.timedelta(days=30),
}
_BATCH = 500


@transaction.atomic
def schedule_link_checks(*, at: dt.datetime) -> int:
    """Make a link check for every new or corrected address; withdrawn records lose theirs.

    Returns how many were new. Repeats safely.
    """
    is_as_it_was = Q(url=F("record__url"), record__state=RecordState.PUBLISHED)
    LinkCheck.objects.exclude(is_as_it_was).delete()
    unseen = Record.objects.published().exclude(url="").filter(link_check=None).order_by("pk")
    count, last = 0, 0
    while rows := list(unseen.filter(pk__gt=last).values_list("pk", "url")[:_BATCH]):
        waiting = [LinkCheck(record_id=pk, url=url, next_at=at) for pk, url in rows]
        LinkCheck.objects.bulk_create(waiting, ignore_conflicts=True)
        count, last = count + len(rows), rows[-1][0]
    return count


@transaction.atomic
def record_link_answer(*, check: LinkCheck, answer: LinkAnswer, at: dt.datetime) -> None:
    """Record the answer of a check and when the next is due. An address corrected meanwhile stays as it is.

    Repeats safely, save that each look that fails is counted.
    """
    seen = LinkCheck.objects.filter(pk=check.pk, url=check.url)
    has_failed = answer.state == LinkState.FAILING
    seen.update(
        state=answer.state,
        answer=answer.words[:300],
        failures=F("failures") + 1 if has_failed else 0,
        checked_at=at,
        next_at=at + _AGAIN[answer.state],
    )


def postpone_link_checks(*, checks: list[LinkCheck], until: dt.datetime) -> None:
    """Postpone these checks without counting a failure: this server itself had no connection. Repeats safely."""
    LinkCheck.objects.filter(pk__in=[check.pk for check in checks]).update(next_at=until)


@transaction.atomic
def recheck_link(*, record: Record, at: dt.datetime) -> LinkCheck:
    """Let the record's address be checked next, whatever the last check said. Repeats safely."""
    check, _is_new = LinkCheck.objects.update_or_create(
        record=record,
        defaults={"url": record.url, "next_at": at, "is_accepted": False, "accepted_by": None},
    )
    return check


@transaction.atomic
def accept_link(*, record: Record, by: User) -> None:
    """Accept the address as it is: it is reported to nobody until it changes. Repeats safely."""
    LinkCheck.objects.filter(record=record).update(is_accepted=True, accepted_by=by)
