"""Discussions that share a record, a plan that rests on it, or a plan made in a course."""

from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from core.prepared import prepared
from core.types import Member, Person
from courses.catalogue.past_learners import MOST_SHOWN, GrewFromCourse, grew_from_courses
from courses.models import ActionPlan, Course, PlanEvidence
from library.catalogue.models import Record
from library.catalogue.used_by import MOST_USES, UsedBy, used_by_source
from networks.models import Discussion, Post
from networks.states import PostState


@used_by_source("networks")
def discussions_of(user: Person, record: Record) -> list[UsedBy]:
    """Return the discussions in the reader's networks that share it, each at its latest place."""
    if not user.is_authenticated:
        return []
    label = _("Discussion “%(discussion)s” in %(network)s")
    return [
        UsedBy(
            label % {"discussion": discussion.title, "network": discussion.network},
            Post(discussion=discussion, number=discussion.shared_as).get_absolute_url(),
            discussion.shared_at,
        )
        for discussion in _discussions(user, record)
    ]


@prepared
def _discussions(user: Member, record: Record) -> QuerySet[Any]:
    """Discussions with the moment and number of the latest post that shares the record."""
    plans = PlanEvidence.objects.of(record).values("plan")
    sharing = Post.objects.filter(
        Q(record=record) | Q(record__replaced_by=record) | Q(plan__in=plans), state=PostState.SHOWN
    )
    return (
        Discussion.objects.visible_to(user)
        .filter(posts__in=sharing)
        .annotate(shared_at=Max("posts__created_at"), shared_as=Max("posts__number"))
        .select_related("network")
        .order_by("-shared_at", "pk")[:MOST_USES]
    )


@grew_from_courses("networks")
def shared_plans(user: Person, course: Course) -> list[GrewFromCourse]:
    """Return the discussions in the reader's networks that share a plan made in the course, each at its latest place."""
    if not user.is_authenticated:
        return []
    label = _("Plan shared in “%(discussion)s”, %(network)s")
    return [
        GrewFromCourse(
            label % {"discussion": discussion.title, "network": discussion.network},
            Post(discussion=discussion, number=discussion.shared_as).get_absolute_url(),
            discussion.shared_at,
            _("Discussion"),
        )
        for discussion in _sharing_plans(user, course)
    ]


@prepared
def _sharing_plans(user: Member, course: Course) -> QuerySet[Any]:
    """Discussions with the moment and number of the latest post that shares a plan made in the course."""
    plans = ActionPlan.objects.finished().filter(enrolment__release__course=course)
    sharing = Post.objects.filter(plan__in=plans.values("pk"), state=PostState.SHOWN)
    return (
        Discussion.objects.visible_to(user)
        .filter(posts__in=sharing)
        .annotate(shared_at=Max("posts__created_at"), shared_as=Max("posts__number"))
        .select_related("network")
        .order_by("-shared_at", "pk")[:MOST_SHOWN]
    )
