"""The content finder: a text, some filters and an order; out come records, counts and marked words."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import CharField, Count, F, Q, Value
from django.db.models.functions import Cast, Coalesce, Lower
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from core.types import Person
from library.models import Creator, Record, RecordType, Topic
from library.models.records import RecordQuerySet
from library.search import Query, get_index, parse
from library.search.backend import MARK_START, Marked
from library.search.words import excerpt, to_html

_MOST_VALUES = 50


class Sort(models.TextChoices):
    """The orders in which results can stand."""

    RELEVANCE = "relevance", _("Best match")
    NEWEST = "newest", _("Newest first")
    OLDEST = "oldest", _("Oldest first")
    TITLE = "title", _("Title, A to Z")


@dataclass(frozen=True)
class Filters:
    """What narrows a search: values of one kind are joined by OR, the kinds by AND."""

    types: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    organisations: tuple[int, ...] = ()
    year_from: int | None = None
    year_to: int | None = None

    def __bool__(self) -> bool:
        return self != Filters()


def filters_from(data: QueryDict) -> Filters:
    """Read the lists of filters from an address. What cannot be a value is left out; years are the form's."""
    types = [value for value in data.getlist("type") if value in RecordType.values]
    ids = [value for value in data.getlist("organisation") if _is_small_number(value)]
    return Filters(
        types=_first_ones(types),
        topics=_first_ones([code for code in data.getlist("topic") if 0 < len(code) <= 60]),
        organisations=tuple(int(pk) for pk in _first_ones(ids)),
    )


def _is_small_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16


def _first_ones(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))[:_MOST_VALUES]


class Counted(NamedTuple):
    """One value of a filter with the number of records behind it."""

    value: str
    label: str
    records: int


