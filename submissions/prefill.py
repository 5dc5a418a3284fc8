"""Filling a draft from an action plan, so that nothing need be written twice."""

import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from courses.models import ActionPlan, PlanBaseline, PlanOutcome
from library.catalogue.actions.checks import MAX_TOPICS
from submissions.content import SubmissionKind

_SIGNS = re.compile(r"([\\`*_\[\]<>|~])")


def draft_from_plan(plan: ActionPlan, kind: str) -> dict[str, Any]:
    """Return the fields of a draft of this kind that the plan already answers."""
    baseline = PlanBaseline.objects.filter(plan=plan, removed_at=None).first()
    values: dict[str, Any] = {
        "title": plan.title,
        "place": plan.place,
        "topics": list(plan.topics.order_by("pk")[:MAX_TOPICS]),
    }
    if kind == SubmissionKind.CASE_STUDY:
        values |= {
            "problem": _problem(plan, baseline),
            "setting": plan.place,
            "population": plan.group,
            "action": plan.trial,
            "partners": plan.partners,
            "result": _result(plan, baseline),
        }
    elif kind == SubmissionKind.PROJECT:
        values |= {
            "aims": "\n\n".join(
                text for text in (_problem(plan, baseline), plan.trial, _target(baseline)) if text
            ),
            "partners": plan.partners,
        }
    return values


def _problem(plan: ActionPlan, baseline: PlanBaseline | None) -> str:
    """Return the inequality in the owner's words, and in the figure that the plan starts from."""
    parts = [plan.inequality]
    if baseline is not None:
        parts.append(
            "\n".join(
                filter(
                    None,
                    [
                        f"{_plain(baseline.heading)}. {_plain(baseline.measure_name)}: "
                        f"{_plain(baseline.value_in_words)}.",
                        _plain(baseline.sentence),
                        _("Source: %(source)s") % {"source": _plain(baseline.source)}
                        if baseline.source
                        else "",
                    ],
                )
            )
        )
    return "\n\n".join(filter(None, parts))


def _result(plan: ActionPlan, baseline: PlanBaseline | None) -> str:
    """Return the planned measure, the values from start to target, and the outcomes, the earliest first."""
    outcomes = list(plan.outcomes.select_related("baseline").order_by("week", "recorded_at", "pk"))
    parts = []
    if plan.measure:
        parts.append(_("How it was measured: %(measure)s") % {"measure": plan.measure})
    if baseline is not None:
        parts.append(_table(baseline, outcomes))
    for outcome in outcomes:
        heading = _("After %(weeks)d weeks:") % {"weeks": outcome.week}
        parts.append(f"{heading} {' '.join(t for t in (outcome.happened, outcome.change) if t)}")
    return "\n\n".join(parts)


def _target(baseline: PlanBaseline | None) -> str:
    if baseline is None or not baseline.target_in_words:
        return ""
    return _("Target: %(target)s.") % {"target": _plain(baseline.target_in_words)}


def _table(baseline: PlanBaseline, outcomes: Iterable[PlanOutcome]) -> str:
    """Return baseline, measured values and target as a table in Markdown."""
    measured = [
        (_("After %(weeks)d weeks") % {"weeks": outcome.week}, baseline.number(outcome.value))
        for outcome in outcomes
        if outcome.value is not None and outcome.baseline_id == baseline.pk
    ]
    start = (
        _("Baseline, %(period)s") % {"period": baseline.period}
        if baseline.period
        else _("Baseline")
    )
    rows = [(start, baseline.value_in_words), *measured]
    if baseline.target_in_words:
        rows.append((_("Target"), baseline.target_in_words))
    head = (_("When"), f"{baseline.measure_name}: {baseline.heading}")
    lines = [head, ("---", "---"), *rows]
    return "\n".join(
        f"| {' | '.join(cell if cell == '---' else _plain(cell) for cell in line)} |"
        for line in lines
    )


def _plain(text: str) -> str:
    """Return words on one line in which no sign means anything to Markdown."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))
