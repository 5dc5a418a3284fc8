"""The recording and the slides of an event."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.forms.answering import save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from core.web.telling import Undo, linked, told
from events.actions.afterwards import add_slides, remove_slides, set_recording
from events.forms.afterwards import RecordingForm
from events.models import Event
from events.pages.joining import papers_of
from events.refusals import SlidesRefused
from events.views.events import find_event
from library.catalogue.models import Record
from library.finding.record_picker import FindRecordForm, find_records, record_from_address


def _find_managed(request: MemberRequest, pk: int) -> Event:
    event = find_event(request.user, pk)
    require(request.user, "events.manage", event)
    return event


@reads_and_writes
def event_afterwards(request: MemberRequest, pk: int) -> HttpResponse:
    """Say where the recording is, who agreed to it, and who finds it."""
    event = _find_managed(request, pk)
    form = RecordingForm(
        posted(request),
        initial={
            "link": event.recording_link,
            "consent": event.recording_consent,
            "readers": event.recording_for,
        },
    )
    answer = save(
        request,
        form,
        lambda: set_recording(event=event, **form.words),
        to=event,
        said=_("Recording saved."),
    )
    return answer or show(request, "events/event_afterwards.html", form, {"event": event})


@reads_and_writes
def event_slides(request: MemberRequest, pk: int) -> HttpResponse:
    """Add records of the library to the event: its slides and other papers."""
    event = _find_managed(request, pk)
    if request.method == "POST":
        record = record_from_address(request.POST.get("record"), user=request.user)
        if record is None:
            raise SlidesRefused
        add_slides(event=event, record=record, at=timezone.now())
        undo = Undo(reverse("events:slides_remove", args=[pk, record.pk]))
        work = linked(f"“{record}”", record)
        messages.success(request, told(_("%(work)s added."), undo, work=work))
        return redirect("events:event_slides", pk)
    query = FindRecordForm(request.GET).text
    papers = papers_of(event)
    found = find_records(query, user=request.user) if query else []
    context = {
        "event": event,
        "papers": papers,
        "query": query,
        "found": [record for record in found if record not in papers],
    }
    return render(request, "events/event_slides.html", context)


@require_POST
def slides_remove(request: MemberRequest, pk: int, record_pk: int) -> HttpResponse:
    """Remove a record from the event; one that is gone stays gone."""
    event = _find_managed(request, pk)
    record = Record.objects.visible_to(request.user).filter(pk=record_pk).first()
    remove_slides(event=event, record_id=record_pk)
    if record is not None:
        undo = Undo(reverse("events:event_slides", args=[pk]), {"record": record_pk})
        work = linked(f"“{record}”", record)
        messages.success(request, told(_("%(work)s removed."), undo, work=work))
    return redirect("events:event_slides", pk)
