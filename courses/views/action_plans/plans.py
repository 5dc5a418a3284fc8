"""Action plans and what came of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.forms.answering import autosave, save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import key_of, paginate, posted, reads_and_writes
from core.web.telling import Undo, told
from courses.action_plans.choosing import figures_to_act_on
from courses.action_plans.drawing import draw_plan
from courses.actions.action_plans.baselines import share_outcomes
from courses.actions.action_plans.recommendations import act_on
from courses.actions.plans import finish_plan, record_outcome, save_plan, start_plan
from courses.forms.plans import OutcomeForm, PlanForm, StartPlanForm
from courses.models import ActionPlan, Enrolment, parts_of_plans
from courses.models.plans import OUTCOME_WEEKS
from library.finding.record_picker import record_from_address
from library.recommendations.models import Recommendation
from library.recommendations.references import LONGEST


def _find(request: MemberRequest, pk: int) -> ActionPlan:
    """Find the reader's own plan, or raise 404."""
    plans = ActionPlan.objects.visible_to(request.user).select_related("owner")
    return get_object_or_404(plans.prefetch_related("topics", *parts_of_plans()), pk=pk)


@require_safe
def plan_list(request: MemberRequest) -> HttpResponse:
    """My plans, the newest first."""
    plans = ActionPlan.objects.visible_to(request.user).newest_first().prefetch_related("topics")
    context = {"page": paginate(request, plans), "form": StartPlanForm()}
    return render(request, "courses/plan_list.html", context)


@require_POST
def plan_start(request: MemberRequest) -> HttpResponse:
    """Start a plan: a free one, or the one of the course of ``enrolment``, perhaps with ``record`` as evidence.

    A ``recommendation`` that it is to act on is named in it.
    """
    form = StartPlanForm(request.POST)
    if not form.is_valid():
        return redirect("courses:plan_list")
    enrolment = None
    if request.POST.get("enrolment"):
        mine = Enrolment.objects.filter(user=request.user).not_left()
        enrolment = get_object_or_404(
            mine.select_related("release"), pk=key_of(request.POST["enrolment"])
        )
    plan = start_plan(
        owner=request.user,
        key=form.cleaned_data["form_key"],
        enrolment=enrolment,
        at=timezone.now(),
    )
    if record := record_from_address(request.POST.get("record"), user=request.user):
        return redirect("courses:evidence_edit", plan.pk, record.pk)
    reference = request.POST.get("recommendation", "").replace("\0", "")[:LONGEST]
    if recommendation := Recommendation.objects.published().filter(reference=reference).first():
        act_on(plan=plan, recommendation=recommendation, at=timezone.now())
    if figures := figures_to_act_on(request.user, request.POST):
        return redirect(figures.choose_in(plan))
    return redirect("courses:plan_edit", plan.pk)


@require_safe
def plan_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the plan to read and to print, its outcome, and what to do with it next."""
    plan = _find(request, pk)
    outcomes = list(plan.outcomes.all())
    today = timezone.localdate()
    context = {
        "plan": plan,
        "acts_on": [row.recommendation for row in plan.acts_on.in_order()],
        "outcomes": outcomes,
        "figure": draw_plan(plan, outcomes),
        "outcome_weeks": [
            {
                "week": week,
                "due_on": plan.outcome_due_on(week),
                "is_due": (plan.outcome_due_on(week) or today) <= today,
                "is_recorded": any(outcome.week == week for outcome in outcomes),
            }
            for week in OUTCOME_WEEKS
        ],
        "revisions": list(plan.revisions.order_by("-number")[1:]),
    }
    return render(request, "courses/plan_detail.html", context)


@reads_and_writes
def plan_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Write the plan, save it as a draft, finish it; a finished one is revised."""
    plan = _find(request, pk)
    require(request.user, "courses.own_plan", plan)

    is_finishing = "finish" in request.POST

    def act() -> None:
        # A ModelForm writes what was typed into its instance; the actions load the plan anew.
        now = timezone.now()
        saved = save_plan(plan=plan, at=now, **_written(form))
        # Should finishing be refused, this very page goes on from what it has just saved.
        form.begin_from(saved)
        if is_finishing:
            finish_plan(plan=plan, by=request.user, at=now)

    form = PlanForm(posted(request), instance=plan, autosave=_autosave_address(plan))
    answer = save(
        request,
        form,
        act,
        to=("courses:plan_detail", plan.pk),
        said=lambda _nothing: _saved_words(plan, is_finishing=is_finishing),
    )
    return answer or show(request, "courses/plan_edit.html", form, {"plan": plan})


@require_POST
def plan_autosave(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep a draft while it is being written. Answers the number of this save, or why nothing was saved."""
    plan = _find(request, pk)
    require(request.user, "courses.own_plan", plan)
    if plan.is_finished:
        return JsonResponse({"message": _("Use the button to save a finished plan.")}, status=409)
    form = PlanForm(request.POST, instance=plan)
    return autosave(form, lambda: save_plan(plan=plan, at=timezone.now(), **_written(form)))


def _written(form: PlanForm) -> dict[str, Any]:
    """Return the keyword arguments of ``save_plan``."""
    kept = ("topics", "edit_number")
    return {**form.words, **{name: form.cleaned_data[name] for name in kept}}


@reads_and_writes
def outcome_record(request: MemberRequest, pk: int, week: int) -> HttpResponse:
    """Record the outcome of a finished plan after six or twelve weeks."""
    plan = _find(request, pk)
    require(request.user, "courses.own_plan", plan)
    if week not in OUTCOME_WEEKS or not plan.is_finished:
        return redirect(plan)

    form = OutcomeForm(
        posted(request), baseline=plan.baseline, initial={"shares_outcomes": plan.shares_outcomes}
    )
    answer = save(
        request,
        form,
        lambda: record_outcome(
            plan=plan,
            week=week,
            key=form.key,
            at=timezone.now(),
            is_shared=form.cleaned_data["shares_outcomes"],
            **form.outcome,
        ),
        to=plan,
        said=_("Outcome recorded."),
    )
    context = {"plan": plan, "week": week}
    return answer or show(request, "courses/outcome_record.html", form, context)


@require_POST
def plan_share_outcomes(request: MemberRequest, pk: int) -> HttpResponse:
    """Let those with whom the plan is shared read its outcomes, or not any more; the message takes it back."""
    plan = _find(request, pk)
    require(request.user, "courses.own_plan", plan)
    is_shared = request.POST.get("share") != "no"
    share_outcomes(plan=plan, is_shared=is_shared)
    address = reverse("courses:plan_share_outcomes", args=[plan.pk])
    words = (
        _("People you share the plan with can read its outcomes.")
        if is_shared
        else _("Only you can read the outcomes of the plan.")
    )
    undo = Undo(address, {"share": "no" if is_shared else "yes"})
    messages.success(request, told(words, undo))
    return redirect(plan)


def _autosave_address(plan: ActionPlan) -> str:
    return reverse("courses:plan_autosave", args=[plan.pk])


def _saved_words(plan: ActionPlan, *, is_finishing: bool) -> str:
    if is_finishing:
        return _("Plan finished. See below who could help you with it.")
    if plan.is_finished:
        return _("Plan saved. The earlier version is kept below it.")
    return _("Draft saved.")
