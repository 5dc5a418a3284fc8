"""The checks of mail: where it goes, whether the server answers, and what did not leave."""

import datetime as dt
import socket
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.doctor.durations import ago, duration
from core.doctor.findings import Finding, doctor_check, fault, ok, warning
from notifications.delivery import figures as delivery_figures

_SECONDS_TO_ANSWER = 3
# The sweep looks each minute.
_LATE = dt.timedelta(minutes=10)
_NOT_SENT = {
    "console": "written on the console",
    "dummy": "thrown away",
    "filebased": "written to files",
    "locmem": "kept in memory",
}


@doctor_check("notifications.mail_server", position=40)
def mail_server(now: dt.datetime) -> Iterator[Finding]:
    """Check whether mail goes to a server, and whether that answers."""
    what = _("Mail server")
    kind = settings.EMAIL_BACKEND.split(".")[-2]
    if kind == "outbox":
        yield ok(what, _("none in development: emails are shown at /outbox/"))
    elif kind in _NOT_SENT:
        yield fault(
            what,
            _("none is set: emails are %(where)s") % {"where": _NOT_SENT[kind]},
            _("Set EMAIL_URL."),
        )
    elif kind == "smtp":
        yield _ask_server(what)
    else:
        yield ok(what, settings.EMAIL_BACKEND)


def _ask_server(what: str) -> Finding:
    place = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        socket.create_connection(
            (settings.EMAIL_HOST, settings.EMAIL_PORT), timeout=_SECONDS_TO_ANSWER
        ).close()
    except OSError as error:
        return fault(
            what,
            _("%(place)s does not answer: %(error)s") % {"place": place, "error": error},
            _(
                "Check EMAIL_URL, and ask whoever runs the server. We keep the emails and try again."
            ),
        )
    return ok(what, _("%(place)s answers") % {"place": place})


@doctor_check("notifications.deliveries", position=41, asks_database=True)
def deliveries(now: dt.datetime) -> Iterator[Finding]:
    """Count what is due, what failed, and tell when the last mail left."""
    what = _("Mail")
    last = delivery_figures.last_sent()
    yield ok(
        what,
        _("last sent %(ago)s") % {"ago": ago((now - last).total_seconds())}
        if last
        else _("none was sent yet"),
    )
    oldest = delivery_figures.oldest_due(now)
    if oldest and now - oldest > _LATE:
        yield fault(
            what,
            _("one was due %(time)s ago") % {"time": duration((now - oldest).total_seconds())},
            _("Check that the schedule and a worker are running."),
        )
    if count := delivery_figures.retried():
        words = ngettext(
            "%(count)d was refused, and we will try again",
            "%(count)d were refused, and we will try again",
            count,
        )
        yield warning(what, words % {"count": count}, _("Read why in Administration, Deliveries."))
    if count := delivery_figures.failed_since(now - delivery_figures.RECENT):
        words = ngettext(
            "we gave up on %(count)d in the last seven days",
            "we gave up on %(count)d in the last seven days",
            count,
        )
        yield warning(what, words % {"count": count}, _("Read why in Administration, Deliveries."))
