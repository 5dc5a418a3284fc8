"""The live sessions of a cohort, for those who look after its learners: make, add, remove."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from core.forms.answering import save, show
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from core.web.telling import Undo, linked, told
from courses.actions.cohorts.attendance import count_session_for
from courses.actions.cohorts.live_sessions import (
    add_live_sessions,
    create_live_session,
    remove_live_session,
)
from courses.cohorts.live_lessons import lessons_by_event
from courses.cohorts.live_sessions import MOST_TO_ADD, events_to_add
from courses.forms.cohorts.live_sessions import (
    AddEventsForm,
    LessonOfSessionForm,
    NewLiveSessionForm,
)
from courses.models import Cohort
from courses.views.cohorts.finding import find_my_cohort
from events.models import Event


@reads_and_writes
def live_session_new(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Make an event or a series for the cohort alone, as a draft."""
    cohort = find_my_cohort(request, slug, pk)
    now = timezone.now()
    form = NewLiveSessionForm(
        posted(request), cohort=cohort, author=request.user, reader=request.user, now=now
    )
    answer = save(
        request,
        form,
        lambda: _create(request, cohort, form, now),
        to=lambda event: event.series or event,
        said=_("Draft saved. Once you publish it, the learners of the cohort can register."),
    )
    context = {"course": cohort.release.course, "cohort": cohort}
    return answer or show(request, "courses/cohorts/live_session_new.html", form, context)


def _create(
    request: MemberRequest, cohort: Cohort, form: NewLiveSessionForm, now: dt.datetime
) -> Event:
    words = {**form.times, **form.words}
    if form.is_series:
        words |= {"rhythm": form.cleaned_data["rhythm"], "moments": form.moments}
    return create_live_session(cohort=cohort, by=request.user, key=form.key, at=now, **words)


@reads_and_writes
def live_session_add(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Add events that the reader looks after to the cohort."""
    cohort = find_my_cohort(request, slug, pk)
    now = timezone.now()
    events = list(events_to_add(cohort, by=request.user, now=now)[:MOST_TO_ADD])

    form = AddEventsForm(posted(request), events=events)
    answer = save(
        request,
        form,
        lambda: add_live_sessions(cohort=cohort, keys=form.chosen, by=request.user, at=now),
        to=("courses:cohort_detail", slug, pk),
        said=lambda added: _added(len(added)),
    )
    context = {"course": cohort.release.course, "cohort": cohort, "events": events}
    return answer or show(request, "courses/cohorts/live_session_add.html", form, context)


def _added(number: int) -> str:
    words = ngettext("%(number)d live session added.", "%(number)d live sessions added.", number)
    return words % {"number": number}


@require_POST
def live_session_remove(request: MemberRequest, slug: str, pk: int, event_pk: int) -> HttpResponse:
    """Take an event out of the cohort; the event stays."""
    cohort = find_my_cohort(request, slug, pk)
    event = get_object_or_404(Event.objects.visible_to(request.user), pk=event_pk)

    remove_live_session(cohort=cohort, event=event)
    can_be_added = events_to_add(cohort, by=request.user, now=timezone.now()).filter(pk=event_pk)
    address = reverse("courses:live_session_add", args=[slug, pk])
    undo = Undo(address, {"events": event_pk}) if can_be_added.exists() else None
    said = _("%(event)s is no longer a session of this cohort.")
    messages.success(request, told(said, undo, event=linked(event, event)))
    return redirect("courses:cohort_detail", slug, pk)


@require_POST
def live_session_lesson(request: MemberRequest, slug: str, pk: int, event_pk: int) -> HttpResponse:
    """Say for which lesson a session of the cohort counts; who came has done that lesson at once."""
    cohort = find_my_cohort(request, slug, pk)
    event = get_object_or_404(Event.objects.visible_to(request.user), pk=event_pk)
    form = LessonOfSessionForm(request.POST, cohort=cohort)
    if not form.is_valid():
        messages.error(request, str(form.errors["lesson"][0]))
        return redirect("courses:cohort_detail", slug, pk)
    before = lessons_by_event(cohort).get(event_pk)
    lesson = form.cleaned_data["lesson"]
    count_session_for(cohort=cohort, event=event, lesson=lesson, at=timezone.now())
    address = reverse("courses:live_session_lesson", args=[slug, pk, event_pk])
    undo = Undo(address, {"lesson": before or ""})
    said = (
        _("Attending %(event)s completes the lesson “%(lesson)s”.")
        if lesson
        else _("Attending %(event)s no longer completes a lesson. Lessons already done stay done.")
    )
    messages.success(request, told(said, undo, event=linked(event, event), lesson=lesson or ""))
    return redirect("courses:cohort_detail", slug, pk)
