"""Read marks: how far a member has read."""

import datetime as dt

from django.db import transaction

from accounts.models import User
from networks.models import Discussion, Membership, Network, ReadMark
from notifications.actions import mark_thing_read
from notifications.actions import undo_mark_read as undo_reading_notifications


def mark_read(
    *, discussion: Discussion, user: User, at: dt.datetime, number: int | None = None
) -> None:
    """Count the posts up to this number, or all there are, as read. A mark never goes back; repeats safely.

    Who has read to the end needs no notification of it any more.
    """
    last = discussion.post_count
    advance_read_mark(discussion, user=user, number=min(number or last, last), at=at)
    if number is None or number >= last:
        mark_thing_read(user=user, thing=discussion, at=at)


def mark_all_read(*, network: Network, user: User, at: dt.datetime) -> None:
    """Count all that was written in the network until this moment as read. Repeats safely."""
    mine = Membership.objects.active().filter(network=network, user=user)
    mine.filter(read_until__lt=at).update(read_until=at)


@transaction.atomic
def undo_mark_read(
    *, discussion: Discussion, user: User, number: int, read_at: dt.datetime
) -> None:
    """Put a member's mark back to the number that it had before this moment. Repeats safely."""
    marks = ReadMark.objects.filter(discussion=discussion, user=user, read_at=read_at)
    marks.filter(number__gt=number).update(number=number)
    undo_reading_notifications(user=user, read_at=read_at)


def undo_mark_all_read(
    *, network: Network, user: User, read_until: dt.datetime, before: dt.datetime
) -> None:
    """Put back to ``before`` what ``mark_all_read`` counted as read until ``read_until``. Repeats safely."""
    mine = Membership.objects.active().filter(network=network, user=user)
    if before < read_until:
        mine.filter(read_until=read_until).update(read_until=before)


@transaction.atomic
def advance_read_mark(discussion: Discussion, *, user: User, number: int, at: dt.datetime) -> None:
    """Move one member's mark forward to the number of a post."""
    marks = ReadMark.objects.filter(discussion=discussion, user=user)
    _mark, is_new = marks.get_or_create(
        discussion=discussion, user=user, defaults={"number": number, "read_at": at}
    )
    if not is_new:
        marks.filter(number__lt=number).update(number=number, read_at=at)
