"""The two forms of the log: lines for people, JSON for programs."""

import logging
from typing import Any

from django.http import HttpRequest
from django_guid import get_guid
from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

from core.logs.scrubbing import scrubbed


class RequestFilter(logging.Filter):
    """Adds the identifier of the request, and names its page by its pattern: addresses may hold secret words."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = get_guid() or "-"
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            shown = pattern_of(request)
            record.args = tuple(shown if each == request.path else each for each in record.args)
        return True


def pattern_of(request: HttpRequest) -> str:
    """Return the pattern of the page: ``/networks/invitations/<str:token>/``."""
    match = request.resolver_match
    return f"/{match.route}" if match else request.path


class PlainFormatter(logging.Formatter):
    """A line: level, logger, request, words; then what led to an error."""

    def __init__(self, **_: Any) -> None:
        super().__init__("%(levelname)s %(name)s [%(request_id)s] %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        return scrubbed(super().format(record))


class ScrubbedJsonFormatter(JsonFormatter):
    """One JSON object a line, with time, level, logger, request and words."""

    def __init__(self, **_: Any) -> None:
        super().__init__(
            "%(message)s",
            timestamp="time",
            # The request itself holds addresses and what was typed.
            reserved_attrs=[*RESERVED_ATTRS, "request", "request_id", "repeats", "server_time"],
        )

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        super().add_fields(log_data, record, message_dict)
        log_data["level"] = record.levelname
        log_data["logger"] = record.name
        log_data["request_id"] = getattr(record, "request_id", "-")
        for name, value in log_data.items():
            if isinstance(value, str):
                log_data[name] = scrubbed(value)
