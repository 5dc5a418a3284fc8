"""The learners of a cohort for those who look after them: all of them, and each one."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.forms.answering import save, show
from core.tables.work_table import WorkTable, show_table
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from core.web.way_back import leads_back
from courses.actions.cohorts.learners import move_learner, remove_learner
from courses.cohorts.standing import standing_of
from courses.forms.cohorts.learners import MoveLearnerForm, RemoveLearnerForm
from courses.models import Cohort, Enrolment
from courses.states import EnrolmentState
from courses.views.cohorts.finding import find_my_cohort
from courses.views.cohorts.learner_table import LEARNERS


@leads_back(gettext_lazy("the learners of the cohort"))
@require_safe
def cohort_learners(request: MemberRequest, slug: str, pk: int) -> HttpResponseBase:
    """Show the learners of a cohort with their progress."""
    cohort = find_my_cohort(request, slug, pk)
    rows = Enrolment.objects.filter(cohort=cohort).select_related(
        "user", "release__course", "progress", "cohort"
    )
    table = WorkTable(request.GET, LEARNERS, rows)
    context = {
        "course": cohort.release.course,
        "cohort": cohort,
        "standing": standing_of(cohort, timezone.now()),
        "waiting": cohort.waiting.count(),
    }
    return show_table(request, "courses/cohorts/cohort_learners.html", table, context)


def find_learner(cohort: Cohort, pk: int) -> Enrolment:
    """Return the place of a learner who learns in the cohort, or has completed the course in it. Raises 404."""
    places = Enrolment.objects.not_left().filter(cohort=cohort)
    return get_object_or_404(
        places.select_related("user", "release__course", "progress", "cohort"), pk=pk
    )


@reads_and_writes
def learner_move(request: MemberRequest, slug: str, pk: int, enrolment_pk: int) -> HttpResponse:
    """Move a learner to another cohort of the course that the reader looks after, with all they have done."""
    cohort = find_my_cohort(request, slug, pk)
    learner = find_learner(cohort, enrolment_pk)
    now = timezone.now()
    others = Cohort.objects.facilitated_by(request.user).filter(
        release__course=cohort.release.course
    )
    open_ones = [
        one
        for one in others.exclude(pk=cohort.pk).select_related("release").soonest_first()
        if not standing_of(one, now).is_ended
    ]

    form = MoveLearnerForm(posted(request), cohorts=open_ones)
    answer = save(
        request,
        form,
        lambda: move_learner(enrolment=learner, cohort=form.chosen, by=request.user, at=now),
        to=("courses:cohort_learners", slug, pk),
        said=_("Learner moved. We have told them."),
    )
    context = {
        "course": cohort.release.course,
        "cohort": cohort,
        "learner": learner,
        "others": open_ones,
    }
    return answer or show(request, "courses/cohorts/learner_move.html", form, context)


@reads_and_writes
def learner_remove(request: MemberRequest, slug: str, pk: int, enrolment_pk: int) -> HttpResponse:
    """Take a learner out of the cohort, with the reason that they read."""
    cohort = find_my_cohort(request, slug, pk)
    learner = find_learner(cohort, enrolment_pk)

    form = RemoveLearnerForm(posted(request))
    answer = save(
        request,
        form,
        lambda: remove_learner(enrolment=learner, at=timezone.now(), **form.words),
        to=("courses:cohort_learners", slug, pk),
        said=_("Learner taken out of the cohort. We have told them."),
    )
    context = {
        "course": cohort.release.course,
        "cohort": cohort,
        "learner": learner,
        "is_learning": learner.state == EnrolmentState.ACTIVE,
    }
    return answer or show(request, "courses/cohorts/learner_remove.html", form, context)
