"""Action plans on the page of a recommendation: those the reader may see, and how many people act on it."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.small_numbers import SMALLEST_SHOWN
from core.types import Member, Person
from courses.models import ActionPlan, PlanOutcome, PlanRecommendation
from library.recommendations.chain import MOST_LINES, ChainLine, ChainPart, recommendation_part
from library.recommendations.models import Recommendation
from mentoring.models import MentoringRequest
from networks.models import Discussion, Post
from networks.states import PostState

_FEW_WORDS = 160


@recommendation_part("plans", position=10)
def plans_acting_on(user: Person, recommendation: Recommendation) -> ChainPart | None:
    """Return the plans that act on it, as far as their owners share them with the reader, and how many people do.

    A number under five is not told. Two queries.
    """
    ties = PlanRecommendation.objects.filter(recommendation=recommendation)
    people = ties.values("plan__owner").distinct().count()
    lines = [_line(plan, user) for plan in _plans(user, ties)] if user.is_authenticated else []
    return ChainPart(_("Who acts on it"), lines, _remark(people))


def _remark(people: int) -> str:
    if not people:
        return ""
    if people < SMALLEST_SHOWN:
        return _("Fewer than 5 people have an action plan that acts on it.")
    words = ngettext(
        "%(count)d person has an action plan that acts on it.",
        "%(count)d people have an action plan that acts on it.",
        people,
    )
    return words % {"count": people}


def _plans(user: Member, ties: QuerySet[PlanRecommendation]) -> QuerySet[Any]:
    """Read the reader's own plans, and those shared with them by a post or a request to mentor. One query."""
    posts = Post.objects.filter(
        plan=OuterRef("pk"),
        state=PostState.SHOWN,
        discussion__in=Discussion.objects.visible_to(user).shown(),
    )
    asked = MentoringRequest.objects.sharing_plan().filter(plan=OuterRef("pk"), mentor=user)
    outcome = PlanOutcome.objects.filter(plan=OuterRef("pk")).order_by("-week", "-recorded_at")
    seen = ActionPlan.objects.filter(Q(owner=user) | Exists(posts) | Exists(asked))
    return (
        seen.filter(pk__in=ties.values("plan"))
        .annotate(
            post=Subquery(
                posts.order_by("-pk").values(
                    found=JSONObject(
                        pk="pk", slug="discussion__network__slug", name="discussion__network__name"
                    )
                )[:1]
            ),
            request=Subquery(asked.order_by("-pk").values("pk")[:1]),
            happened=Subquery(outcome.values("happened")[:1]),
        )
        .select_related("owner")
        .order_by("-created_at", "-pk")[:MOST_LINES]
    )


def _line(plan: Any, user: Member) -> ChainLine:
    if plan.owner_id == user.pk:
        address, whose = plan.get_absolute_url(), _("Your plan")
    elif plan.post:
        words = {"person": plan.owner, "network": plan.post["name"]}
        address = reverse("networks:post_detail", args=[plan.post["slug"], plan.post["pk"]])
        whose = _("Shared by %(person)s in %(network)s") % words
    else:
        address = reverse("mentoring:request_detail", args=[plan.request])
        whose = _("Shared with you by %(person)s") % {"person": plan.owner}
    may_tell = plan.owner_id == user.pk or plan.shares_outcomes
    if not (may_tell and plan.happened):
        return ChainLine(str(plan), address, whose)
    happened = Truncator(" ".join(plan.happened.split())).chars(_FEW_WORDS)
    told = _("%(whose)s. What happened: %(happened)s") % {"whose": whose, "happened": happened}
    return ChainLine(str(plan), address, told)
