"""The grading queue, and one piece of work beside its rubric."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from core.forms.answering import save, show
from core.permissions import require
from core.tables.work_table import WorkTable, show_table
from core.types import Member, MemberRequest
from core.web.requests import key_of, posted, reads_and_writes
from core.web.telling import told
from core.web.way_back import leads_back
from courses.actions.coursework.grading import accept_work, return_many, return_work
from courses.forms.coursework.grading import MOST_AT_ONCE, GradeForm, ReturnManyForm
from courses.models import Criterion, CriterionMark, HandIn, HandInFile
from courses.models.hand_ins import HandInQuerySet
from courses.progress.hand_ins import hand_ins_of
from courses.progress.peer_reviews import reviews_of
from courses.states import HandInState
from courses.views.coursework.grading_table import grading_layout

_PEERS = "peers"


@leads_back(gettext_lazy("the work to grade"))
@require_safe
def grading_list(request: MemberRequest) -> HttpResponseBase:
    """Show what learners handed in, the oldest first; ``?state=`` and ``?course=`` narrow it."""
    mine = HandIn.objects.gradable_by(request.user)
    course = request.GET.get("course", "").replace("\0", "")
    if course:
        mine = mine.filter(enrolment__release__course__slug=course)
    asked = request.GET.get("state", "")
    state = asked if asked in HandInState.values else HandInState.WAITING
    is_peers = asked == _PEERS
    rows = mine.waiting() if state == HandInState.WAITING else mine.filter(state=state)
    if is_peers:
        rows = mine.with_peers()
    context: dict[str, Any] = {
        "course_slug": course,
        "courses": _courses(request.user),
        "tabs": [
            (
                f"{each.label} ({count})",
                f"?state={each.value}{_and(course)}",
                each == state and not is_peers,
            )
            for each, count in _counts(mine).items()
        ],
    }
    if is_peers or (reviewed := mine.with_peers().count()):
        count = rows.count() if is_peers else reviewed
        words = _("Reviewed by learners (%(count)d)") % {"count": count}
        context["tabs"].append((words, f"?state={_PEERS}{_and(course)}", is_peers))
    table = WorkTable(
        request.GET,
        grading_layout(is_waiting=state == HandInState.WAITING and not is_peers),
        rows.select_related("lesson", "enrolment__user", "enrolment__release__course"),
    )
    return show_table(request, "courses/coursework/grading_list.html", table, context)


def _and(course: str) -> str:
    return f"&{urlencode({'course': course})}" if course else ""


def _counts(mine: HandInQuerySet) -> dict[HandInState, int]:
    rest = mine.exclude(state=HandInState.WAITING).order_by().values_list("state")
    counts = dict(rest.annotate(Count("pk")))
    waiting = mine.waiting().count()
    return {
        each: waiting if each == HandInState.WAITING else counts.get(each, 0)
        for each in HandInState
    }


def _courses(user: Member) -> list[tuple[str, str]]:
    """Return slug and title of the courses in which this person has something to grade, or had."""
    names = ("enrolment__release__course__slug", "enrolment__release__course__title")
    mine = HandIn.objects.gradable_by(user).order_by(names[1]).values_list(*names)
    return list(mine.distinct())


@reads_and_writes
def hand_in_grade(request: MemberRequest, pk: int) -> HttpResponse:
    """Read the work beside its rubric; accept it or return it, then go on to the next one that waits."""
    hand_in = get_object_or_404(_with_everything(request.user), pk=pk)
    require(request.user, "courses.grade", hand_in)
    criteria = list(Criterion.objects.filter(lesson=hand_in.lesson).in_order())
    before, after = _neighbours(request.user, hand_in)

    form = GradeForm(posted(request), hand_in=hand_in, criteria=criteria)
    act = accept_work if form.is_accepting else return_work
    answer = save(
        request,
        form,
        lambda: act(
            hand_in=hand_in,
            by=request.user,
            marks=form.marks,
            feedback=form.cleaned_data["feedback"],
            edit_number=form.cleaned_data["edit_number"],
            at=timezone.now(),
        ),
        to=after.grading_address if after else "courses:grading_list",
        said=lambda done: told(
            _("Accepted. We have told %(learner)s.")
            if done.state == HandInState.ACCEPTED
            else _("Returned for changes. We have told %(learner)s."),
            learner=hand_in.enrolment.user,
        ),
    )
    context = {
        "hand_in": hand_in,
        "course": hand_in.enrolment.release.course,
        "lesson": hand_in.lesson,
        "reviews": reviews_of(hand_in, criteria),
        "earlier": [
            each
            for each in hand_ins_of(hand_in.enrolment, hand_in.lesson)
            if each.handed_in_at < hand_in.handed_in_at
        ],
        "before": before,
        "after": after,
    }
    return answer or show(request, "courses/coursework/hand_in_grade.html", form, context)


def _with_everything(user: Member) -> QuerySet[HandIn]:
    marks = CriterionMark.objects.select_related("criterion")
    return (
        HandIn.objects.gradable_by(user)
        .select_related(
            "graded_by",
            "lesson__module__release__course",
            "enrolment__user",
            "enrolment__cohort",
            "enrolment__release__course",
        )
        .prefetch_related(
            Prefetch("marks", marks), Prefetch("files", HandInFile.objects.order_by("pk"))
        )
    )


def _neighbours(user: Member, hand_in: HandIn) -> tuple[HandIn | None, HandIn | None]:
    """Return what waits just longer and just shorter than this one. Two queries."""
    waiting = HandIn.objects.gradable_by(user).waiting().exclude(pk=hand_in.pk)
    at, pk = hand_in.handed_in_at, hand_in.pk
    earlier = Q(handed_in_at__lt=at) | Q(handed_in_at=at, pk__lt=pk)
    before = waiting.filter(earlier).order_by("-handed_in_at", "-pk").first()
    return before, waiting.exclude(earlier).oldest_first().first()


@reads_and_writes
def grading_return(request: MemberRequest) -> HttpResponse:
    """Return all work that was ticked, with the same words; the page names it first."""
    ticked = [key_of(key) for key in request.GET.getlist("chosen")[:MOST_AT_ONCE]]
    form = ReturnManyForm(posted(request), initial={"chosen": ",".join(map(str, ticked))})
    answer = save(
        request,
        form,
        lambda: return_many(
            keys=form.cleaned_data["chosen"],
            by=request.user,
            feedback=form.cleaned_data["feedback"],
            at=timezone.now(),
        ),
        to="courses:grading_list",
        said=lambda returned: _said_of_many(len(returned), len(form.cleaned_data["chosen"])),
    )
    keys = [key_of(key) for key in str(form["chosen"].value() or "").split(",")]
    waiting = HandIn.objects.gradable_by(request.user).waiting().filter(pk__in=keys)
    context = {"hand_ins": waiting.select_related("enrolment__user", "lesson").oldest_first()}
    return answer or show(request, "courses/coursework/grading_return.html", form, context)


def _said_of_many(returned: int, chosen: int) -> str:
    """Say how much was returned, and how much of what was chosen no longer waits for this person."""
    if not returned:
        return _("None of this work is waiting any more.")
    words = ngettext(
        "%(count)d piece of work returned. We have told its learner.",
        "%(count)d pieces of work returned. We have told their learners.",
        returned,
    )
    if returned == chosen:
        return words % {"count": returned}
    rest = ngettext(
        "%(count)d more was dealt with already.",
        "%(count)d more were dealt with already.",
        chosen - returned,
    )
    return f"{words % {'count': returned}} {rest % {'count': chosen - returned}}"