@dataclass
class TopicNode:
    """A topic with its count, and its narrower topics."""

    topic: Topic
    count: int = 0
    is_chosen: bool = False
    children: "list[TopicNode]" = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether the reader is at work in this branch."""
        return self.is_chosen or any(child.is_chosen for child in self.children)


@dataclass(frozen=True)
class Facets:
    """The counts beside the filters, each for what the reader may see and the other filters."""

    total: int
    types: list[Counted]
    topics: list[TopicNode]
    organisations: list[Counted]


@dataclass(frozen=True)
class Found:
    """One result as the finder shows it."""

    record: Record
    title: str
    snippet: str


class Results:
    """The answer to one search. Nothing is asked of the database before it is looked at."""

    def __init__(self, *, query: Query, filters: Filters, user: Person, sort: Sort) -> None:
        self.query = query
        self.filters = filters
        self.user = user
        self.sort = sort if query or sort != Sort.RELEVANCE else Sort.NEWEST

    @cached_property
    def topics(self) -> list[Topic]:
        """The whole taxonomy, parents before their children."""
        return list(Topic.objects.in_order())

    @cached_property
    def chosen_topics(self) -> list[Topic]:
        """The topics of the filter that exist."""
        return [topic for topic in self.topics if topic.code in self.filters.topics]

    @cached_property
    def records(self) -> RecordQuerySet:
        """The records found, in their order, with all that a list shows."""
        found = self._narrowed(self.filters, ranked=self.sort == Sort.RELEVANCE)
        listed = found.select_related("current_version").with_topics().with_creators()
        return listed.defer("current_version__body", "current_version__body_html").order_by(
            *self._order(), "pk"
        )

    def shown(self, records: Sequence[Record]) -> list[Found]:
        """These records with the found words marked in their titles and snippets. One or two queries."""
        marks: dict[int, Marked] = {}
        if self.query:
            marks = get_index().marks([record.pk for record in records], self.query)
        return [_shown(record, marks.get(record.pk)) for record in records]

    def page(self, number: str | None, *, size: int = 20) -> Page:
        """The page of this number; nonsense gives the first, too far the last."""
        paginator = Paginator(self.records, size)
        # The facets have counted already.
        paginator.__dict__["count"] = self.facets.total
        return paginator.get_page(number)

    @cached_property
    def facets(self) -> Facets:
        """The counts of everything and beside the filters, all in one query."""
        rows = self._count()
        by_facet: dict[str, list[Counted]] = {
            "all": [],
            "type": [],
            "topic": [],
            "organisation": [],
        }
        for facet, value, label, count in rows:
            by_facet[facet].append(Counted(value, label, count))
        types = {row.value: row.records for row in by_facet["type"]}
        return Facets(
            total=sum(row.records for row in by_facet["all"]),
            types=[
                Counted(value, str(label), types.get(value, 0))
                for value, label in RecordType.choices
                if value in types or value in self.filters.types
            ],
            topics=self._tree({int(row.value): row.records for row in by_facet["topic"]}),
            organisations=self._organisations(by_facet["organisation"]),
        )

    def nearest_topics(self) -> list[Topic]:
        """Topics whose words meet those of the search, otherwise the broadest ones."""
        words = {word[:5] for word in self.query.all_words if len(word) > 3}
        near = [topic for topic in self.topics if words & _starts_of(topic)]
        return near[:6] or [topic for topic in self.topics if topic.parent_id is None]

    def _order(self) -> list[Any]:
        undated_last = F("year").desc(nulls_last=True)
        orders: dict[Sort, list[Any]] = {
            Sort.RELEVANCE: ["-score", undated_last],
            Sort.NEWEST: [undated_last, Lower("title")],
            Sort.OLDEST: [F("year").asc(nulls_last=True), Lower("title")],
            Sort.TITLE: [Lower("title")],
        }
        return orders[self.sort]

    def _narrowed(self, filters: Filters, *, ranked: bool = False) -> RecordQuerySet:
        records = Record.objects.visible_to(self.user).filter(self._condition(filters))
        if not self.query:
            return records
        index = get_index()
        return (index.ranked if ranked else index.matching)(records, self.query)

    def _condition(self, filters: Filters) -> Q:
        condition = Q()
        if filters.types:
            condition &= Q(type__in=filters.types)
        if filters.topics:
            links = Record.topics.through.objects.filter(topic_id__in=self._topic_ids(filters))
            condition &= Q(pk__in=links.values("record_id"))
        if filters.organisations:
            made = Creator.objects.filter(organisation__in=filters.organisations)
            condition &= Q(pk__in=made.values("record_id"))
        if filters.year_from:
            condition &= Q(year__gte=filters.year_from)
        if filters.year_to:
            condition &= Q(year__lte=filters.year_to)
        return condition

    def _topic_ids(self, filters: Filters) -> set[int]:
        """The chosen topics. A parent stands for all below it, unless narrower ones are chosen too."""
        chosen = {topic.pk for topic in self.topics if topic.code in filters.topics}
        narrowed = {topic.parent_id for topic in self.topics if topic.pk in chosen}
        whole = chosen - narrowed
        return whole | {topic.pk for topic in self.topics if topic.parent_id in whole}

    def _count(self) -> list[tuple[str, str, str, int]]:
        by_type = self._narrowed(replace(self.filters, types=()))
        by_topic = self._narrowed(replace(self.filters, topics=()))
        by_body = self._narrowed(replace(self.filters, organisations=()))
        links = Record.topics.through.objects.filter(record_id__in=by_topic.values("pk"))
        bodies = Creator.objects.filter(record__in=by_body.values("pk"), organisation__isnull=False)
        every = [
            _counts(self._narrowed(self.filters), "all", Value(""), count="pk"),
            _counts(by_type, "type", F("type"), count="pk"),
            _counts(links.filter(topic__parent__isnull=False), "topic", F("topic_id")),
            # A broad topic counts every record below it once, however many of its topics it has.
            _counts(links, "topic", Coalesce("topic__parent_id", "topic_id")),
            _counts(bodies, "organisation", F("organisation_id"), label=F("organisation__name")),
        ]
        return list(every[0].union(*every[1:], all=True))

    def _tree(self, counts: dict[int, int]) -> list[TopicNode]:
        chosen = {topic.pk for topic in self.chosen_topics}
        nodes = {
            topic.pk: TopicNode(topic, counts.get(topic.pk, 0), topic.pk in chosen)
            for topic in self.topics
        }
        for topic in self.topics:
            node = nodes[topic.pk]
            if topic.parent_id and (node.count or node.is_chosen):
                nodes[topic.parent_id].children.append(node)
        roots = [nodes[topic.pk] for topic in self.topics if topic.parent_id is None]
        return [node for node in roots if node.count or node.is_open]

    def _organisations(self, counted: list[Counted]) -> list[Counted]:
        """The most frequent first; those that are chosen are there even when nothing is left of them."""
        there = {row.value for row in counted}
        gone = [pk for pk in self.filters.organisations if str(pk) not in there]
        extra = Organisation.objects.filter(pk__in=gone) if gone else []
        rows = [*counted, *(Counted(str(body.pk), body.name, 0) for body in extra)]
        return sorted(rows, key=lambda row: (-row.records, row.label.casefold()))


def search(*, text: str, filters: Filters, user: Person, sort: Sort | str) -> Results:
    """Search the library for a text of any kind. Without a text, everything that the filters leave.

    Without words there is no best match, so the newest come first.
    """
    return Results(query=parse(text), filters=filters, user=user, sort=Sort(sort))


def _counts(
    rows: models.QuerySet, facet: str, value: Any, *, label: Any = None, count: str = "record_id"
) -> models.QuerySet:
    text = CharField()
    return (
        rows.order_by()
        .values(
            _facet=Value(facet, output_field=text),
            _value=Cast(value, text),
            _label=label or Value("", output_field=text),
        )
        .annotate(_count=Count(count, distinct=True))
        .values_list("_facet", "_value", "_label", "_count")
    )


def _shown(record: Record, marked: Marked | None) -> Found:
    if marked is None:
        return Found(record, to_html(record.title), to_html(excerpt(record.summary)))
    in_body_only = MARK_START not in marked.summary and MARK_START in marked.body
    text = marked.body if in_body_only else marked.summary
    return Found(record, to_html(marked.title), to_html(excerpt(text)))


def _starts_of(topic: Topic) -> set[str]:
    words = " ".join([topic.label, *topic.synonyms]).lower().split()
    return {word[:5] for word in words if len(word) > 3}
