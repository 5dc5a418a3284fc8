"""Acts on the baseline of a plan that several tests begin with."""

import datetime as dt
import uuid

from django.urls import reverse
from django.utils import timezone

from courses.action_plans.candidates import origin_of_indicator
from courses.actions.action_plans.baselines import (
    set_baseline,
)
from courses.actions.plans import record_outcome

NOW = timezone.now().replace(microsecond=0)
DECILES = "Decile\tObese\tMeasured\n" + "\n".join(
    f"Decile {n}\t{cases}\t1000" for n, cases in enumerate(range(300, 200, -10), start=1)
)


def start(plan, indicator, code="slope_index", target=-15.0, day=None):
    """Choose the number of this code as the plan's baseline, with a target within 200 days."""
    origin, _page = origin_of_indicator(indicator, {})
    return set_baseline(
        plan=plan,
        origin=origin,
        chosen=origin.find(code),
        target=target,
        target_on=day or (NOW.date() + dt.timedelta(days=200) if target is not None else None),
        at=NOW,
    )


def report(plan, value, week=6, **words):
    """Record what the number is at this week."""
    return record_outcome(
        plan=plan, week=week, happened="We went round.", change="", key=uuid.uuid4(), at=NOW,
        value=value, **words,
    )  # fmt: skip


def page_of(plan, indicator):
    """Return the address where a baseline is chosen from the indicator."""
    return reverse("courses:baseline_from_indicator", args=[plan.pk, indicator.code])
