"""Usage reports: by month for one work, by work for some months, and both as a table."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.charts import About, Figure, Panel, Series, sparkline, trend_chart
from core.types import Person
from library.catalogue.models import Record
from library.usage.models import MEASURES, UsageMonth

MOST_MONTHS = 60
_BATCH = 500
_MONTH = re.compile(r"([12]\d{3})-(0[1-9]|1[0-2])", re.ASCII)
# The names that COUNTER 5.1 gives the four measures (section 3.3.9).
METRICS = {
    "total_investigations": "Total_Item_Investigations",
    "unique_investigations": "Unique_Item_Investigations",
    "total_requests": "Total_Item_Requests",
    "unique_requests": "Unique_Item_Requests",
}


@dataclass(frozen=True)
class Period:
    """Some months, given by the first day of the first and of the last of them."""

    first: dt.date
    last: dt.date

    @property
    def months(self) -> list[dt.date]:
        """The first day of each of its months."""
        count = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        return [_later(self.first, number) for number in range(count)]

    @classmethod
    def last_year(cls, today: dt.date) -> "Period":
        """Return the last twelve months, the present one included."""
        this = today.replace(day=1)
        return cls(_later(this, -11), this)

    @classmethod
    def of(cls, first: str, last: str, *, today: dt.date) -> "Period":
        """Return the months named ``2026-03``; what names none is left to the last twelve, and no more than five years."""
        usual = cls.last_year(today)
        end = min(_month(last) or usual.last, usual.last)
        begin = min(_month(first) or _later(end, -11), end)
        return cls(max(begin, _later(end, 1 - MOST_MONTHS)), end)


@dataclass(frozen=True)
class UsageRow:
    """A row of the report: one work with its numbers, in the order of ``MEASURES``."""

    record: Record
    numbers: Sequence[int]


def usage_of(record: Record, period: Period) -> list[tuple[dt.date, list[int]]]:
    """Return the numbers of each month, the newest first, those of merged duplicates added. One query."""
    rows = UsageMonth.objects.of(record).between(period.first, period.last)
    summed = {row["month"]: [row[name] for name in MEASURES] for row in rows.by_work_and_month()}
    return [(month, summed.get(month, [0] * len(MEASURES))) for month in reversed(period.months)]


def line_of(months: Sequence[tuple[dt.date, list[int]]]) -> SafeString:
    """Return the visits of each month as a small line; ``months`` are the newest first."""
    visits = [numbers[list(MEASURES).index("unique_investigations")] for _month, numbers in months]
    words = {"first": visits[-1], "last": visits[0], "most": max(visits)}
    text = (
        _("Visits by month for a year: %(first)s at first, at most %(most)s, now %(last)s.") % words
    )
    return sparkline(visits[::-1], text=text)


def chart_of(months: Sequence[tuple[dt.date, list[int]]]) -> Figure:
    """Draw the visits of each month from the oldest to the newest; ``months`` are the newest first."""
    oldest_first = list(reversed(months))
    about = About(
        name="usage",
        title=_("Visits by month"),
        description=_("How many visits opened the record, and how many opened its full text."),
        unit=_("Visits"),
        source=str(settings.INSTITUTE_NAME),
        licence="",
        decimals=0,
    )
    shown = {"unique_investigations": _("Views"), "unique_requests": _("Full text")}
    series = [
        Series(label, [numbers[list(MEASURES).index(name)] for _month, numbers in oldest_first])
        for name, label in shown.items()
    ]
    periods = [date_format(month, "M y") for month, _numbers in oldest_first]
    panel = Panel(_("Visits"), series, from_zero=True)
    return trend_chart(about, [panel], periods=periods, heading=_("Month"))


def most_used(user: Person, period: Period, *, by: str) -> QuerySet:
    """Works that the reader may see the use of, the most used first by one of ``MEASURES``; as dictionaries."""
    visible = Record.objects.whose_usage_is_seen_by(user).values("pk")
    works = UsageMonth.objects.between(period.first, period.last).by_work()
    return works.filter(work__in=visible).order_by(f"-{by}", "work")


def with_records(rows: Iterable[dict[str, int]]) -> list[UsageRow]:
    """Load the records of these rows. One query."""
    rows = list(rows)
    known = Record.objects.in_bulk([row["work"] for row in rows])
    return [UsageRow(known[row["work"]], [row[name] for name in MEASURES]) for row in rows]


def table_of(user: Person, period: Period, *, record: Record | None = None) -> Iterator[list[str]]:
    """Return the use as a report on items: a row for each work and measure, a column for each month (COUNTER 5.1, 4.4).

    Only works with any use in the period are in it. One query, and one for each 500 works.
    """
    yield [
        "Item", "Publisher", "DOI", "URI", "Metric_Type", "Reporting_Period_Total",
        *(f"{month:%Y-%m}" for month in period.months),
    ]  # fmt: skip
    works = UsageMonth.objects.between(period.first, period.last)
    if record is not None:
        works = works.of(record)
    by_work: dict[int, dict[dt.date, list[int]]] = defaultdict(dict)
    visible = Record.objects.whose_usage_is_seen_by(user).values("pk")
    for row in works.by_work_and_month().filter(work__in=visible):
        by_work[row["work"]][row["month"]] = [row[name] for name in MEASURES]
    for each in _in_order(sorted(by_work)):
        for place, name in enumerate(MEASURES):
            by_month = by_work[each.pk]
            numbers = [by_month[m][place] if m in by_month else 0 for m in period.months]
            yield [
                each.title, each.publisher, each.doi, settings.SITE_URL + each.get_absolute_url(),
                METRICS[name], str(sum(numbers)), *map(str, numbers),
            ]  # fmt: skip


def _in_order(keys: Sequence[int]) -> Iterator[Record]:
    """Return the records of these keys, a few hundred at a time: a database takes only so many keys in one question."""
    for start in range(0, len(keys), _BATCH):
        yield from Record.objects.filter(pk__in=keys[start : start + _BATCH]).order_by("pk")


def _month(text: str) -> dt.date | None:
    found = _MONTH.fullmatch(text)
    return dt.date(int(found[1]), int(found[2]), 1) if found else None


def _later(month: dt.date, count: int) -> dt.date:
    """Return the month so many later, or earlier; never one before the first that dates know."""
    number = max(month.year * 12 + month.month - 1 + count, 12)
    return dt.date(number // 12, number % 12 + 1, 1)
