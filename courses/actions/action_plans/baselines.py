"""The figure that a plan starts from: chosen, given a target, removed and brought back; and whether outcomes are shared."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.refusals import Conflict
from courses.action_plans.candidates import Candidate, Origin
from courses.actions.plans import keep_revision
from courses.models import ActionPlan, PlanBaseline


class NoBaseline(Conflict):
    """The plan has no figure to start from: it was removed meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("The plan has no baseline any more. Choose one first."))


@transaction.atomic
def set_baseline(
    *,
    plan: ActionPlan,
    origin: Origin,
    chosen: Candidate,
    target: float | None,
    target_on: dt.date | None,
    at: dt.datetime,
    source: str = "",
    period: str = "",
) -> PlanBaseline:
    """Start the plan from one of the numbers of an origin, kept as it is now, in place of an earlier one.

    The same number again only takes the new target, so that outcomes stay beside it; repeats safely. ``source`` and
    ``period`` are said by the owner where the origin does not know them.
    """
    plan = _lock(plan)
    facts = origin.facts(chosen)
    facts |= {"source": facts["source"] or source, "period": facts["period"] or period}
    links = {
        "indicator": origin.indicator,
        "release": chosen.release,
        "data_set": origin.data_set,
        "place": origin.place,
        "address": origin.address,
    }
    rows = list(PlanBaseline.objects.filter(plan=plan).order_by("-pk"))
    same = next(
        (row for row in rows if all(getattr(row, name) == facts[name] for name in facts)), None
    )
    if same is not None and same.removed_at is None:
        return _set_target(same, plan, target, target_on, at=at)
    for row in rows:
        if row.removed_at is None:
            row.removed_at = at
            row.save(update_fields=["removed_at"])
    if same is not None:
        # Chosen again: what was measured against it stays beside it.
        same.removed_at, same.target, same.target_on = None, target, target_on
        same.save(update_fields=["removed_at", "target", "target_on"])
        _keep(plan, at=at)
        return same
    baseline = PlanBaseline.objects.create(
        plan=plan, chosen_at=at, target=target, target_on=target_on, **facts, **links
    )
    _keep(plan, at=at)
    return baseline


@transaction.atomic
def set_target(
    *, plan: ActionPlan, target: float | None, target_on: dt.date | None, at: dt.datetime
) -> PlanBaseline:
    """Change or remove the target of a plan. Repeats safely; raises ``NoBaseline``."""
    plan = _lock(plan)
    baseline = PlanBaseline.objects.filter(plan=plan, removed_at=None).first()
    if baseline is None:
        raise NoBaseline
    return _set_target(baseline, plan, target, target_on, at=at)


@transaction.atomic
def remove_baseline(*, plan: ActionPlan, at: dt.datetime) -> PlanBaseline | None:
    """Remove the figure that the plan starts from; outcomes keep their values. Return it, if there was one."""
    plan = _lock(plan)
    baseline = PlanBaseline.objects.filter(plan=plan, removed_at=None).first()
    if baseline is not None:
        baseline.removed_at = at
        baseline.save(update_fields=["removed_at"])
        _keep(plan, at=at)
    return baseline


@transaction.atomic
def restore_baseline(*, plan: ActionPlan, baseline_id: int, at: dt.datetime) -> None:
    """Bring a removed figure of the plan back, unless another one was chosen since. Repeats safely."""
    plan = _lock(plan)
    rows = PlanBaseline.objects.filter(plan=plan)
    if not rows.filter(removed_at=None).exists() and rows.filter(pk=baseline_id).update(
        removed_at=None
    ):
        _keep(plan, at=at)


def share_outcomes(*, plan: ActionPlan, is_shared: bool) -> None:
    """Let those with whom the plan is shared read its outcomes, or not any more. Repeats safely."""
    ActionPlan.objects.filter(pk=plan.pk).update(shares_outcomes=is_shared)


def _set_target(
    baseline: PlanBaseline,
    plan: ActionPlan,
    target: float | None,
    target_on: dt.date | None,
    *,
    at: dt.datetime,
) -> PlanBaseline:
    if (baseline.target, baseline.target_on) == (target, target_on):
        return baseline
    baseline.target, baseline.target_on = target, target_on
    baseline.save(update_fields=["target", "target_on"])
    _keep(plan, at=at)
    return baseline


def _keep(plan: ActionPlan, *, at: dt.datetime) -> None:
    """Keep a revision of a finished plan, as of any other change of it."""
    plan.updated_at = at
    plan.save(update_fields=["updated_at"])
    if plan.is_finished:
        keep_revision(plan, at=at)


def _lock(plan: ActionPlan) -> ActionPlan:
    return ActionPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
