"""Sending an issue: in portions, resumed after a kill, and to each subscriber once.

A portion is one transaction: the rows of its subscribers' copies, their mails in the queue, and how far the issue is.
So a killed worker leaves whole portions, and the next one goes on after the last. Two workers wait for each other at
the row of the issue; a constraint is the last word. The mails themselves take the way of all mail (decision 20).
"""

import datetime as dt
import time

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts.actions.mail_limits import count_mail
from accounts.models import User
from core.announcements import announce
from newsletters import names
from newsletters.actions.bounces import suppress_failing
from newsletters.actions.issues import lock_issue
from newsletters.composing import Composed
from newsletters.models import Issue, IssueCopy, Subscriber, TestCopy
from newsletters.models.subscribers import SubscriberQuerySet
from newsletters.refusals import ChangedSinceRead, IssueIsEmpty, ItemsAreGone
from newsletters.sections import find_again, find_hidden
from newsletters.signals import issue_sending
from newsletters.states import ISSUE_FLOW, CopyState, IssueState
from notifications.actions import queue_mail
from notifications.delivery.actions import queue_mails, rows_mailed
from notifications.models import DeliveryState

# Subscribers whose mails are queued together.
PORTION = 500
# A sweep leaves the rest to the next one.
MOST_SECONDS = 50.0


@transaction.atomic
def send_test(*, issue: Issue, to: User, at: dt.datetime) -> None:
    """Mail the draft to the editor who asks for it. Raises ``TooManyMails``, and ``IssueIsEmpty``."""
    if not issue.items.exists() and not issue.introduction:
        raise IssueIsEmpty
    count_mail(address=to.email, at=at, sender=to)
    copy = TestCopy.objects.create(issue=issue, user=to, asked_at=at)
    queue_mail(mail=names.TEST, about=copy.pk, address="", at=at)


@transaction.atomic
def send_issue(*, issue: Issue, by: User, seen: int | None, at: dt.datetime) -> Issue:
    """Begin to send the issue, which changes no more and is in the archive from now on.

    ``seen`` is the edit number of the issue as its sender read it. Raises ``ChangedSinceRead``, ``IssueIsEmpty``,
    ``ItemsAreGone`` when readers cannot open something in it, and ``TransitionNotAllowed`` unless it is a draft.
    """
    issue = lock_issue(issue)
    if issue.state == IssueState.DRAFT:
        if seen != issue.edit_number:
            raise ChangedSinceRead
        _check_items(issue)
        issue.sent_at = issue.changed_at = at
        issue.audience = Subscriber.objects.receiving().filter(confirmed_at__lte=at).count()
        issue.save(update_fields=["sent_at", "changed_at", "audience"])
    ISSUE_FLOW.make("send", issue, actor=by, at=at)
    announce(issue_sending, Issue, issue_id=issue.pk)
    return issue


def _check_items(issue: Issue) -> None:
    items = list(issue.items.order_by("position", "pk"))
    if not items:
        raise IssueIsEmpty
    if gone := gone_items(issue, is_sending=True):
        raise ItemsAreGone(item.title for item in items if item.pk in gone)


def gone_items(issue: Issue, *, is_sending: bool = False) -> set[int]:
    """Return the keys of the items that not everyone may read now. A fixed number of queries for each section.

    With ``is_sending``, inside a transaction, what they lead to stays open to everyone until it ends.
    """
    items = list(issue.items.values_list("pk", "section", "key", "address"))
    addresses = {address for *_rest, address in items if address}
    hidden = find_hidden(addresses, is_sending=is_sending)
    gone = {pk for pk, *_rest, address in items if address in hidden}
    by_section: dict[str, dict[str, int]] = {}
    for pk, section, key, _address in items:
        if section:
            by_section.setdefault(section, {})[key] = pk
    return gone | {
        pk
        for section, keys in by_section.items()
        for found in [find_again(section, keys)]
        for key, pk in keys.items()
        if key not in found
    }


@transaction.atomic
def stop_issue(*, issue: Issue, by: User, at: dt.datetime) -> Issue:
    """Stop sending; mails that a worker has in hand may still leave. Raises ``TransitionNotAllowed``."""
    issue = lock_issue(issue)
    ISSUE_FLOW.make("stop", issue, actor=by, at=at)
    return issue


@transaction.atomic
def resume_issue(*, issue: Issue, by: User, at: dt.datetime) -> Issue:
    """Continue sending to those who have not got the issue. Raises ``TransitionNotAllowed``."""
    issue = lock_issue(issue)
    ISSUE_FLOW.make("resume", issue, actor=by, at=at)
    announce(issue_sending, Issue, issue_id=issue.pk)
    return issue


