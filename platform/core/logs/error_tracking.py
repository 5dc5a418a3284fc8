"""Error tracking by Sentry or a server that speaks its language, where ``SENTRY_DSN`` is set."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django_guid import get_guid

from core.logs.scrubbing import scrubbed
from core.operation.versions import praxis_version

# Of a request, what tells nothing about a person.
_KEPT_OF_REQUEST = {"method"}


def start_error_tracking() -> None:
    """Send errors to the server of ``SENTRY_DSN``, without people's data. Its library is loaded only here."""
    import sentry_sdk

    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        release=praxis_version(),
        environment=urlsplit(settings.SITE_URL).hostname,
        send_default_pii=False,
        # Values of variables, bodies of requests and the way to the error may hold private notes.
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        before_send=_without_people,  # type: ignore[arg-type]
    )


def _without_people(event: dict[str, Any], _hint: dict[str, Any]) -> dict[str, Any]:
    """Leave of the event what was wrong and where, and the reference that the reader saw."""
    request = event.pop("request", {})
    event["request"] = {name: request[name] for name in _KEPT_OF_REQUEST & set(request)}
    for part in ("user", "extra", "breadcrumbs", "server_name"):
        event.pop(part, None)
    event.setdefault("tags", {})["reference"] = get_guid() or "-"
    return _scrub(event)


def _scrub(value: Any) -> Any:
    if isinstance(value, str):
        return scrubbed(value)
    if isinstance(value, dict):
        return {name: _scrub(each) for name, each in value.items()}
    return [_scrub(each) for each in value] if isinstance(value, list | tuple) else value
