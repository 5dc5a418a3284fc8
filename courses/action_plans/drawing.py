"""A plan in figures: where it started, what was measured since, and the target."""

from collections.abc import Iterable

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.charts import About, Figure, Step, can_draw, progress_chart
from courses.models import ActionPlan, PlanBaseline, PlanOutcome

# The latest ones; more cannot be told apart on a telephone.
_MOST_OUTCOMES = 6


def draw_plan(
    plan: ActionPlan, outcomes: Iterable[PlanOutcome], *, name: str = ""
) -> Figure | None:
    """Draw the figure that a plan starts from, the values measured since, and the target.

    Return nothing where there is only one number to show, or one that is too large to draw.
    """
    baseline = plan.baseline
    if baseline is None:
        return None
    steps = [_start(baseline), *_measured(baseline, outcomes)]
    target = _target(baseline)
    drawn = [*steps, *([target] if target else [])]
    if not can_draw(drawn):
        return None
    about = About(
        name=name or f"plan-{plan.pk}",
        title=f"{baseline.measure_name}: {baseline.heading}",
        description="; ".join(f"{each.label}: {baseline.number(each.value)}" for each in drawn)
        + ".",
        unit=baseline.unit or baseline.measure_name,
        source=_source(baseline, has_measured=len(steps) > 1),
        licence=_("Licence: %(licence)s.") % {"licence": baseline.licence}
        if baseline.licence
        else "",
        decimals=baseline.decimals,
    )
    return progress_chart(about, steps, target=target)


def _source(baseline: PlanBaseline, *, has_measured: bool) -> str:
    source = f"{baseline.source.rstrip('. ')}." if baseline.source.strip() else ""
    if not has_measured:
        return source
    return _("%(source)s Values after the start: the owner of the plan.") % {"source": source}


def _start(baseline: PlanBaseline) -> Step:
    label = (
        _("Baseline, %(period)s") % {"period": baseline.period}
        if baseline.period
        else _("Baseline")
    )
    short = baseline.period or _("Baseline")
    return Step(label, short, baseline.value, baseline.lower, baseline.upper)


def _measured(baseline: PlanBaseline, outcomes: Iterable[PlanOutcome]) -> list[Step]:
    """Return the values in the measure of this baseline, the earliest first."""
    found = [
        Step(
            _("After %(weeks)d weeks, reported on %(day)s")
            % {
                "weeks": outcome.week,
                "day": formats.date_format(timezone.localtime(outcome.recorded_at), "j F Y"),
            },
            ngettext("%(weeks)d week", "%(weeks)d weeks", outcome.week) % {"weeks": outcome.week},
            outcome.value,
        )
        for outcome in outcomes
        if outcome.value is not None and outcome.baseline_id == baseline.pk
    ]
    return found[-_MOST_OUTCOMES:]


def _target(baseline: PlanBaseline) -> Step | None:
    if baseline.target is None or baseline.target_on is None:
        return None
    day = formats.date_format(baseline.target_on, "j F Y")
    return Step(_("Target, by %(day)s") % {"day": day}, _("Target"), baseline.target)
