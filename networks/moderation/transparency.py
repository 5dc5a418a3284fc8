"""How flags were decided in a year, counted so that no small number tells of single people."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from core.small_numbers import cell, median_of
from networks.models import Case, Flag, FlagReason
from networks.states import CaseState

_OUTCOMES = (CaseState.UPHELD, CaseState.DISMISSED)


@dataclass(frozen=True)
class YearOfFlags:
    """The counts of one year, as cells that readers may see."""

    year: int
    # For each reason: its label, then upheld, dismissed, not decided.
    reasons: list[tuple[str, list[str]]]
    hours: str
    # Appeals that were made, granted and rejected.
    appeals: list[str]


def years_of_flags() -> list[YearOfFlags]:
    """Return the counts of every year in which something was flagged or hidden by hand, the latest first. Two queries."""
    cases = defaultdict(list)
    is_flagged = Exists(Flag.objects.filter(case=OuterRef("pk")))
    for case in (
        Case.objects.order_by("pk")
        .annotate(is_flagged=is_flagged)
        .only("state", "opened_at", "decided_at", "appealed_at", "reviewed_at")
    ):
        cases[case.opened_at.year].append(case)
    flags: dict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
    for reason, state, at in Flag.objects.values_list("reason", "case__state", "created_at"):
        flags[at.year][reason, state if state in _OUTCOMES else ""] += 1
    years = sorted(cases | flags, reverse=True)
    return [_year(year, cases[year], flags[year]) for year in years]


def rows(years: list[YearOfFlags]) -> list[list[str]]:
    """Return the counts as the lines of a spreadsheet."""
    head = [_("Year"), _("What"), _("Upheld"), _("Dismissed"), _("Not decided")]
    lines = [head]
    for year in years:
        lines += [[str(year.year), label, *numbers] for label, numbers in year.reasons]
        lines.append([str(year.year), _("Median hours to a decision"), year.hours, "", ""])
        lines.append([str(year.year), _("Appeals: rejected, granted, not decided"), *year.appeals])
    return lines


def _year(year: int, cases: Sequence[Case], flags: Counter[tuple[str, str]]) -> YearOfFlags:
    appealed = [case for case in cases if case.appealed_at]
    states = Counter(case.state if case.reviewed_at else "" for case in appealed)
    return YearOfFlags(
        year=year,
        reasons=[
            (str(label), [cell(flags[reason, outcome]) for outcome in (*_OUTCOMES, "")])
            for reason, label in FlagReason.choices
        ],
        hours=median_of(
            [
                _hours(case.decided_at - case.opened_at)
                for case in cases
                # What a moderator hid by hand took no time to decide.
                if case.decided_at and case.is_flagged  # type: ignore[attr-defined]
            ]
        ),
        appeals=[cell(states[outcome]) for outcome in (*_OUTCOMES, "")],
    )


def _hours(time: dt.timedelta) -> float:
    return time / dt.timedelta(hours=1)
