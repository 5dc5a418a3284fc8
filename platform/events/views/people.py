"""Who has registered for an event, and who came."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from core.permissions import require
from core.tables.cells import Badge, Cell, moment, number, person
from core.tables.filters import Filters
from core.tables.layout import Act, Choosing, Column, Layout
from core.tables.work_table import WorkTable, show_table
from core.types import MemberRequest
from core.web.requests import key_of
from core.web.telling import Undo, told
from core.web.way_back import leads_back
from events.actions.afterwards import record_attendance, restore_attendance
from events.forms.people import PeopleFilterForm
from events.models import Event, Registration
from events.states import RegistrationState
from events.views.events import find_event

_R = RegistrationState
_KINDS = {_R.REGISTERED: "ok", _R.OFFERED: "wait", _R.WAITING: "wait"}
_CAME = {"yes": True, "no": False}
_CAME_BEFORE: dict[str, bool | None] = {**_CAME, "unknown": None}
_WORDS = {came: word for word, came in _CAME_BEFORE.items()}
_MOST_RESTORED = 1_000


def _layout(event: Event, *, has_started: bool) -> Layout[Registration]:
    acts = (
        Act(gettext_lazy("Attended"), "came", "yes"),
        Act(gettext_lazy("Did not attend"), "came", "no"),
        Act(gettext_lazy("Not recorded"), "came", "unknown"),
    )
    choosing = Choosing[Registration](
        address=reverse("events:event_attendance", args=[event.pk]),
        acts=acts,
        key=lambda row: row.pk,
        about=lambda row: row.user,
        parameter="registration",
        is_sent=True,
    )
    return Layout(
        name="people",
        caption=gettext_lazy("People"),
        columns=(
            Column("name", gettext_lazy("Name"), _name, sort=("user__full_name",), is_wide=True),
            Column("state", gettext_lazy("Status"), _state, sort=("state", "number")),
            Column("seat", gettext_lazy("Takes part"), _seat, sort=("seat",)),
            Column("came", gettext_lazy("Attended"), _came, sort=("has_come",), is_labelled=True),
            Column(
                "number",
                gettext_lazy("Number"),
                lambda row: number(row.number),
                ("number",),
                is_number=True,
                is_extra=True,
            ),
            Column(
                "at",
                gettext_lazy("Registered"),
                lambda row: moment(row.registered_at),
                sort=("registered_at",),
                is_extra=True,
            ),
        ),
        choosing=choosing if has_started else None,
        usual_sort="number",
    )


def _name(row: Registration) -> Cell:
    return person(row.user, row.user.get_absolute_url())


def _state(row: Registration) -> Cell:
    label = row.get_state_display()
    return Cell(badges=(Badge(label, _KINDS.get(_R(row.state), "")),))


def _seat(row: Registration) -> Cell:
    return Cell(row.get_seat_display())


def _came(row: Registration) -> Cell:
    words = {True: _("Yes"), False: _("No"), None: ""}
    return Cell(words[row.has_come])


@leads_back(gettext_lazy("the people of this event"))
@require_safe
def event_people(request: MemberRequest, pk: int) -> HttpResponseBase:
    """Show hosts and staff who has registered, and let them record who came."""
    event = find_event(request.user, pk)
    require(request.user, "events.manage", event)
    form = PeopleFilterForm(request.GET)
    rows = Registration.objects.filter(event=event, **form.conditions).select_related("user")
    has_started = event.starts_at <= timezone.now()
    table = WorkTable(request.GET, _layout(event, has_started=has_started), rows)
    context = {
        "event": event,
        "has_started": has_started,
        "filters": Filters(form, request.GET),
    }
    return show_table(request, "events/event_people.html", table, context)


@require_POST
def event_attendance(request: MemberRequest, pk: int) -> HttpResponse:
    """Record that the chosen people came, or did not."""
    event = find_event(request.user, pk)
    require(request.user, "events.manage", event)
    keys = [key for text in request.POST.getlist("registration") if (key := key_of(text))]
    has_come = _CAME.get(request.POST.get("came", ""))
    if not keys:
        messages.info(request, _("Choose people first."))
        return redirect("events:event_people", pk)
    before = dict(
        Registration.objects.filter(event=event, pk__in=keys)
        .registered()
        .values_list("pk", "has_come")
    )
    count = record_attendance(
        event=event, keys=keys, has_come=has_come, by=request.user, at=timezone.now()
    )
    if Registration.objects.filter(event=event, pk__in=keys, user=request.user).exists():
        messages.warning(request, _("Ask another host to record whether you attended."))
    if not count:
        return redirect("events:event_people", pk)
    said = ngettext("Recorded for %(count)d person.", "Recorded for %(count)d people.", count)
    recorded = ",".join(f"{key}:{_WORDS[came]}" for key, came in before.items())
    address = reverse("events:attendance_restore", args=[pk])
    messages.success(request, told(said % {"count": count}, Undo(address, {"recorded": recorded})))
    return redirect("events:event_people", pk)


@require_POST
def attendance_restore(request: MemberRequest, pk: int) -> HttpResponse:
    """Record again what was recorded before a click, for each person."""
    event = find_event(request.user, pk)
    require(request.user, "events.manage", event)
    recorded = {}
    for pair in request.POST.get("recorded", "").split(",")[:_MOST_RESTORED]:
        text, _sign, word = pair.partition(":")
        if (key := key_of(text)) and word in _CAME_BEFORE:
            recorded[key] = _CAME_BEFORE[word]
    restore_attendance(event=event, recorded=recorded, by=request.user, at=timezone.now())
    messages.success(request, _("Undone. The list is as it was before."))
    return redirect("events:event_people", pk)
