"""Action plans on my home: the outcome of each finished one, and its next step."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core.prepared import prepared
from courses.models import ActionPlan
from mentoring.models import Match, MentoringRequest
from mentoring.states import LIVE_STATES
from networks.models import Post
from networks.states import PostState
from submissions.models import Submission
from submissions.states import SubmissionState

_GIVEN_UP = (SubmissionState.DECLINED, SubmissionState.WITHDRAWN)


@dataclass(frozen=True)
class PlanStep:
    """A step with a finished plan, or what came of it."""

    title: str
    address: str
    is_done: bool = False


@dataclass(frozen=True)
class PlanOnHome:
    """A finished plan with its steps: a mentor, a network, a case study."""

    plan: ActionPlan
    steps: Sequence[PlanStep]

    @property
    def done(self) -> list[PlanStep]:
        return [step for step in self.steps if step.is_done]

    @property
    def next_step(self) -> PlanStep | None:
        """Return the first open step."""
        return next((step for step in self.steps if not step.is_done), None)

    @property
    def later(self) -> list[PlanStep]:
        return [step for step in self.steps if not step.is_done][1:]


@prepared
def plans_of(user: User, *, most: int = 20) -> QuerySet[ActionPlan]:
    """Read the plans of this person, the latest first."""
    return ActionPlan.objects.of_owner(user)[:most]


def finished_plans(
    user: User, plans: Sequence[ActionPlan], asked: Sequence[MentoringRequest], *, most: int = 3
) -> list[PlanOnHome]:
    """Say of the finished ones of this person's plans what came of each, and what to try next."""
    finished = [plan for plan in plans if plan.is_finished][:most]
    if not finished:
        return []
    matches = _matches(user, finished)
    posts = _first_of_each(_posts(user))
    works = _first_of_each(_works(user))
    return [
        PlanOnHome(
            plan,
            [
                _mentor(plan, matches.get(plan.pk), asked),
                _network(plan, posts.get(plan.pk)),
                _case_study(plan, works.get(plan.pk)),
            ],
        )
        for plan in finished
    ]


@prepared
def _posts(owner: User) -> QuerySet[Post]:
    """Return the posts that share a plan of this person now, the first one first."""
    shown = Post.objects.filter(
        plan__owner=owner, plan_stopped_at=None, state=PostState.SHOWN
    ).select_related("discussion__network")
    return shown.order_by("pk")


@prepared
def _works(owner: User) -> QuerySet[Submission]:
    """Return the case studies that this person writes from a plan, the last one first."""
    works = Submission.objects.filter(plan__owner=owner, author=owner)
    return works.exclude(state__in=_GIVEN_UP).order_by("-pk")


@prepared
def _mentoring(mentee: User) -> QuerySet[Match]:
    """Return the matches of this person that are alive or were asked for with a plan, the last one first."""
    matches = Match.objects.filter(mentee=mentee).filter(
        Q(state__in=LIVE_STATES) | Q(request__plan__isnull=False)
    )
    return matches.select_related("mentor", "request").order_by("-made_at", "-pk")


def _matches(user: User, plans: Sequence[ActionPlan]) -> dict[int, Match]:
    """Find the latest match for each plan: one that was asked for with it, or any that is alive."""
    latest: dict[int, Match] = {}
    for match in _mentoring(user):
        for plan in plans:
            if match.state in LIVE_STATES or match.request.plan_id == plan.pk:
                latest.setdefault(plan.pk, match)
    return latest


def _first_of_each(things: Iterable[Any]) -> dict[int, Any]:
    """Keep the first thing that was made of each plan."""
    first: dict[int, Any] = {}
    for thing in things:
        first.setdefault(thing.plan_id, thing)
    return first


def topics_worked_on(user: User) -> QuerySet[Any, Any]:
    """Return the topics of this person's finished plans, as a query inside another one."""
    links = ActionPlan.topics.through.objects
    return links.filter(actionplan__in=ActionPlan.objects.finished().filter(owner=user)).values(
        "topic"
    )


def _mentor(plan: ActionPlan, match: Match | None, asked: Sequence[MentoringRequest]) -> PlanStep:
    if match:
        name = {"name": match.mentor.full_name}
        is_live = match.state in LIVE_STATES
        title = (_("%(name)s is your mentor") if is_live else _("%(name)s was your mentor")) % name
        return PlanStep(title, reverse("mentoring:match_detail", args=[match.pk]), is_done=True)
    if asked:
        title = _("You asked %(name)s to be your mentor") % {"name": asked[0].mentor}
        return PlanStep(title, asked[0].get_absolute_url(), is_done=True)
    address = reverse("mentoring:mentoring_home")
    return PlanStep(_("Ask a mentor about it"), f"{address}?plan={plan.pk}#suggested")


def _network(plan: ActionPlan, post: Post | None) -> PlanStep:
    if post:
        title = _("Shared with %(network)s") % {"network": post.discussion.network.name}
        return PlanStep(title, post.get_permanent_url(), is_done=True)
    address = reverse("networks:discussion_choose")
    return PlanStep(_("Share it with a network"), f"{address}?plan={plan.pk}")


def _case_study(plan: ActionPlan, work: Submission | None) -> PlanStep:
    if work:
        title = _("Case study: %(title)s") % {"title": work.title or plan}
        address = reverse("submissions:submission_detail", args=[work.pk])
        return PlanStep(title, address, is_done=True)
    address = reverse("submissions:submission_new")
    return PlanStep(_("Write a case study from it"), f"{address}?plan={plan.pk}")
