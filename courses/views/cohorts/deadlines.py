"""The deadlines of a cohort, for all and for one learner; and copying a cohort with its dates."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.forms.answering import save, show
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from courses.actions.cohorts.deadlines import (
    copy_cohort,
    remove_deadline,
    set_deadline,
    shift_deadline,
)
from courses.cohorts.deadlines import dues_for, works_of
from courses.cohorts.standing import day_there
from courses.forms.cohorts.deadlines import CopyCohortForm, DeadlineForm, ShiftForm
from courses.models import Cohort, Deadline
from courses.progress.table_of_contents import table_of_contents
from courses.views.cohorts.finding import find_my_cohort
from courses.views.cohorts.learners import find_learner


@reads_and_writes
def cohort_deadlines(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Show the deadlines of the cohort in the order of the course, and set one more or change one."""
    cohort = find_my_cohort(request, slug, pk)
    table = table_of_contents(cohort.release)

    form = DeadlineForm(posted(request), cohort=cohort, table=table)
    answer = save(
        request,
        form,
        lambda: set_deadline(cohort=cohort, **form.words),
        to=("courses:cohort_deadlines", slug, pk),
        said=lambda deadline: _("Deadline set: %(what)s.") % {"what": deadline},
    )
    works = works_of(cohort, Deadline.objects.filter(cohort=cohort).for_display())
    places = {lesson.module_id: number for number, lesson in enumerate(table.lessons)}
    works.sort(key=lambda work: _place_of(work.deadline, places, table.places))
    context = {"course": cohort.release.course, "cohort": cohort, "works": works}
    return answer or show(request, "courses/cohorts/cohort_deadlines.html", form, context)


def _place_of(
    deadline: Deadline, modules: dict[int, int], lessons: dict[int, int]
) -> tuple[int, int]:
    """Order deadlines as the course is: a module after its lessons."""
    if deadline.lesson_id:
        return lessons.get(deadline.lesson_id, 0), 0
    return modules.get(deadline.module_id or 0, 0), 1


@require_POST
def deadline_remove(request: MemberRequest, slug: str, pk: int, deadline_pk: int) -> HttpResponse:
    """Remove a deadline of the cohort; one that is gone stays gone."""
    cohort = find_my_cohort(request, slug, pk)
    deadline = Deadline.objects.filter(cohort=cohort, pk=deadline_pk).first()
    if deadline is not None:
        remove_deadline(deadline=deadline)
    messages.success(request, _("Deadline removed."))
    return redirect("courses:cohort_deadlines", slug, pk)


@reads_and_writes
def learner_deadlines(
    request: MemberRequest, slug: str, pk: int, enrolment_pk: int
) -> HttpResponse:
    """Show the deadlines of one learner, and shift one of them with a reason."""
    cohort = find_my_cohort(request, slug, pk)
    learner = find_learner(cohort, enrolment_pk)
    now = timezone.now()
    dues = dues_for(learner, now=now)

    form = ShiftForm(posted(request), dues=dues, cohort=cohort, today=day_there(cohort, now))
    answer = save(
        request,
        form,
        lambda: shift_deadline(
            deadline=form.chosen,
            enrolment=learner,
            due_on=form.cleaned_data["due_on"],
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        ),
        to=("courses:learner_deadlines", slug, pk, enrolment_pk),
        said=_("Deadline shifted. We have told the learner."),
    )
    context = {
        "course": cohort.release.course,
        "cohort": cohort,
        "learner": learner,
        "dues": dues,
    }
    return answer or show(request, "courses/cohorts/learner_deadlines.html", form, context)


@reads_and_writes
def cohort_copy(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Plan another cohort like this one; its days and deadlines move along with the first day."""
    cohort = find_my_cohort(request, slug, pk)

    form = CopyCohortForm(posted(request), cohort=cohort)
    answer = save(
        request,
        form,
        lambda: copy_cohort(
            cohort=cohort,
            by=request.user,
            key_of_form=form.key,
            at=timezone.now(),
            **form.words,
        ),
        to=lambda copied: ("courses:cohort_edit", slug, copied[0].pk),
        said=_said_of_copy,
    )
    context = {"course": cohort.release.course, "cohort": cohort}
    return answer or show(request, "courses/cohorts/cohort_copy.html", form, context)


def _said_of_copy(copied: tuple[Cohort, list[str]]) -> str:
    left_out = copied[1]
    if not left_out:
        return _("Cohort copied. Check its dates.")
    words = {"lessons": ", ".join(left_out)}
    return (
        _(
            "Cohort copied. Check its dates. Deadlines of lessons that the newest version of the course does not "
            "have were left out: %(lessons)s."
        )
        % words
    )
