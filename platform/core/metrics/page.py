"""The text that Prometheus reads. Imported only where metrics are on."""

import datetime as dt
import logging
from collections.abc import Iterator

from django.db import DatabaseError, InterfaceError
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from core.metrics.figures import FIGURES
from core.metrics.slots import folder

logger = logging.getLogger(__name__)
CONTENT_TYPE = CONTENT_TYPE_LATEST


def metrics_text(*, now: dt.datetime) -> bytes:
    """Return what all processes of this machine have counted, and the figures of this moment."""
    registry = CollectorRegistry()
    # The page may be the first that asks, before anything was counted.
    MultiProcessCollector(registry, path=str(folder()))
    registry.register(_Figures(now))
    return generate_latest(registry)


class _Figures(Collector):
    """The figures of the apps. One that cannot be looked up is left out, and the others are there."""

    def __init__(self, now: dt.datetime) -> None:
        self._now = now

    def collect(self) -> Iterator[Metric]:
        for name, figure in FIGURES.items():
            try:
                values = list(figure.look(self._now))
            except (DatabaseError, InterfaceError) as error:
                logger.warning("The figure %s could not be looked up: %s", name, error)
                continue
            labels = list(values[0].labels) if values else []
            family = GaugeMetricFamily(f"praxis_{name}", figure.explanation, labels=labels)
            for value in values:
                family.add_metric([value.labels[label] for label in labels], value.number)
            yield family
