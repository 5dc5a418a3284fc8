"""The queues of the library desk: which records need an editor, and for what."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, DateField, F, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from core.prepared import Prepared, prepared
from library.catalogue.completeness import prompts_for_missing_fields
from library.catalogue.models import File, Record
from library.curation.models import LinkCheck, LinkState
from library.documents.models import FileText

_NEW = dt.timedelta(days=14)
_EMBARGO_ENDS = dt.timedelta(days=14)
_MOST_NAMED = 3


@prepared
def _is_new(today: dt.date, since: dt.datetime, until: dt.date) -> QuerySet[Any]:
    return Record.objects.published().filter(published_at__gte=since)


@prepared
def _is_incomplete(today: dt.date, since: dt.datetime, until: dt.date) -> QuerySet[Any]:
    return Record.objects.published().exclude(lacks=[])


@prepared
def _has_no_topic(today: dt.date, since: dt.datetime, until: dt.date) -> QuerySet[Any]:
    return Record.objects.published().filter(topics=None)


@prepared
def _has_a_broken_link(today: dt.date, since: dt.datetime, until: dt.date) -> QuerySet[Any]:
    broken = LinkCheck.objects.broken()
    mine = broken.filter(record=OuterRef("pk"))
    return (
        Record.objects.published()
        .filter(pk__in=broken.values("record"))
        .annotate(link_state=Subquery(mine.values("state")[:1], output_field=CharField()))
        .annotate(link_answer=Subquery(mine.values("answer")[:1], output_field=CharField()))
    )


@prepared
def _opens_soon(today: dt.date, since: dt.datetime, until: dt.date) -> QuerySet[Any]:
    files = File.objects.filter(
        embargo_until__gt=today,
        embargo_until__lte=until,
        # Older versions open, too, but nobody waits for them.
        version=F("version__record__current_version"),
    )
    first = files.filter(version__record=OuterRef("pk")).order_by("embargo_until", "pk")
    return (
        Record.objects.published()
        .filter(pk__in=files.values("version__record"))
        .annotate(opens_on=Subquery(first.values("embargo_until")[:1], output_field=DateField()))
        .annotate(file_id=Subquery(first.values("pk")[:1]))
    )


@prepared
def _has_an_unread_document(today: dt.date, since: dt.datetime, until: dt.date) -> QuerySet[Any]:
    troubled = FileText.objects.without_text()
    first = troubled.filter(file__version__record=OuterRef("pk")).order_by("pk")
    return (
        Record.objects.published()
        .filter(pk__in=troubled.values("file__version__record"))
        .annotate(remark=Subquery(first.values("remark")[:1], output_field=CharField()))
        .annotate(file_id=Subquery(first.values("pk")[:1]))
    )


def _came_in(record: Record) -> str:
    return _("In the library since %(day)s.") % {
        "day": date_format(timezone.localtime(record.published_at), "j F Y")
    }


def _lacks(record: Record) -> str:
    asks = prompts_for_missing_fields(record.type)
    named = [str(asks[name]) for name in record.lacks[:_MOST_NAMED] if name in asks]
    more = len(record.lacks) - _MOST_NAMED
    return " · ".join([*named, _("And %(count)s more.") % {"count": more}] if more > 0 else named)


def _link(record: Record) -> str:
    state = LinkState(record.link_state).label  # type: ignore[attr-defined]
    return f"{state}: {record.link_answer} {record.url}"  # type: ignore[attr-defined]


def _opens(record: Record) -> str:
    day = date_format(record.opens_on, "j F Y")  # type: ignore[attr-defined]
    return _("A document opens on %(day)s.") % {"day": day}


def _remark(record: Record) -> str:
    return record.remark or _("No text was found in it.")  # type: ignore[attr-defined]


def _record_page(record: Record) -> str:
    return record.get_absolute_url()


def _edit_page(record: Record) -> str:
    return reverse("library:record_edit", args=[record.pk])


def _file_page(record: Record) -> str:
    return reverse("library:file_edit", args=[record.file_id])  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Queue:
    """A queue: which records are in it, why each is, and the page on which it is put right."""

    name: str
    label: StrOrPromise
    hint: StrOrPromise
    # Of today; it is new since a moment, and an embargo ends soon until a day.
    prepared: Prepared[[dt.date, dt.datetime, dt.date], Any]
    why: Callable[[Record], str]
    address: Callable[[Record], str]

    def records(self, today: dt.date) -> QuerySet[Any]:
        """Return the records that are in the queue today."""
        return self.prepared.describe(*_span(today))

    def count(self, today: dt.date) -> int:
        """Return how many records are in the queue today."""
        return self.prepared.count(*_span(today))


def _span(today: dt.date) -> tuple[dt.date, dt.datetime, dt.date]:
    first = dt.datetime.combine(today - _NEW + dt.timedelta(days=1), dt.time())
    return today, timezone.make_aware(first), today + _EMBARGO_ENDS


@dataclass(frozen=True)
class QueueItem:
    """A record in a queue."""

    record: Record
    why: str
    address: str


QUEUES = {
    queue.name: queue
    for queue in (
        Queue(
            "new",
            gettext_lazy("New"),
            gettext_lazy("Records added in the last two weeks. Check each one once."),
            _is_new,
            _came_in,
            _record_page,
        ),
        Queue(
            "incomplete",
            gettext_lazy("Needs metadata"),
            gettext_lazy("Records without the details that their type needs."),
            _is_incomplete,
            _lacks,
            _edit_page,
        ),
        Queue(
            "no-topic",
            gettext_lazy("Without a topic"),
            gettext_lazy(
                "People who follow topics are not told about these, and filters do not find them."
            ),
            _has_no_topic,
            _came_in,
            _edit_page,
        ),
        Queue(
            "links",
            gettext_lazy("Broken links"),
            gettext_lazy(
                "Addresses where the page was not found, or that did not answer for three "
                "days. Correct them, or confirm that they are right."
            ),
            _has_a_broken_link,
            _link,
            _edit_page,
        ),
        Queue(
            "embargo",
            gettext_lazy("Embargo ending"),
            gettext_lazy("Documents that open to everyone within two weeks."),
            _opens_soon,
            _opens,
            _file_page,
        ),
        Queue(
            "unread",
            gettext_lazy("Unreadable documents"),
            gettext_lazy(
                "Documents that the search cannot read: broken files, and scans without text."
            ),
            _has_an_unread_document,
            _remark,
            _file_page,
        ),
    )
}


def queue_items(queue: Queue, records: list[Record]) -> list[QueueItem]:
    """Return these records of the queue, each with its reason and address. No query."""
    return [QueueItem(record, queue.why(record), queue.address(record)) for record in records]
