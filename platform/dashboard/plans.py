"""My action plans on my home: what has become of each finished one, and what to try next with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from courses.models import ActionPlan
from mentoring.models import Match, MentoringRequest
from mentoring.states import LIVE_STATES
from networks.models import Post
from networks.states import PostState
from submissions.models import Submission
from submissions.states import SubmissionState

_GIVEN_UP = (SubmissionState.DECLINED, SubmissionState.WITHDRAWN)


@dataclass(frozen=True)
class Step:
    """One thing to do with a finished plan, or what came of doing it."""

    title: str
    address: str
    is_done: bool = False


@dataclass(frozen=True)
class PlanOnHome:
    """A finished plan with its steps: a mentor, a network, a case study."""

    plan: ActionPlan
    steps: Sequence[Step]

    @property
    def done(self) -> list[Step]:
        return [step for step in self.steps if step.is_done]

    @property
    def next_step(self) -> Step | None:
        """What to try first of all that is open."""
        return next((step for step in self.steps if not step.is_done), None)

    @property
    def later(self) -> list[Step]:
        return [step for step in self.steps if not step.is_done][1:]


def plans_of(user: User, *, most: int = 20) -> list[ActionPlan]:
    """All plans of this person with what the other parts made of them. One query."""
    with_plan = Q(state__in=LIVE_STATES) | Q(request__plan=OuterRef("pk"))
    matches = Match.objects.filter(with_plan, mentee=user).order_by("-made_at", "-pk")
    posts = Post.objects.filter(
        plan=OuterRef("pk"), plan_stopped_at=None, state=PostState.SHOWN
    ).order_by("pk")
    works = Submission.objects.filter(plan=OuterRef("pk"), author=user)
    works = works.exclude(state__in=_GIVEN_UP).order_by("-pk")
    found = ActionPlan.objects.of_owner(user).annotate(
        match_pk=_first(matches, "pk"),
        mentor_name=_first(matches, "mentor__full_name"),
        post_pk=_first(posts, "pk"),
        network_slug=_first(posts, "discussion__network__slug"),
        network_name=_first(posts, "discussion__network__name"),
        work_pk=_first(works, "pk"),
        work_title=_first(works, "title"),
    )
    return list(found[:most])


def on_home(
    plans: Sequence[ActionPlan], asked: Sequence[MentoringRequest], *, most: int = 3
) -> list[PlanOnHome]:
    """The finished ones of ``plans_of`` with their steps. No query."""
    finished = [plan for plan in plans if plan.is_finished][:most]
    return [
        PlanOnHome(plan, [_mentor(plan, asked), _network(plan), _case_study(plan)])
        for plan in finished
    ]


def topics_worked_on(user: User) -> QuerySet[Any, Any]:
    """The topics of this person's finished plans, as a query inside another one."""
    links = ActionPlan.topics.through.objects
    return links.filter(actionplan__in=ActionPlan.objects.finished().filter(owner=user)).values(
        "topic"
    )


def _first(things: QuerySet[Any, Any], field: str) -> Subquery:
    return Subquery(things.values(field)[:1])


def _mentor(plan: Any, asked: Sequence[MentoringRequest]) -> Step:
    if plan.match_pk:
        title = _("%(name)s is your mentor") % {"name": plan.mentor_name}
        return Step(title, reverse("mentoring:match_detail", args=[plan.match_pk]), is_done=True)
    if asked:
        title = _("You asked %(name)s to be your mentor") % {"name": asked[0].mentor}
        return Step(title, asked[0].get_absolute_url(), is_done=True)
    address = reverse("mentoring:mentoring_home")
    return Step(_("Ask a mentor about it"), f"{address}?plan={plan.pk}#suggested")


def _network(plan: Any) -> Step:
    if plan.post_pk:
        title = _("Shared with %(network)s") % {"network": plan.network_name}
        address = reverse("networks:post_detail", args=[plan.network_slug, plan.post_pk])
        return Step(title, address, is_done=True)
    address = reverse("networks:discussion_choose")
    return Step(_("Share it with a network"), f"{address}?plan={plan.pk}")


def _case_study(plan: Any) -> Step:
    if plan.work_pk:
        title = _("Case study: %(title)s") % {"title": plan.work_title or plan}
        return Step(
            title, reverse("submissions:submission_detail", args=[plan.work_pk]), is_done=True
        )
    address = reverse("submissions:submission_new")
    return Step(_("Write up a case study from it"), f"{address}?plan={plan.pk}")
