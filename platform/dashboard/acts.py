"""What a visitor can do on this site now, each with a number that is true today."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Value
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.prepared import prepared
from core.types import Person
from courses.models import Course
from library.catalogue.models import Record
from mentoring.models import MentorProfile
from networks.models import Network


@dataclass(frozen=True)
class Act:
    """A thing to do, where it is done, and how much there is of it; no number where there is nothing yet."""

    icon: str
    title: str
    text: str
    url_name: str
    number: int
    label: str


def acts_for(reader: Person) -> list[Act]:
    """Return the four things to begin with. One query."""
    # A table without such rows has no line of its own in the answer.
    numbers = dict(_counts(reader))
    courses, mentors, networks, records = (
        numbers.get(name, 0) for name in ("courses", "mentors", "networks", "records")
    )
    return [
        Act(
            "academic-cap",
            _("Take a course"),
            _("Learn to measure an inequality, and leave with a plan for your own place."),
            "courses:course_list",
            courses,
            ngettext("course", "courses", courses),
        ),
        Act(
            "chat-bubble-left-right",
            _("Find a mentor"),
            _("Carry out your plan with someone who has done it before."),
            "mentoring:mentoring_home",
            mentors,
            ngettext("mentor", "mentors", mentors),
        ),
        Act(
            "user-group",
            _("Join a network"),
            _("Ask people in other places what they tried and what failed."),
            "networks:network_list",
            networks,
            ngettext("network", "networks", networks),
        ),
        Act(
            "document-arrow-up",
            _("Share your work"),
            _("Editors and reviewers help your case study into the library."),
            "submissions:submission_new",
            records,
            ngettext("work in the library", "works in the library", records),
        ),
    ]


@prepared
def _counts(reader: Person) -> QuerySet[Any, Any]:
    """Count rows of several tables in one query, each under its name."""
    things: dict[str, QuerySet] = {
        "records": Record.objects.visible_to(reader),
        "courses": Course.objects.published(),
        "mentors": MentorProfile.objects.approved(),
        "networks": Network.objects.listed().open(),
    }
    counts = [
        rows.order_by()
        .values(what=Value(name))
        .annotate(count=Count("pk"))
        .values_list("what", "count")
        for name, rows in things.items()
    ]
    return counts[0].union(*counts[1:], all=True)
