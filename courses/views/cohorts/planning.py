"""The cohorts of a course for those who teach it: list, plan, change, cancel, delete."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.forms.answering import save, show
from core.permissions import allows, require
from core.tables.work_table import WorkTable, show_table
from core.types import Member, MemberRequest
from core.web.requests import posted, reads_and_writes
from core.web.way_back import leads_back
from courses.actions.cohorts.planning import (
    cancel_cohort,
    change_cohort,
    delete_cohort,
    plan_cohort,
)
from courses.cohorts.standing import standing_of
from courses.forms.cohorts.planning import CancelCohortForm, EditCohortForm, NewCohortForm
from courses.models import Cohort, Course
from courses.views.cohorts.cohort_table import COHORTS
from courses.views.cohorts.finding import find_my_cohort


@leads_back(gettext_lazy("the cohorts"))
@require_safe
def cohort_list(request: MemberRequest, slug: str) -> HttpResponseBase:
    """Show the cohorts of the course that the reader looks after, the soonest first."""
    course = get_object_or_404(Course.objects.visible_to(request.user), slug=slug)
    cohorts = Cohort.objects.facilitated_by(request.user).filter(release__course=course)
    if not cohorts.exists():
        require(request.user, "courses.facilitate", course)
    now = timezone.now()
    rows = cohorts.select_related("release__course").soonest_first()
    table = WorkTable(
        request.GET, COHORTS, rows, rows=lambda some: [standing_of(one, now) for one in some]
    )
    return show_table(request, "courses/cohorts/cohort_list.html", table, {"course": course})


@reads_and_writes
def cohort_new(request: MemberRequest, slug: str) -> HttpResponse:
    """Plan a cohort of the newest published version of the course."""
    course = get_object_or_404(Course.objects.visible_to(request.user), slug=slug)
    require(request.user, "courses.facilitate", course)

    form = NewCohortForm(posted(request), planner=request.user)
    answer = save(
        request,
        form,
        lambda: plan_cohort(
            course=course,
            by=request.user,
            key_of_form=form.key,
            at=timezone.now(),
            **form.words,
        ),
        to=lambda cohort: cohort,
        said=_("Cohort planned."),
    )
    return answer or show(request, "courses/cohorts/cohort_edit.html", form, {"course": course})


@reads_and_writes
def cohort_edit(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Change the dates, places and facilitators of a cohort."""
    cohort = find_my_cohort(request, slug, pk)

    form = EditCohortForm(posted(request), instance=cohort, planner=request.user)
    answer = save(
        request,
        form,
        lambda: change_cohort(cohort=cohort, by=request.user, at=timezone.now(), **form.words),
        to=lambda saved: _page_after(request.user, saved),
        said=lambda saved: (
            _("Cohort saved.")
            if allows(request.user, "courses.facilitate_cohort", saved)
            else _("Cohort saved. You no longer look after it.")
        ),
    )
    context = {"course": cohort.release.course, "cohort": cohort}
    return answer or show(request, "courses/cohorts/cohort_edit.html", form, context)


def _page_after(user: Member, cohort: Cohort) -> Cohort | Course | str:
    """Return the page of the cohort, or the nearest one to it for who took themselves out of one that is not listed."""
    course = cohort.release.course
    if Cohort.objects.visible_to(user).filter(pk=cohort.pk).exists():
        return cohort
    is_open = Course.objects.visible_to(user).filter(pk=course.pk).exists()
    return course if is_open else "courses:course_list"


@reads_and_writes
def cohort_cancel(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Cancel a cohort, with the reason that its people read."""
    cohort = find_my_cohort(request, slug, pk)

    form = CancelCohortForm(posted(request))
    answer = save(
        request,
        form,
        lambda: cancel_cohort(cohort=cohort, by=request.user, at=timezone.now(), **form.words),
        to=("courses:cohort_detail", slug, pk),
        said=_("Cohort cancelled. We have told its people."),
    )
    context = {
        "course": cohort.release.course,
        "cohort": cohort,
        "waiting": cohort.waiting.count(),
    }
    return answer or show(request, "courses/cohorts/cohort_cancel.html", form, context)


@require_POST
def cohort_delete(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Delete a cohort that nobody was ever in."""
    cohort = find_my_cohort(request, slug, pk)

    delete_cohort(cohort=cohort)
    messages.success(request, _("Cohort deleted."))
    return redirect("courses:cohort_list", slug)
