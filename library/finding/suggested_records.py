"""Records suggested to one person, with the reason."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from accounts.models import User
from core.prepared import prepared
from library.catalogue.models import Record
from library.catalogue.models.records import RecordQuerySet
from library.vocabularies.models import Topic, TopicInterest

TopicsOf = Callable[[User], QuerySet[Any, Any]]


@dataclass(frozen=True)
class SuggestedRecord:
    """A record with the reason why this person sees it."""

    record: Record
    reason: str


def records_on_followed_topics(user: User) -> RecordQuerySet:
    """Return published records on the topics that the person follows, and on their subtopics."""
    mine = TopicInterest.objects.filter(user=user).values("topic")
    topics = Topic.objects.filter(Q(pk__in=mine) | Q(parent__in=mine))
    links = Record.topics.through.objects.filter(topic__in=topics, record_id=OuterRef("pk"))
    return Record.objects.published().filter(Exists(links))


def suggest_records(
    user: User, *, limit: int, works_on: TopicsOf | None = None
) -> list[SuggestedRecord]:
    """Return the newest record on each of the person's topics in turn, filled up with the newest of all.

    Their topics are those they follow, and those they work on: ``works_on`` gives keys of topics, as
    a query, from the parts above that know of it. Takes one query. A person's own deposits are left out.
    """
    return [
        SuggestedRecord(record, _reason(record.followed_topic, record.work_topic))
        for record in _records(user, limit=limit, works_on=works_on)
    ]


@prepared
def _records(user: User, *, limit: int, works_on: TopicsOf | None) -> QuerySet[Any]:
    """Return records with the label of the topic for which each is near to the person; those that are near come first."""
    followed = TopicInterest.objects.filter(user=user).values("topic")
    worked_on = works_on(user) if works_on else followed
    newest = [F("published_at").desc(), F("year").desc(), F("pk").desc()]
    # The first of each topic come first, then the second of each: one topic never fills the list.
    turn = Window(RowNumber(), partition_by=["followed_topic", "work_topic"], order_by=newest)
    return (
        Record.objects.visible_to(user)
        .exclude(depositor=user)
        .annotate(followed_topic=_label_among(followed), work_topic=_label_among(worked_on))
        .annotate(is_near=Case(When(followed_topic=None, work_topic=None, then=0), default=1))
        .annotate(turn=turn)
        .order_by("-is_near", "turn", "-published_at", "-year", "-pk")[:limit]
    )


def _label_among(topics: QuerySet[Any, Any]) -> Subquery:
    """Return the first label of a record's topics that are among these, or are subtopics of one."""
    links = (
        Record.topics.through.objects.filter(record_id=OuterRef("pk"))
        .filter(Q(topic__in=topics) | Q(topic__parent__in=topics))
        .order_by("topic__label", "pk")
    )
    return Subquery(links.values("topic__label")[:1])


def _reason(followed: str | None, worked_on: str | None) -> str:
    if followed:
        return _("Because you follow %(topic)s") % {"topic": followed}
    if worked_on:
        return _("Because you work on %(topic)s") % {"topic": worked_on}
    return _("Newly added")
