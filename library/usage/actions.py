"""Counting usage by the rules of COUNTER, and forgetting who the visitors were."""

import datetime as dt
import hashlib
import hmac
import secrets

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from core.prepared import prepared
from library.catalogue.models import Record
from library.usage.models import UsageMonth, UsageSalt, UsageVisit, UseKind

# COUNTER 5.1, section 7.2.
DOUBLE_CLICK = dt.timedelta(seconds=30)


def pseudonym(*, visitor: str, at: dt.datetime) -> str:
    """Return a pseudonym for this visitor and day, which means nothing once its salt is deleted.

    The first one of a day makes the salt, and takes that with it which is left of the days before.
    """
    day = _local(at).date()
    salt = next(iter(_salts(day)), None)
    if salt is None:
        fresh = secrets.token_bytes(32)
        salt, is_new = UsageSalt.objects.get_or_create(day=day, defaults={"secret": fresh})
        if is_new:
            delete_visits(before=day)
    key = bytes(salt.secret) + settings.SECRET_KEY.encode()
    return hmac.new(key, visitor.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


@prepared
def _salts(day: dt.date) -> QuerySet[UsageSalt]:
    return UsageSalt.objects.filter(day=day)


@transaction.atomic
def add_use(*, record_id: int, kind: UseKind | str, thing: str, who: str, at: dt.datetime) -> None:
    """Count one use in the month of its record; a record that is gone counts nothing.

    A second click on the same thing within thirty seconds takes the place of the first, however often (COUNTER
    5.1, section 7.2); one visitor counts once for a record in each hour of a day (7.3). Safe to repeat, as the
    same moment again is a double click, and exact when many processes count at once: they wait for the row of the month.
    """
    if not Record.objects.filter(pk=record_id).exists():
        return
    moment = _local(at)
    day = moment.date()
    month, _is_new = UsageMonth.objects.get_or_create(record_id=record_id, month=day.replace(day=1))
    UsageMonth.objects.select_for_update(of=("self",)).get(pk=month.pk)
    visits = UsageVisit.objects.filter(record_id=record_id, day=day, who=who)
    change = _click(list(visits), UseKind(kind), thing, hour=moment.hour, at=at)
    if change is None:
        return
    visits.update_or_create(
        hour=moment.hour,
        kind=kind,
        thing=thing,
        defaults={"last_seen_at": at},
        create_defaults={"record_id": record_id, "day": day, "who": who, "last_seen_at": at},
    )
    UsageMonth.objects.filter(pk=month.pk).update(
        **{name: F(name) + more for name, more in change.items()}
    )


def delete_visits(*, before: dt.date) -> None:
    """Delete everything that tells the visitors of earlier days apart, and its salts. Repeats safely."""
    UsageVisit.objects.filter(day__lt=before).delete()
    UsageSalt.objects.filter(day__lt=before).delete()


def _click(
    known: list[UsageVisit], kind: UseKind, thing: str, *, hour: int, at: dt.datetime
) -> dict[str, int] | None:
    """Return by how much each number of the month grows; nothing for a double click."""
    same = [visit for visit in known if (visit.kind, visit.thing) == (kind, thing)]
    last = max(same, key=lambda visit: visit.last_seen_at, default=None)
    if last is not None and abs(at - last.last_seen_at) <= DOUBLE_CLICK:
        UsageVisit.objects.filter(pk=last.pk).update(last_seen_at=max(at, last.last_seen_at))
        return None
    within = [visit for visit in known if visit.hour == hour]
    change = {"total_investigations": 1, "unique_investigations": int(not within)}
    if kind == UseKind.REQUEST:
        had = any(visit.kind == UseKind.REQUEST for visit in within)
        change |= {"total_requests": 1, "unique_requests": int(not had)}
    return change


def _local(at: dt.datetime) -> dt.datetime:
    return timezone.localtime(at)
