"""Published works that grew out of action plans, act on recommendations, or taught something about them."""

from django.db.models import QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core.prepared import prepared
from core.types import Person
from courses.catalogue.past_learners import MOST_SHOWN, GrewFromCourse, grew_from_courses
from courses.models import Course
from library.catalogue.models import Record
from library.catalogue.used_by import MOST_USES, UsedBy, used_by_source
from library.recommendations.chain import MOST_LINES, ChainLine, ChainPart, recommendation_part
from library.recommendations.models import Recommendation
from submissions.models import Placement, Submission

_FEW_WORDS = 220


@grew_from_courses("submissions")
def works_from_plans(user: Person, course: Course) -> list[GrewFromCourse]:
    """Return the published works that somebody wrote from a plan which they made in the course."""
    return [
        GrewFromCourse(
            record.title,
            record.get_absolute_url(),
            record.published_at,
            record.get_type_display(),
        )
        for record in _records(user, course)
        if record.published_at
    ]


@prepared
def _records(user: Person, course: Course) -> QuerySet[Record]:
    works = Submission.objects.filter(plan__enrolment__release__course=course).values("record")
    published = Record.objects.published().filter(pk__in=works)
    return published.order_by("-published_at", "pk")[:MOST_SHOWN]


@recommendation_part("works", position=20)
def works_acting_on(user: Person, recommendation: Recommendation) -> ChainPart | None:
    """Return the published works that act on it, with what they say of what resulted."""
    works = Submission.objects.filter(recommendations=recommendation).values("record")
    published = Record.objects.visible_to(user).filter(pk__in=works)
    tried = published.select_related("current_version").order_by("-published_at", "pk")
    return ChainPart(
        _("What was tried, and the results"),
        [_line(record, _resulted(record)) for record in tried[:MOST_LINES]],
    )


@recommendation_part("learnt", position=25)
def learnt_about(_user: Person, recommendation: Recommendation) -> ChainPart | None:
    """Return the case studies that an editor placed under the recommendation, with what readers can take from them."""
    placed = Placement.objects.filter(recommendation=recommendation).readable()
    latest = placed.select_related("submission__record").order_by("-placed_at", "-pk")
    return ChainPart(
        _("What was learnt"),
        [
            _line(record, each.note)
            for each in latest[:MOST_LINES]
            if (record := each.submission.record)
        ],
    )


@used_by_source("placements")
def placed_under(_user: Person, record: Record) -> list[UsedBy]:
    """Return the recommendations and gaps under which what the work taught is shown; lessons cite it themselves."""
    return [
        UsedBy(f"{each.kind}: {each.title}", each.get_absolute_url(), each.placed_at)
        for each in _placements(record)
    ]


@prepared
def _placements(record: Record) -> QuerySet[Placement]:
    placed = Placement.objects.filter(submission__record=record, lesson=None).readable()
    latest = placed.select_related("recommendation", "gap__merged_into", "lesson")
    return latest.order_by("-placed_at", "-pk")[:MOST_USES]


def _line(record: Record, about: str) -> ChainLine:
    return ChainLine(record.title, record.get_absolute_url(), about, names=f"record:{record.pk}")


def _resulted(record: Record) -> str:
    """Return what the work says of its results, or its summary where it says nothing."""
    version = record.current_version
    results = version.particulars.get("result", "") if version else ""
    return str(Truncator(" ".join((results or record.summary).split())).chars(_FEW_WORDS))
