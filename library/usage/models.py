"""How often records are used, month by month; and for a day what tells double clicks from two readers.

The measures are those of the COUNTER Code of Practice, release 5.1, section 3.3: an *investigation* is any use of
a record, its page included, and a *request* is one in which its full text was had. A request is also an
investigation. Decision 12 tells what is kept, and for how long.
"""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from core.constraints import only_choices
from library.catalogue.models.records import Record


class UseKind(models.TextChoices):
    """What a visitor opened of a record: its page or its full text."""

    INVESTIGATION = "investigation", _("Its page")
    REQUEST = "request", _("Its full text")


class UsageMonthQuerySet(models.QuerySet["UsageMonth"]):
    def of(self, record: Record) -> Self:
        """Return the months of the record and of every record merged into it."""
        return self.filter(Q(record=record) | Q(record__replaced_by=record))

    def between(self, first: dt.date, last: dt.date) -> Self:
        """Return the months from the first to the last, both named by their first day."""
        return self.filter(month__gte=first, month__lte=last)

    def by_work(self) -> models.QuerySet[Any, Any]:
        """Sum the usage of each work, as dictionaries; ``work`` is the record that it is shown as."""
        works = self.values(work=Coalesce(F("record__replaced_by"), F("record")))
        return works.annotate(**{name: Sum(name) for name in MEASURES})

    def by_work_and_month(self) -> models.QuerySet[Any, Any]:
        """Sum the usage of each work by month, as dictionaries."""
        works = self.values("month", work=Coalesce(F("record__replaced_by"), F("record")))
        return works.annotate(**{name: Sum(name) for name in MEASURES})


class UsageMonth(models.Model):
    """The uses of one record in one month. Nothing in it tells who used it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "month"], name="usagemonth_is_one"),
            models.CheckConstraint(
                condition=Q(month__day=1), name="usagemonth_is_named_by_its_first_day"
            ),
            models.CheckConstraint(
                condition=Q(
                    total_requests__gte=F("unique_requests"),
                    total_investigations__gte=F("unique_investigations"),
                ),
                name="usagemonth_uniques_are_within_totals",
            ),
            models.CheckConstraint(
                condition=Q(
                    total_requests__lte=F("total_investigations"),
                    unique_requests__lte=F("unique_investigations"),
                ),
                name="usagemonth_requests_are_investigations",
            ),
        ]
        indexes = [models.Index(fields=["month"], name="usagemonth_by_month")]

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="usage_months")
    month = models.DateField()
    total_investigations = models.PositiveIntegerField(default=0)
    unique_investigations = models.PositiveIntegerField(default=0)
    total_requests = models.PositiveIntegerField(default=0)
    unique_requests = models.PositiveIntegerField(default=0)

    objects = UsageMonthQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.record_id} {self.month:%Y-%m}"


# The four numbers, in the order in which they are shown, with the words for their columns.
MEASURES = {
    "total_investigations": _("Views in total"),
    "unique_investigations": _("Views, counted once per visit"),
    "total_requests": _("Full text in total"),
    "unique_requests": _("Full text, counted once per visit"),
}


class UsageSalt(models.Model):
    """The random salt of a day's visitor hashes; deleted after the day."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day"], name="usagesalt_is_one_a_day")]

    day = models.DateField()
    secret = models.BinaryField()

    def __str__(self) -> str:
        return self.day.isoformat()


class UsageVisit(models.Model):
    """What one visitor opened of a record in one hour of a day; deleted after the day.

    ``who`` is a hash that says nothing without the day's salt. ``thing`` is what was opened: the page of a version
    or a file.
    """

    Kind = UseKind

    class Meta:
        constraints = [
            only_choices("kind", UseKind.values, name="usagevisit_kind_known"),
            models.UniqueConstraint(
                fields=["record", "day", "who", "hour", "kind", "thing"], name="usagevisit_is_one"
            ),
            models.CheckConstraint(
                condition=Q(hour__gte=0, hour__lte=23), name="usagevisit_hour_is_of_a_day"
            ),
        ]
        indexes = [models.Index(fields=["day"], name="usagevisit_by_day")]

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    hour = models.PositiveSmallIntegerField()
    who = models.CharField(max_length=64)
    kind = models.CharField(max_length=13, choices=UseKind)
    thing = models.CharField(max_length=30)
    last_seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.record_id} {self.day} {self.hour}"
