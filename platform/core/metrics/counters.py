"""What the processes count while they work. Imported only where metrics are on."""

import os

from prometheus_client import CollectorRegistry, Counter, Histogram, values

from core.metrics.slots import folder, slot

os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder())
values.ValueClass = values.MultiProcessValue(process_identifier=slot)

# What a process knows alone is never shown: the page reads the files of all of them.
_OWN = CollectorRegistry()
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

requests = Counter(
    "praxis_requests",
    "Requests by view, method and status.",
    ["view", "method", "status"],
    registry=_OWN,
)
request_seconds = Histogram(
    "praxis_request_seconds",
    "Seconds until a view has answered.",
    ["view"],
    buckets=_SECONDS,
    registry=_OWN,
)
errors = Counter(
    "praxis_errors",
    "Errors that no view answered, by their class. Those of the database are DatabaseError and its kin.",
    ["error"],
    registry=_OWN,
)
tasks = Counter(
    "praxis_tasks", "Tasks that were run, by how they ended.", ["task", "state"], registry=_OWN
)
task_seconds = Histogram(
    "praxis_task_seconds", "Seconds that a task took.", ["task"], buckets=_SECONDS, registry=_OWN
)
