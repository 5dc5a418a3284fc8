"""The discussions of a cohort beside its lessons and on its page."""

from typing import Any

from django.db.models import OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.prepared import prepared
from core.queries.counting import number_of
from core.types import Member
from courses.cohorts.rooms import ROOMS, Room
from courses.cohorts.standing import standing_of
from courses.models import Cohort, Lesson
from networks.models import Discussion, Network
from networks.states import DiscussionState


@ROOMS.register("networks")
def discussions_of_cohort(user: Member, cohort: Cohort, lesson: Lesson | None) -> Room | None:
    """Return the discussions of the cohort, or of one lesson in it, for its members. One query."""
    found = _about_lesson(user, cohort, lesson) if lesson else _of_cohort(user, cohort)
    group = next(iter(found), None)
    if group is None:
        return None
    asked = f"?lesson={lesson.pk}" if lesson else ""
    start = reverse("networks:discussion_start", args=[group.slug])
    is_open = group.is_open and not standing_of(cohort, timezone.now()).is_ended
    return Room(
        title=_("Questions and discussion"),
        address=f"{group.get_absolute_url()}{asked}",
        start_title=_("Ask a question"),
        start_address=f"{start}{asked}" if is_open else "",
        count=group.discussion_count,
    )


@prepared
def _of_cohort(user: Member, cohort: Cohort) -> QuerySet[Any]:
    return _counted(user, cohort, Discussion.objects.all())


@prepared
def _about_lesson(user: Member, cohort: Cohort, lesson: Lesson) -> QuerySet[Any]:
    return _counted(user, cohort, Discussion.objects.filter(lesson=lesson))


def _counted(user: Member, cohort: Cohort, discussions: QuerySet[Discussion]) -> QuerySet[Any]:
    """Return the group of the cohort for its members, with the number of these discussions that they see."""
    shown = Q(state__in=[DiscussionState.OPEN, DiscussionState.CLOSED])
    here = discussions.filter(shown, network=OuterRef("pk"))
    groups = Network.objects.of_member(user).filter(cohort=cohort)
    return groups.annotate(discussion_count=number_of(here, by="network"))
