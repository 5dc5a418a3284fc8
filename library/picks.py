"""What the library puts before one person, and why."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.models import User
from library.models import Record, Topic, TopicInterest
from library.models.records import RecordQuerySet


@dataclass(frozen=True)
class Pick:
    """A record with the reason why this person sees it."""

    record: Record
    reason: str


def followed_by(user: User) -> RecordQuerySet:
    """Published records on the topics that the person follows, and below them."""
    mine = TopicInterest.objects.filter(user=user).values("topic")
    topics = Topic.objects.filter(Q(pk__in=mine) | Q(parent__in=mine))
    links = Record.topics.through.objects.filter(topic__in=topics, record_id=OuterRef("pk"))
    return Record.objects.published().filter(Exists(links))


def picks_for(user: User, *, limit: int) -> list[Pick]:
    """Return the newest records on the topics that the person follows, filled up with the newest of all.

    Takes two queries. A person's own deposits are left out.
    """
    followed = followed_by(user).order_by().filter(pk=OuterRef("pk"))
    records = (
        Record.objects.visible_to(user)
        .exclude(depositor=user)
        .annotate(is_followed=Exists(followed))
        .order_by("-is_followed", "-published_at", "-year", "-pk")[:limit]
    )
    rows = list(records)
    mine = TopicInterest.objects.filter(user=user).values("topic")
    links = (
        Record.topics.through.objects.filter(record__in=[record.pk for record in rows])
        .filter(Q(topic__in=mine) | Q(topic__parent__in=mine))
        .order_by("topic__label", "pk")
        .values_list("record_id", "topic__label")
    )
    labels: dict[int, str] = {}
    for record_id, label in links:
        labels.setdefault(record_id, label)
    return [Pick(record, _reason(labels.get(record.pk))) for record in rows]


def _reason(topic: str | None) -> str:
    if topic:
        return _("Because you follow %(topic)s") % {"topic": topic}
    return _("Newly added")
