"""Counting the rows that belong to each row of a query."""

from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Subquery
from django.db.models.functions import Coalesce


def number_of(rows: QuerySet[Any], *, by: str) -> Coalesce:
    """Count the rows that share ``by`` in a subquery of their own.

    A join would multiply the rows that are counted with those of the next join, and ask whatever else the query
    asks once for each of the products. Narrow ``rows`` with ``OuterRef`` to those of one outer row.
    """
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
