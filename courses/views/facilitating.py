"""The page of a course's learners and their progress."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.permissions import require
from core.tables.work_table import WorkTable, show_table
from core.types import MemberRequest
from core.web.way_back import leads_back
from courses.models import Course, Enrolment, Lesson, LessonCompletion
from courses.states import EnrolmentState
from courses.views.learner_table import LEARNERS


@leads_back(gettext_lazy("the learners"))
@require_safe
def learner_list(request: MemberRequest, slug: str) -> HttpResponseBase:
    """Show all places in the course with their progress, the newest first; ``?state=`` narrows them."""
    course = get_object_or_404(Course.objects.visible_to(request.user), slug=slug)
    require(request.user, "courses.facilitate", course)

    enrolments = Enrolment.objects.filter(release__course=course)
    counts = dict(
        enrolments.order_by()
        .values_list("state")
        .annotate(Count("pk"))
        .values_list("state", "pk__count")
    )
    asked = request.GET.get("state", "")
    state = asked if asked in EnrolmentState.values else ""
    if state:
        enrolments = enrolments.filter(state=state)
    total = (
        Lesson.objects.filter(module__release=OuterRef("release"))
        .order_by()
        .values("module__release")
        .annotate(total=Count("pk"))
        .values("total")
    )
    rows = enrolments.select_related("user", "release", "certificate").annotate(
        done=Count("completions"),
        total=Coalesce(Subquery(total), 0),
        last_at=Subquery(
            LessonCompletion.objects.filter(enrolment=OuterRef("pk"))
            .order_by("-completed_at", "-pk")
            .values("completed_at")[:1]
        ),
    )
    choices = [("", _("All"), sum(counts.values()))]
    choices += [(each.value, str(each.label), counts.get(each, 0)) for each in EnrolmentState]
    context = {
        "course": course,
        "tabs": [
            (f"{label} ({count})", f"?state={value}" if value else "?", value == state)
            for value, label, count in choices
        ],
    }
    table = WorkTable(request.GET, LEARNERS, rows)
    return show_table(request, "courses/learner_list.html", table, context)
