"""The courses on the topic of an indicator, on its page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.types import Person
from courses.models import Course
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
