"""The page of a course, and taking a place in it."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.covers.pages import send_cover
from core.permissions import allows
from core.prepared import prepared
from core.types import Member, MemberRequest, Person
from core.web.requests import found_or_404
from core.web.telling import Undo, told
from courses.actions.learning import enrol, leave_course
from courses.catalogue.named import facilitators_named, topics_named
from courses.catalogue.past_learners import past_learners
from courses.cohorts.deadlines import dues_for
from courses.cohorts.live_sessions import LiveSession, sessions_ahead
from courses.cohorts.standing import Standing, standing_of
from courses.models import (
    Cohort,
    Course,
    CoursePrerequisite,
    Enrolment,
    ExtraAttempts,
    Programme,
    Release,
    WaitingPlace,
)
from courses.progress.history import enrolment_history
from courses.progress.lines import line_of_progress
from courses.progress.outline import Outline, outline_of
from courses.progress.release_changes import changes_for
from courses.progress.rendered import rendered_modules
from courses.progress.what_is_left import what_is_left
from courses.states import ENROLMENT_FLOW, CourseState, EnrolmentState


@login_not_required
@require_safe
def course_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a course to everyone; to its learners with their progress."""
    course = found_or_404(courses_named(request.user, slug))
    enrolment = latest_enrolment(request, course)
    release = enrolment.release if enrolment else release_to_show(course)
    if release is not None:
        release.course = course
    outline = outline_of(release, enrolment) if release else None
    standings = _standings(request.user, course, timezone.now())
    before = _before(request.user, course)
    context = {
        "course": course,
        "facilitators": facilitators_named(course),
        "topics": topics_named(course),
        "release": release,
        "enrolment": enrolment,
        "newer": _newer_release(enrolment),
        "story": enrolment_history(enrolment) if enrolment else [],
        "certificate": getattr(enrolment, "certificate", None),
        "outline": outline,
        "modules": _modules(outline, enrolment) if outline else [],
        "line": line_of_progress(enrolment, now=timezone.now()) if enrolment else "",
        "may_facilitate": allows(request.user, "courses.facilitate", course),
        **_for_those_who_choose(request.user, course, enrolment),
        "dues": dues_for(enrolment, now=timezone.now()) if enrolment else [],
        "sessions": _sessions(request, enrolment),
        "before": before,
        "needed_first": _needed_first(before) if enrolment is None else None,
        "standings": standings,
        "waiting": _waiting(request.user, standings),
    }
    return render(request, "courses/course_detail.html", context)


def _for_those_who_choose(
    reader: Person, course: Course, enrolment: Enrolment | None
) -> dict[str, Any]:
    """Return what past learners did and which programmes there are; who has a place finds both a page further."""
    if enrolment is not None and enrolment.is_here:
        return {"has_place": True}
    return {
        "past": past_learners(course, reader=reader),
        "programmes": programmes_with(course),
    }


