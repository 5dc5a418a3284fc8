"""The page of a course's learners and their progress."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core.permissions import require
from core.types import MemberRequest
from core.web.requests import paginate
from courses.models import Course, Enrolment, Lesson, LessonCompletion
from courses.states import EnrolmentState


@require_safe
def learner_list(request: MemberRequest, slug: str) -> HttpResponse:
    """All places in the course with their progress, the newest first; ``?state=`` narrows them."""
    course = get_object_or_404(Course.objects.visible_to(request.user), slug=slug)
    require(request.user, "courses.facilitate", course)

    enrolments = Enrolment.objects.filter(release__course=course)
    counts = dict(
        enrolments.order_by()
        .values_list("state")
        .annotate(Count("pk"))
        .values_list("state", "pk__count")
    )
    state = request.GET.get("state", "")
    if state in EnrolmentState.values:
        enrolments = enrolments.filter(state=state)
    total = (
        Lesson.objects.filter(module__release=OuterRef("release"))
        .order_by()
        .values("module__release")
        .annotate(total=Count("pk"))
        .values("total")
    )
    rows = (
        enrolments.select_related("user", "release", "certificate")
        .annotate(
            done=Count("completions"),
            total=Coalesce(Subquery(total), 0),
            last_at=Subquery(
                LessonCompletion.objects.filter(enrolment=OuterRef("pk"))
                .order_by("-completed_at", "-pk")
                .values("completed_at")[:1]
            ),
        )
        .newest_first()
    )
    context = {
        "course": course,
        "page": paginate(request, rows, per_page=25),
        "state": state,
        "states": [(value, label, counts.get(value, 0)) for value, label in EnrolmentState.choices],
    }
    return render(request, "courses/learner_list.html", context)
