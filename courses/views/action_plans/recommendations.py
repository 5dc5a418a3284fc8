"""Pages on which the owner of an action plan names the recommendations that it acts on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.permissions import require
from core.types import MemberRequest
from core.web.requests import paginate
from core.web.telling import Undo, linked, told
from courses.actions.action_plans.recommendations import act_on, stop_acting_on
from courses.forms.plans import StartPlanForm
from courses.models import ActionPlan, PlanRecommendation
from library.finding.record_picker import FindRecordForm
from library.recommendations.models import Recommendation
from library.recommendations.register import chosen_from

_MOST_FOUND = 10


def _find_plan(request: MemberRequest, pk: int) -> ActionPlan:
    plan = get_object_or_404(ActionPlan.objects.visible_to(request.user), pk=pk)
    require(request.user, "courses.own_plan", plan)
    return plan


@require_safe
def plan_recommendations(request: MemberRequest, pk: int) -> HttpResponse:
    """Show which recommendations the plan acts on, and find more."""
    plan = _find_plan(request, pk)
    named = [row.recommendation for row in PlanRecommendation.objects.filter(plan=plan).in_order()]
    query = FindRecordForm(request.GET).text
    found = chosen_from(Recommendation.objects.published(), {"q": query}).for_list().in_order()
    others = found.exclude(pk__in=[each.pk for each in named])
    context = {
        "plan": plan,
        "named": named,
        "query": query,
        "found": others[:_MOST_FOUND] if query else [],
    }
    return render(request, "courses/plan_recommendations.html", context)


@require_POST
def plan_recommendation_add(request: MemberRequest, pk: int, reference: str) -> HttpResponse:
    """Say that the plan acts on a recommendation; one that is named stays named."""
    plan = _find_plan(request, pk)
    recommendation = get_object_or_404(Recommendation.objects.published(), reference=reference)
    act_on(plan=plan, recommendation=recommendation, at=timezone.now())
    remove = reverse("courses:plan_recommendation_remove", args=[pk, reference])
    words = told(
        _("Your plan acts on %(recommendation)s."),
        Undo(remove),
        recommendation=linked(recommendation.reference, recommendation),
    )
    messages.success(request, words)
    return redirect("courses:plan_recommendations", plan.pk)


@require_POST
def plan_recommendation_remove(request: MemberRequest, pk: int, reference: str) -> HttpResponse:
    """Take a recommendation out of the plan; one that is gone stays gone."""
    plan = _find_plan(request, pk)
    recommendation = get_object_or_404(Recommendation, reference=reference)
    stop_acting_on(plan=plan, recommendation=recommendation)
    add = reverse("courses:plan_recommendation_add", args=[pk, reference])
    undo = Undo(add) if recommendation.is_published else None
    words = told(_("%(reference)s removed from your plan."), undo, reference=reference)
    messages.success(request, words)
    return redirect("courses:plan_recommendations", plan.pk)


@require_safe
def plan_choose_for(request: MemberRequest, reference: str) -> HttpResponse:
    """Choose the plan that is to act on a recommendation."""
    recommendation = get_object_or_404(Recommendation.objects.published(), reference=reference)
    plans = ActionPlan.objects.visible_to(request.user).newest_first()
    acting = PlanRecommendation.objects.filter(
        plan__owner=request.user, recommendation=recommendation
    )
    context = {
        "recommendation": recommendation,
        "page": paginate(request, plans),
        "acting": set(acting.values_list("plan", flat=True)),
        "form": StartPlanForm(),
    }
    return render(request, "courses/plan_choose_for.html", context)
