"""The figures of mail for Prometheus."""

import datetime as dt
from collections.abc import Iterator

from core.metrics.figures import Value, figure
from notifications.delivery import figures as delivery_figures


@figure("deliveries", "Mails by state: those that wait, and those that are still in the log.")
def deliveries(now: dt.datetime) -> Iterator[Value]:
    for state, count in delivery_figures.deliveries_by_state().items():
        yield Value(count, {"state": state})


@figure("deliveries_oldest_seconds", "Seconds since the oldest mail that is due should have left.")
def oldest_delivery(now: dt.datetime) -> Iterator[Value]:
    oldest = delivery_figures.oldest_due(now)
    yield Value((now - oldest).total_seconds() if oldest else 0)
