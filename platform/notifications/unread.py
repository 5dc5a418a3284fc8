"""What a person has not read and may open, asked with the rules of the kinds that there are and of no others."""

from django.db.models import QuerySet

from accounts.models import User
from accounts.reader_facts import fact_of
from core.prepared import prepared
from notifications.models import Notification


def unread_count_of(user: User) -> int:
    """Return how many notifications are unread, and about things that this person may open.

    One query, or none if nothing is unread; one more for an account that was not loaded for a session.
    """
    choices = [{"kind": kind} for kind in unread_kinds_of(user)]
    return _unread.count_together([user], choices) if choices else 0


def newest_unread(user: User, *, most: int) -> list[Notification]:
    """Return the newest notifications that the person has not read and may open. As many queries as to count them."""
    kinds = unread_kinds_of(user)
    return _newest_unread(user, kinds=kinds, most=most) if kinds else []


def unread_kinds_of(user: User) -> tuple[str, ...]:
    """Return the kinds of which there are unread notifications, in order."""
    known = fact_of(user, "unread_kinds")
    if known is None:
        unread = Notification.objects.filter(recipient=user).unread()
        return tuple(sorted(set(unread.order_by().values_list("kind", flat=True).distinct())))
    return tuple(sorted(filter(None, known.split(","))))


@prepared
def _unread(user: User, *, kind: str) -> QuerySet[Notification]:
    return Notification.objects.filter(recipient=user).unread().open_to_recipient([kind])


@prepared
def _newest_unread(user: User, *, kinds: tuple[str, ...], most: int) -> QuerySet[Notification]:
    mine = Notification.objects.filter(recipient=user).unread().open_to_recipient(kinds)
    return mine.newest_first()[:most]
