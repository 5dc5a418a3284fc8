"""Courses that would be left without a facilitator."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.closing_obstacles import closing_obstacle
from accounts.models import User
from courses.models import Course


@closing_obstacle("courses")
def courses_without_another_facilitator(user: User) -> list[str]:
    """Name the published courses that nobody else facilitates."""
    others = Course.facilitators.through.objects.filter(
        course=OuterRef("pk"), user__is_active=True
    ).exclude(user=user)
    alone = Course.objects.published().filter(facilitators=user.pk).exclude(Exists(others))
    titles = list(alone.order_by("title", "pk").values_list("title", flat=True))
    if not titles:
        return []
    words = _("You are the only facilitator of these courses: %(courses)s. Name another one first.")
    return [words % {"courses": ", ".join(titles)}]