@transaction.atomic
def withdraw_issue(*, issue: Issue, by: User, reason: str, at: dt.datetime) -> Issue:
    """Take an issue out of the archive for good; its page says why. Raises ``TransitionNotAllowed``."""
    issue = lock_issue(issue)
    ISSUE_FLOW.make("withdraw", issue, actor=by, note=reason, at=at)
    return issue


def work_on_issues(*, at: dt.datetime) -> None:
    """Go on with every issue that is being sent, and with those whose last mails are not told of yet.

    Repeats safely, also at the same time.
    """
    waiting = IssueCopy.objects.filter(issue=OuterRef("pk"), state=CopyState.WAITING)
    unfinished = Issue.objects.filter(Q(state=IssueState.SENDING) | Exists(waiting))
    for pk in unfinished.order_by("sent_at", "pk").values_list("pk", flat=True):
        work_on_issue(issue_id=pk, at=at)


def work_on_issue(*, issue_id: int, at: dt.datetime) -> None:
    """Queue portion after portion of an issue, and note what became of its mails. Repeats safely."""
    began = time.monotonic()
    while queue_portion(issue_id=issue_id, at=at):
        if time.monotonic() - began > MOST_SECONDS:
            return
    note_outcomes(issue_id=issue_id, at=at)


@transaction.atomic
def queue_portion(*, issue_id: int, at: dt.datetime) -> int:
    """Queue the mails of the next subscribers in one transaction, and return how many were looked at."""
    issue = Issue.objects.select_for_update().filter(pk=issue_id, state=IssueState.SENDING).first()
    if issue is None:
        return 0
    portion = list(_left_to_reach(issue).prefetch_related("topics")[:PORTION])
    if not portion:
        return 0
    composed = Composed(issue)
    doubles = _with_account(portion)
    copies = IssueCopy.objects.bulk_create(
        IssueCopy(
            issue=issue,
            subscriber=each,
            state=CopyState.WAITING
            if composed.items_for(topic.pk for topic in each.topics.all())
            else CopyState.SKIPPED,
        )
        for each in portion
        if each.address not in doubles
    )
    about = [copy.pk for copy in copies if copy.state == CopyState.WAITING]
    queue_mails(mail=names.COPY, about=about, at=at)
    issue.reached = portion[-1].pk
    issue.save(update_fields=["reached"])
    return len(portion)


def _left_to_reach(issue: Issue) -> SubscriberQuerySet:
    everyone = Subscriber.objects.receiving().filter(confirmed_at__lte=issue.sent_at)
    return everyone.filter(pk__gt=issue.reached).select_related("user").order_by("pk")


def _with_account(portion: list[Subscriber]) -> set[str]:
    """Return the addresses whose owners also subscribe with an account, and get their issue by that."""
    addresses = [each.address for each in portion if each.address]
    others = Subscriber.objects.receiving().filter(user__email__in=addresses)
    return set(others.values_list("user__email", flat=True))


@transaction.atomic
def note_outcomes(*, issue_id: int, at: dt.datetime) -> None:
    """Note which mails of an issue have left or failed, queue what a stop took back, and finish it when none waits.

    Repeats safely. The log of mails forgets after a while, and these rows do not.
    """
    issue = Issue.objects.select_for_update().get(pk=issue_id)
    waiting = IssueCopy.objects.filter(issue=issue, state=CopyState.WAITING)
    sent = rows_mailed(names.COPY, DeliveryState.SENT)
    waiting.filter(pk__in=sent).update(state=CopyState.SENT)
    failed = waiting.filter(
        pk__in=rows_mailed(names.COPY, DeliveryState.FAILED, DeliveryState.EXPIRED)
    )
    failing = [key for key in failed.values_list("subscriber", flat=True) if key]
    failed.update(state=CopyState.FAILED)
    suppress_failing(subscribers=failing, at=at)
    lost = waiting.exclude(pk__in=rows_mailed(names.COPY, *DeliveryState))
    if issue.state == IssueState.WITHDRAWN:
        lost.update(state=CopyState.LEFT_OUT)
    elif issue.state == IssueState.SENDING:
        # A stop takes mails back, and so does who unsubscribes.
        still = Subscriber.objects.receiving().values("pk")
        lost.exclude(subscriber__in=still).update(state=CopyState.LEFT_OUT)
        queue_mails(mail=names.COPY, about=list(lost.values_list("pk", flat=True)), at=at)
        if not waiting.exists() and not _left_to_reach(issue).exists():
            issue.finished_at = at
            issue.save(update_fields=["finished_at"])
            ISSUE_FLOW.make("finish", issue, actor=None, at=at)
