"""Courses that would be left without a facilitator."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.closing_obstacles import closing_obstacle
from accounts.models import User
from courses.models import Course, Enrolment
from courses.states import CourseState


@closing_obstacle("courses")
def courses_without_another_facilitator(user: User) -> list[str]:
    """Name the courses that are published, or in which people learn, and that nobody else facilitates."""
    others = Course.facilitators.through.objects.filter(
        course=OuterRef("pk"), user__is_active=True
    ).exclude(user=user)
    learning = Enrolment.objects.active().filter(release__course=OuterRef("pk"))
    mine = Course.objects.filter(facilitators=user.pk).exclude(Exists(others))
    alone = mine.filter(Q(state=CourseState.PUBLISHED) | Exists(learning))
    titles = list(alone.order_by("title", "pk").values_list("title", flat=True))
    if not titles:
        return []
    words = _("You are the only facilitator of these courses: %(courses)s. Name another one first.")
    return [words % {"courses": ", ".join(titles)}]
