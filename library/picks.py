"""What the library puts before one person, and why."""

from dataclasses import dataclass

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Subquery
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

    Takes one query. A person's own deposits are left out.
    """
    mine = TopicInterest.objects.filter(user=user).values("topic")
    followed = (
        Record.topics.through.objects.filter(record_id=OuterRef("pk"))
        .filter(Q(topic__in=mine) | Q(topic__parent__in=mine))
        .order_by("topic__label", "pk")
        .values("topic__label")
    )
    records = (
        Record.objects.visible_to(user)
        .exclude(depositor=user)
        .annotate(followed_topic=Subquery(followed[:1]))
        .annotate(is_followed=ExpressionWrapper(~Q(followed_topic=None), BooleanField()))
        .order_by("-is_followed", "-published_at", "-year", "-pk")[:limit]
    )
    return [Pick(record, _reason(record.followed_topic)) for record in records]


def _reason(topic: str | None) -> str:
    if topic:
        return _("Because you follow %(topic)s") % {"topic": topic}
    return _("Newly added")