@login_not_required
@require_safe
def course_past(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell what past learners did with a course, and which programmes it is part of."""
    course = found_or_404(courses_named(request.user, slug))
    context = {
        "course": course,
        "past": past_learners(course, reader=request.user),
        "programmes": programmes_with(course),
    }
    return render(request, "courses/catalogue/course_past.html", context)


def _sessions(request: HttpRequest, enrolment: Enrolment | None) -> list[LiveSession]:
    """Return the live sessions to come of the learner's cohort."""
    if enrolment is None or not request.user.is_authenticated:
        return []
    enrolment.user = request.user
    return sessions_ahead(enrolment, now=timezone.now())


def _modules(outline: Outline, enrolment: Enrolment | None) -> list[SafeString]:
    """Render the modules; to those who learn or have completed each lesson is a link."""
    return rendered_modules(
        "courses/_course_module.html",
        outline,
        current=outline.next_lesson,
        is_enrolled=enrolment is not None,
        has_links=enrolment is not None and enrolment.is_here,
    )


def _newer_release(enrolment: Enrolment | None) -> dict[str, Any]:
    """Return the current release for somebody who learns in an older one, with what it changes."""
    if enrolment is None or enrolment.state != EnrolmentState.ACTIVE:
        return {}
    if enrolment.release.superseded_at is None:
        return {}
    newest = Release.objects.current().filter(course=enrolment.release.course_id).first()
    if newest is None:
        return {}
    newest.course = enrolment.release.course
    return {"release": newest, "changes": changes_for(enrolment, newest)}


def _standings(user: Person, course: Course, now: dt.datetime) -> list[Standing]:
    """Return the cohorts that have not ended, as they stand; one query, and none where there is no cohort."""
    if not course.has_cohorts:  # type: ignore[attr-defined]
        return []
    standings = [standing_of(cohort, now) for cohort in _cohorts(user, course)]
    return [standing for standing in standings if not standing.is_ended]


def _waiting(user: Person, standings: list[Standing]) -> set[int]:
    """Return the cohorts on whose waiting list the reader is; asked only where there can be one."""
    full = [standing.cohort for standing in standings if standing.cohort.places_left == 0]
    if not user.is_authenticated or not full:
        return set()
    mine = WaitingPlace.objects.filter(user=user, cohort__in=full)
    return set(mine.values_list("cohort", flat=True))


def _before(user: Person, course: Course) -> list[CoursePrerequisite]:
    """Return what comes before the course, each marked whether the reader has completed it; nothing asked where nothing does."""
    if not course.has_prerequisites:  # type: ignore[attr-defined]
        return []
    rows = list(_prerequisites(course))
    done: set[int] = set()
    if user.is_authenticated:
        completed = Enrolment.objects.filter(user=user, state=EnrolmentState.COMPLETED)
        done = set(completed.values_list("release__course", flat=True))
    for row in rows:
        row.is_done = row.needed_id in done
    return rows


def _needed_first(before: list[CoursePrerequisite]) -> Course | None:
    """Return the first course that the reader has to complete before they can enrol."""
    return next((one.needed for one in before if one.is_required and not one.is_done), None)


@prepared
def _prerequisites(course: Course) -> QuerySet[CoursePrerequisite]:
    rows = CoursePrerequisite.objects.that_count().filter(course=course)
    return rows.select_related("needed").in_order()


@prepared
def _cohorts(user: Person, course: Course) -> QuerySet[Cohort]:
    cohorts = Cohort.objects.visible_to(user).filter(release__course=course, cancelled_at=None)
    return cohorts.soonest_first()


@prepared
def courses_named(user: Person, slug: str) -> QuerySet[Course]:
    """Return the course of this address, if the reader may see it."""
    before = CoursePrerequisite.objects.filter(course=OuterRef("pk"))
    cohorts = Cohort.objects.filter(release__course=OuterRef("pk"), cancelled_at=None)
    courses = Course.objects.visible_to(user).with_cover().filter(slug=slug)
    return courses.annotate(has_prerequisites=Exists(before), has_cohorts=Exists(cohorts))


@prepared
def programmes_with(course: Course) -> QuerySet[Programme]:
    """Return the published programmes that the course is part of."""
    return Programme.objects.published().filter(courses__course=course).order_by("title", "pk")


@login_not_required
@require_safe
def course_cover(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """Send a picture of the course's own cover to those who may see the course."""
    course = get_object_or_404(Course.objects.visible_to(request.user), slug=slug)
    return send_cover(course, name, is_for_everyone=course.state == CourseState.PUBLISHED)


@require_safe
def course_left(request: MemberRequest, slug: str) -> HttpResponse:
    """Tell a learner what is left to do before the course counts as completed, and why."""
    course = found_or_404(courses_named(request.user, slug))
    enrolment = latest_enrolment(request, course)
    if enrolment is None or not enrolment.is_here:
        return redirect(course)
    enrolment.release.course = course
    due = {
        key: due.due_on for due in dues_for(enrolment, now=timezone.now()) for key in due.work.keys
    }
    outline = outline_of(enrolment.release, enrolment)
    context = {
        "course": course,
        "enrolment": enrolment,
        "left": what_is_left(enrolment, due),
        "optional": [
            lesson
            for lesson in outline.lessons
            if not lesson.is_required and not outline.is_done(lesson)
        ],
        "certificate": getattr(enrolment, "certificate", None),
    }
    return render(request, "courses/course_left.html", context)


@require_POST
def course_enrol(request: MemberRequest, slug: str) -> HttpResponse:
    """Take a place and go to the first lesson that is not done."""
    course = get_object_or_404(Course.objects.visible_to(request.user), slug=slug)
    enrolment = enrol(user=request.user, course=course, at=timezone.now())
    messages.success(request, _("You are enrolled. Start whenever you like."))
    lesson = outline_of(enrolment.release, enrolment).next_lesson
    return redirect(lesson or course)


@require_POST
def course_leave(request: MemberRequest, slug: str) -> HttpResponse:
    """Leave the course; what was done is kept."""
    enrolment = get_object_or_404(
        Enrolment.objects.filter(user=request.user, release__course__slug=slug)
        .select_related("release__course")
        .newest_first()[:1]
    )
    if not ENROLMENT_FLOW.leads_here("leave", enrolment):
        leave_course(enrolment=enrolment, by=request.user, at=timezone.now())
        sentence = _("You have left the course. Your progress is kept if you want to come back.")
        undo = Undo(reverse("courses:course_enrol", args=[slug]))
        messages.success(request, told(sentence, undo))
    return redirect(enrolment)


def latest_enrolment(request: HttpRequest, course: Course) -> Enrolment | None:
    """Return the place the reader took last in this course, with release and certificate."""
    if not request.user.is_authenticated:
        return None
    return next(iter(_places(request.user, course)), None)


@prepared
def _places(user: Member, course: Course) -> QuerySet[Enrolment]:
    mine = Enrolment.objects.filter(user=user, release__course=course)
    given = ExtraAttempts.objects.filter(enrolment=OuterRef("pk"))
    places = mine.select_related("release", "certificate", "progress", "cohort")
    return places.annotate(has_extra_attempts=Exists(given)).newest_first()[:1]


def release_to_show(course: Course) -> Release | None:
    """Return the current release; of a course that has none yet, its draft."""
    open_releases = Release.objects.filter(course=course, superseded_at=None)
    return open_releases.order_by(F("published_at").asc(nulls_last=True), "number").first()
