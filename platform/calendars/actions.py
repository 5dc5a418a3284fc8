"""Making, renewing and ending the private calendar address."""

import datetime as dt
import uuid

from accounts.models import User
from calendars.models import CalendarFeed


def renew_feed(*, user: User, at: dt.datetime) -> CalendarFeed:
    """Give the person a calendar address; one that was there stops working."""
    feed, _is_new = CalendarFeed.objects.update_or_create(
        user=user, defaults={"secret": uuid.uuid4(), "made_at": at, "last_read_on": None}
    )
    return feed


def end_feed(*, user: User) -> None:
    """End the person's calendar address. Repeats safely."""
    CalendarFeed.objects.filter(user=user).delete()


def note_reading(*, feed: CalendarFeed, on: dt.date) -> None:
    """Note the day on which a program last read the feed: one write a day. Repeats safely."""
    if feed.last_read_on != on:
        CalendarFeed.objects.filter(pk=feed.pk, secret=feed.secret).update(last_read_on=on)
