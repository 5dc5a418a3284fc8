"""The page of a course's learners and their progress."""

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.permissions import require
from core.queries.counting import number_of
from core.tables.work_table import WorkTable, show_table
from core.types import MemberRequest
from core.web.way_back import leads_back
from courses.models import Course, Enrolment, Lesson, LessonCompletion, used_up
from courses.models.more_attempts import stuck
from courses.states import EnrolmentState
from courses.views.learner_table import LEARNERS

# Beside the states: those who have used all attempts at a quiz.
_STUCK = "stuck"


@leads_back(gettext_lazy("the learners"))
@require_safe
def learner_list(request: MemberRequest, slug: str) -> HttpResponseBase:
    """Show all places in the course with their progress, the newest first; ``?state=`` narrows them."""
    course = get_object_or_404(Course.objects.visible_to(request.user), slug=slug)
    require(request.user, "courses.facilitate", course)

    enrolments: QuerySet[Enrolment] = Enrolment.objects.filter(release__course=course)
    counts = dict(
        enrolments.order_by()
        .values_list("state")
        .annotate(Count("pk"))
        .values_list("state", "pk__count")
    )
    waiting = stuck(enrolments).count()
    asked = request.GET.get("state", "")
    state = asked if asked in EnrolmentState.values else ""
    if state:
        enrolments = enrolments.filter(state=state)
    elif asked == _STUCK:
        enrolments = stuck(enrolments)
    else:
        enrolments = enrolments.exclude(state=EnrolmentState.MOVED)
    completions = LessonCompletion.objects.filter(enrolment=OuterRef("pk"))
    done = completions.filter(lesson__is_required=True)
    lessons = Lesson.objects.filter(module__release=OuterRef("release"), is_required=True)
    rows = enrolments.select_related("user", "release__course", "certificate").annotate(
        is_stuck=Exists(used_up()),
        done=number_of(done, by="enrolment"),
        total=number_of(lessons, by="module__release"),
        last_at=Subquery(completions.order_by("-completed_at", "-pk").values("completed_at")[:1]),
    )
    moved = counts.get(EnrolmentState.MOVED, 0)
    choices = [("", _("All"), sum(counts.values()) - moved)]
    choices += [(each.value, str(each.label), counts.get(each, 0)) for each in EnrolmentState]
    choices.append((_STUCK, _("No attempts left"), waiting))
    context = {
        "course": course,
        "tabs": [
            (
                f"{label} ({count})",
                f"?state={value}" if value else "?",
                value == (state or (asked if asked == _STUCK else "")),
            )
            for value, label, count in choices
        ],
    }
    table = WorkTable(request.GET, LEARNERS, rows)
    return show_table(request, "courses/learner_list.html", table, context)
