"""Pages on which the owner of a plan chooses the figure that it starts from, and its target."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.forms.answering import save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import key_of, paginate, posted, reads_and_writes
from core.web.telling import Undo, told
from courses.action_plans.candidates import Origin, origin_of_data_set, origin_of_indicator
from courses.action_plans.choosing import figures_to_act_on
from courses.actions.action_plans.baselines import (
    remove_baseline,
    restore_baseline,
    set_baseline,
    set_target,
)
from courses.forms.baselines import BaselineForm, FindIndicatorForm, TargetForm
from courses.forms.plans import StartPlanForm
from courses.models import ActionPlan
from courses.progress.numbers import written
from indicators.calculator.models import DataSet
from indicators.catalogue.models import Indicator

_MOST_DATA_SETS = 20
_ON_A_PAGE = 20


def _find(request: MemberRequest, pk: int) -> ActionPlan:
    """Find the reader's own plan, or raise 404."""
    plans = ActionPlan.objects.visible_to(request.user).prefetch_related("baselines")
    plan = get_object_or_404(plans, pk=pk)
    require(request.user, "courses.own_plan", plan)
    return plan


@require_safe
def plan_act_on(request: MemberRequest) -> HttpResponse:
    """Choose the plan that acts on an indicator or a data set, or start a new one."""
    figures = figures_to_act_on(request.user, request.GET)
    if figures is None:
        raise Http404
    plans = ActionPlan.objects.visible_to(request.user).newest_first()
    page = paginate(request, plans)
    rows = [(plan, figures.choose_in(plan)) for plan in page]
    context = {"figures": figures, "rows": rows, "page": page, "form": StartPlanForm()}
    return render(request, "courses/plan_act_on.html", context)


@require_safe
def baseline_choose(request: MemberRequest, pk: int) -> HttpResponse:
    """Find an indicator, or one of the reader's own data sets, that the plan can start from."""
    plan = _find(request, pk)
    form = FindIndicatorForm(request.GET)
    indicators = Indicator.objects.visible_to(request.user)
    for word in form.text.split()[:8]:
        indicators = indicators.filter(Q(name__icontains=word) | Q(definition__icontains=word))
    own = DataSet.objects.visible_to(request.user).order_by("-changed_at", "-pk")
    context = {
        "plan": plan,
        "query": form.text,
        "page": paginate(request, indicators.by_name(), per_page=_ON_A_PAGE),
        "data_sets": own[:_MOST_DATA_SETS],
    }
    return render(request, "courses/baseline_choose.html", context)


@reads_and_writes
def baseline_from_indicator(request: MemberRequest, pk: int, code: str) -> HttpResponse:
    """Start the plan from a number of an indicator; the address chooses place, groups and period."""
    plan = _find(request, pk)
    indicator = get_object_or_404(Indicator.objects.visible_to(request.user), code=code)
    origin, page = origin_of_indicator(indicator, request.GET.dict())
    return _choose(request, plan, origin, "courses/baseline_from_indicator.html", {"shown": page})


@reads_and_writes
def baseline_from_data_set(request: MemberRequest, pk: int, data_set_pk: int) -> HttpResponse:
    """Start the plan from a number of one of the reader's data sets."""
    plan = _find(request, pk)
    data_set = get_object_or_404(DataSet.objects.visible_to(request.user), pk=data_set_pk)
    origin = origin_of_data_set(data_set)
    return _choose(
        request, plan, origin, "courses/baseline_from_data_set.html", {"data_set": data_set}
    )


def _choose(
    request: MemberRequest, plan: ActionPlan, origin: Origin, template: str, context: dict[str, Any]
) -> HttpResponse:
    now = plan.baseline
    initial: dict[str, Any] = {"measure": now.measure if now else ""}
    if now is not None and origin.data_set is not None and now.data_set_id == origin.data_set.pk:
        initial |= {"period": now.period, "source": now.source}
    form = BaselineForm(
        posted(request),
        candidates=origin.candidates,
        asks_source=origin.data_set is not None,
        today=timezone.localdate(),
        initial=initial,
    )
    answer = save(
        request,
        form,
        lambda: set_baseline(
            plan=plan,
            origin=origin,
            chosen=origin.find(form.cleaned_data["measure"]),  # type: ignore[arg-type]  # one of the choices
            target=form.cleaned_data["target"],
            target_on=form.cleaned_data["target_on"],
            source=form.cleaned_data.get("source", ""),
            period=form.cleaned_data.get("period", ""),
            at=timezone.now(),
        ),
        to=plan,
        said=_(
            "Your plan now starts from this number. It is kept even if newer figures are published."
        ),
    )
    return answer or show(request, template, form, {"plan": plan, "origin": origin, **context})


@reads_and_writes
def target_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Set, change or remove the target of the plan."""
    plan = _find(request, pk)
    baseline = plan.baseline
    if baseline is None:
        return redirect("courses:baseline_choose", plan.pk)
    initial = {
        "target": "" if baseline.target is None else written(Decimal(str(baseline.target))),
        "target_on": baseline.target_on,
    }
    form = TargetForm(
        posted(request),
        initial=initial,
        today=timezone.localdate(),
        unit=baseline.unit,
        old_day=baseline.target_on,
    )
    answer = save(
        request,
        form,
        lambda: set_target(plan=plan, at=timezone.now(), **form.words),
        to=plan,
        said=_("Target saved."),
    )
    context = {"plan": plan, "baseline": baseline}
    return answer or show(request, "courses/target_edit.html", form, context)


@require_POST
def baseline_remove(request: MemberRequest, pk: int) -> HttpResponse:
    """Remove the figure that the plan starts from; the message takes it back."""
    plan = _find(request, pk)
    if removed := remove_baseline(plan=plan, at=timezone.now()):
        undo = Undo(reverse("courses:baseline_restore", args=[plan.pk]), {"baseline": removed.pk})
        messages.success(request, told(_("Baseline and target removed from the plan."), undo))
    return redirect(plan)


@require_POST
def baseline_restore(request: MemberRequest, pk: int) -> HttpResponse:
    """Bring back the figure that was removed."""
    plan = _find(request, pk)
    restore_baseline(plan=plan, baseline_id=key_of(request.POST.get("baseline")), at=timezone.now())
    messages.success(request, _("Baseline and target are back."))
    return redirect(plan)
