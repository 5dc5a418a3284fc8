"""The page of a cohort, for everyone who may see it."""

from dataclasses import replace
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.permissions import allows
from core.types import Member
from courses.cohorts.deadlines import dues_for
from courses.cohorts.in_charge import facilitators_in_charge
from courses.cohorts.live_lessons import lessons_by_event, live_lessons_of
from courses.cohorts.live_sessions import LiveSession, live_sessions_of
from courses.cohorts.rooms import rooms_of
from courses.cohorts.standing import standing_of
from courses.models import Cohort, CohortMessage, Enrolment, WaitingPlace
from courses.views.cohorts.finding import find_cohort
from library.gaps.workers import gaps_worked_on


@login_not_required
@require_safe
def cohort_detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show the dates of a cohort, who facilitates it, and what the reader can do."""
    cohort = find_cohort(request.user, slug, pk)
    context = {
        "course": cohort.release.course,
        "cohort": cohort,
        "standing": standing_of(cohort, timezone.now()),
        "facilitators": facilitators_in_charge(cohort),
        "may_facilitate": allows(request.user, "courses.facilitate_cohort", cohort),
        "gaps": gaps_worked_on("cohort", cohort.pk),
        **_place_of(request, cohort),
    }
    if context["may_facilitate"] or context.get("enrolment"):
        context["sessions"] = _sessions(request, cohort)
        if context["may_facilitate"] and context["sessions"]:
            context["live_lessons"] = live_lessons_of(cohort)
            completed = lessons_by_event(cohort) if context["live_lessons"] else {}
            context["sessions"] = [
                replace(one, completes=completed.get(one.event.pk)) for one in context["sessions"]
            ]
        context["rooms"] = rooms_of(cast(Member, request.user), cohort)
    return render(request, "courses/cohorts/cohort_detail.html", context)


def _sessions(request: HttpRequest, cohort: Cohort) -> list[LiveSession]:
    """Return the live sessions, those to come before those that are over."""
    if not request.user.is_authenticated:
        return []
    now = timezone.now()
    sessions = live_sessions_of(cohort, reader=request.user, of=request.user, now=now)
    return sorted(sessions, key=lambda one: one.is_over)


def _place_of(request: HttpRequest, cohort: Cohort) -> dict[str, Any]:
    """Return the reader's place in the cohort, or theirs on its waiting list."""
    if not request.user.is_authenticated:
        return {}
    mine = Enrolment.objects.not_left().filter(user=request.user, cohort=cohort)
    enrolment = mine.select_related("release__course", "progress", "cohort").newest_first().first()
    waiting = WaitingPlace.objects.filter(user=request.user, cohort=cohort).first()
    return {
        "enrolment": enrolment,
        "dues": dues_for(enrolment, now=timezone.now()) if enrolment else [],
        "waiting": waiting,
        "messages_to_me": CohortMessage.objects.written_to(request.user)
        .filter(cohort=cohort)
        .select_related("sender"),
        "before_me": WaitingPlace.objects.filter(cohort=cohort, pk__lt=waiting.pk).count()
        if waiting
        else 0,
    }
