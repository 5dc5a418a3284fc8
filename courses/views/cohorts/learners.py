"""The learners of a cohort for those who look after them: all of them, and each one."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from core.forms.answering import save, show
from core.tables.filters import Filters
from core.tables.work_table import WorkTable, show_table
from core.types import MemberRequest
from core.web.requests import key_of, posted, reads_and_writes
from core.web.way_back import leads_back
from courses.actions.cohorts.facilitating import tick_lesson, write_to_learners
from courses.actions.cohorts.learners import move_learner, remove_learner
from courses.cohorts.live_sessions import attendance_in, live_sessions_of
from courses.cohorts.standing import standing_of
from courses.cohorts.stuck import learners_of, stuck_learners, with_questions
from courses.forms.cohorts.facilitating import LearnerFilterForm, TickForm, WriteForm
from courses.forms.cohorts.learners import MoveLearnerForm, RemoveLearnerForm
from courses.models import Cohort, Enrolment, StaffTick
from courses.progress.outline import outline_of
from courses.states import EnrolmentState
from courses.views.cohorts.finding import find_my_cohort
from courses.views.cohorts.learner_table import csv_layout, learner_layout
from events.states import EventState


@leads_back(gettext_lazy("the learners of the cohort"))
@require_safe
def cohort_learners(request: MemberRequest, slug: str, pk: int) -> HttpResponseBase:
    """Show the learners of a cohort, those who are stuck first and with which question; or all of it as CSV."""
    cohort = find_my_cohort(request, slug, pk)
    now = timezone.now()
    learners = learners_of([cohort], now=now)[cohort.pk]
    form = LearnerFilterForm(request.GET)
    shown = form.narrowed(learners)
    is_csv = request.GET.get("as") == "csv"
    attendance = attendance_in(cohort, now=now)
    layout = (csv_layout if is_csv else learner_layout)(cohort, attendance)
    table = WorkTable(request.GET, layout, shown, rows=with_questions)
    context = {
        "course": cohort.release.course,
        "cohort": cohort,
        "standing": standing_of(cohort, now),
        "waiting": list(cohort.waiting.select_related("user").in_order()),
        "stuck": len(stuck_learners(learners)),
        "filters": Filters(form, request.GET),
    }
    return show_table(request, "courses/cohorts/cohort_learners.html", table, context)


@reads_and_writes
def cohort_learner(request: MemberRequest, slug: str, pk: int, enrolment_pk: int) -> HttpResponse:
    """Show how one learner is doing, and count a lesson as done for them."""
    cohort = find_my_cohort(request, slug, pk)
    place = find_learner(cohort, enrolment_pk)
    learners = learners_of([cohort], now=timezone.now())[cohort.pk]
    [learner] = with_questions([one for one in learners if one.place.pk == place.pk])
    outline = outline_of(cohort.release, learner.place)
    open_lessons = [lesson for lesson in outline.lessons if not outline.is_done(lesson)]
    offered = open_lessons if request.method != "POST" else list(outline.lessons)

    form = TickForm(posted(request), lessons=offered)
    answer = save(
        request,
        form,
        lambda: tick_lesson(
            enrolment=place,
            lesson=form.chosen,
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        ),
        to=("courses:cohort_learner", slug, pk, enrolment_pk),
        said=_("Lesson counted as done. We have told the learner."),
    )
    sessions = live_sessions_of(cohort, reader=request.user, of=place.user, now=timezone.now())
    ticks = StaffTick.objects.filter(enrolment=place).select_related("lesson", "ticked_by")
    context = {
        "course": cohort.release.course,
        "cohort": cohort,
        "learner": learner,
        "place": learner.place,
        "next_lesson": outline.next_lesson,
        "sessions": [one for one in sessions if one.event.state == EventState.PUBLISHED],
        "ticks": ticks.order_by("ticked_at", "pk"),
        "may_tick": bool(open_lessons),
        "is_learning": place.state == EnrolmentState.ACTIVE,
    }
    return answer or show(request, "courses/cohorts/cohort_learner.html", form, context)


@reads_and_writes
def cohort_write(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Write to the chosen learners of the cohort, after a look at what they would get."""
    cohort = find_my_cohort(request, slug, pk)
    keys = [key for text in request.GET.getlist("chosen") if (key := key_of(text))]
    here = Enrolment.objects.not_left().filter(cohort=cohort, pk__in=keys)
    places = list(here.select_related("user").order_by("user__full_name", "pk"))

    form = WriteForm(posted(request))
    if "send" in request.POST and (
        answer := save(
            request,
            form,
            lambda: write_to_learners(
                cohort=cohort,
                places=places,
                words=form.cleaned_data["message"],
                by=request.user,
                key=form.key,
                at=timezone.now(),
            ),
            to=("courses:cohort_learners", slug, pk),
            said=lambda message: _sent(message.recipients.count()),
        )
    ):
        return answer
    context = {
        "course": cohort.release.course,
        "cohort": cohort,
        "places": places,
        "preview": form.cleaned_data["message"] if form.is_valid() else "",
        "sender": request.user,
    }
    return show(request, "courses/cohorts/cohort_write.html", form, context)


def _sent(number: int) -> str:
    words = ngettext(
        "Message sent to %(number)d learner.", "Message sent to %(number)d learners.", number
    )
    return words % {"number": number}


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
        said=_("Learner removed from the cohort. We have told them."),
    )
    context = {
        "course": cohort.release.course,
        "cohort": cohort,
        "learner": learner,
        "is_learning": learner.state == EnrolmentState.ACTIVE,
    }
    return answer or show(request, "courses/cohorts/learner_remove.html", form, context)
