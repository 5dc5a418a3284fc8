"""The courses on the topic of an indicator and the reader's plans that start from it, on its page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.types import Person
from courses.models import ActionPlan, Course
from indicators.catalogue.models import Indicator
from indicators.profiles.parts import MOST_LINES, PagePart, PartLine, indicator_part


@indicator_part("courses", position=20)
def courses_on_topic(user: Person, indicator: Indicator) -> PagePart | None:
    """Return the published courses on the topic of the indicator, or on indicators and monitoring."""
    topics = {"indicators-monitoring", indicator.topic.code if indicator.topic else ""}
    found = Course.objects.published().filter(topics__code__in=topics).distinct()
    return PagePart(
        _("Courses on this topic"),
        [
            PartLine(course.title, reverse("courses:course_detail", args=[course.slug]))
            for course in found.order_by("title", "pk")[:MOST_LINES]
        ],
    )


@indicator_part("plans", position=30)
def plans_from(user: Person, indicator: Indicator) -> PagePart | None:
    """Return the reader's own action plans that start from a figure of the indicator."""
    if not user.is_authenticated:
        return None
    own = ActionPlan.objects.visible_to(user).newest_first()
    found = own.filter(baselines__indicator=indicator, baselines__removed_at=None)
    return PagePart(
        _("Your plans that start from it"),
        [PartLine(str(plan), plan.get_absolute_url(), plan.place) for plan in found[:MOST_LINES]],
    )
