"""Action plans on the page of a place: the reader's own, and those that are shared with them, with what came of them."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core.types import Member, Person
from courses.models import ActionPlan, PlanBaseline, PlanOutcome
from indicators.profiles.parts import MOST_LINES, PagePart, PartLine, names_place, place_part
from library.vocabularies.models import Place
from mentoring.models import MentoringRequest
from networks.models import Discussion, Post
from networks.states import PostState

_MOST_READ = 50
_FEW_WORDS = 160
_FIGURE = ("measure_name", "value", "unit", "decimals")


@place_part("plans", position=20)
def plans_for(user: Person, place: Place) -> PagePart | None:
    """Return action plans for the place that the reader may see: their own, and those that their owners share.

    A plan is shared by a post in a network of the reader, or by asking the reader to be its mentor. What came of it
    is told where its owner shows outcomes with the plan.
    """
    if not user.is_authenticated:
        return None
    found = [plan for plan in _plans(user, place) if _is_about(plan, place)]
    return PagePart(_("Action plans"), [_line(plan, user) for plan in found[:MOST_LINES]])


def _plans(user: Member, place: Place) -> QuerySet[Any]:
    """Read the plans that name the place, or start from a figure of it or of a place in it. One query."""
    inside = Place.objects.within(place).values("pk")
    posts = Post.objects.filter(
        plan=OuterRef("pk"),
        state=PostState.SHOWN,
        discussion__in=Discussion.objects.visible_to(user).shown(),
    )
    asked = MentoringRequest.objects.sharing_plan().filter(plan=OuterRef("pk"), mentor=user)
    seen = ActionPlan.objects.filter(Q(owner=user) | Exists(posts) | Exists(asked))
    start = FilteredRelation("baselines", condition=Q(baselines__removed_at=None))
    return (
        seen.annotate(start=start)
        .filter(Q(place__icontains=place.name) | Q(start__place__in=inside))
        .annotate(
            start_place=F("start__place__path"),
            baseline_facts=_facts("start", "period", "target"),
            post=Subquery(
                posts.order_by("-pk").values(
                    found=JSONObject(
                        pk="pk", slug="discussion__network__slug", name="discussion__network__name"
                    )
                )[:1]
            ),
            request=Subquery(asked.order_by("-pk").values("pk")[:1]),
            came_of_it=Subquery(
                PlanOutcome.objects.filter(plan=OuterRef("pk"))
                .order_by("-week", "-recorded_at", "-pk")
                .values(
                    found=JSONObject(
                        week="week",
                        happened="happened",
                        value="value",
                        measure_name="baseline__measure_name",
                        unit="baseline__unit",
                        decimals="baseline__decimals",
                    )
                )[:1]
            ),
        )
        .select_related("owner")
        .order_by("-created_at", "-pk")[:_MOST_READ]
    )


def _facts(relation: str, *more: str) -> JSONObject:
    return JSONObject(**{name: f"{relation}__{name}" for name in (*_FIGURE, *more)})


def _is_about(plan: Any, place: Place) -> bool:
    """Tell whether the plan starts from a figure of the place, or names it as words of their own."""
    is_inside = (plan.start_place or "").startswith((f"{place.path}/",))
    return plan.start_place == place.path or is_inside or names_place(place, [plan.place])


def _line(plan: Any, user: Member) -> PartLine:
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
    told = [_start(plan.baseline_facts), _outcome(plan.came_of_it) if may_tell else ""]
    return PartLine(str(plan), address, whose, list(filter(None, told)))


def _start(facts: Mapping[str, Any]) -> str:
    """Say the figure that the plan starts from, and its target."""
    if facts["value"] is None:
        return ""
    start = _number(facts, facts["value"])
    if facts["period"]:
        start = f"{start} ({facts['period']})"
    words = {"measure": facts["measure_name"], "start": start}
    if facts["target"] is None:
        return _("%(measure)s at the start: %(start)s") % words
    words["target"] = _number(facts, facts["target"])
    return _("%(measure)s at the start: %(start)s, target: %(target)s") % words


def _outcome(outcome: Mapping[str, Any] | None) -> str:
    """Say what happened, with the value measured where there is one."""
    if outcome is None:
        return ""
    words = {
        "weeks": outcome["week"],
        "happened": Truncator(" ".join(outcome["happened"].split())).chars(_FEW_WORDS),
    }
    if outcome["value"] is None:
        return _("After %(weeks)s weeks: %(happened)s") % words
    words["value"] = _number(outcome, outcome["value"])
    return _("After %(weeks)s weeks: %(value)s. %(happened)s") % words


def _number(facts: Mapping[str, Any], value: float) -> str:
    return PlanBaseline(unit=facts["unit"], decimals=facts["decimals"]).number(value)
