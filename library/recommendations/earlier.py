"""What a commitment said before it was edited, and in what it differs from what it said next."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields
from itertools import pairwise

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from library.recommendations.models import Commitment, EarlierPromise

_LABELS = {
    "action": gettext_lazy("What will be done"),
    "about": gettext_lazy("Details"),
    "lead": gettext_lazy("Led by"),
    "starts_on": gettext_lazy("From"),
    "due_on": gettext_lazy("Due"),
}


@dataclass(frozen=True)
class Said:
    """Everything that a commitment promises; ``milestones`` one on each line, each with its day before it."""

    action: str
    about: str
    lead: str
    starts_on: dt.date | None
    due_on: dt.date
    milestones: str


@dataclass(frozen=True)
class Change:
    """One edit: when, and for each word that it changed its label, what it said before, and after."""

    changed_at: dt.datetime
    words: list[tuple[str, str, str]]


def said_now(commitment: Commitment) -> Said:
    """Return what the commitment says. One query."""
    milestones = commitment.milestones.order_by("due_on", "pk").values_list("due_on", "title")
    return Said(
        action=commitment.action,
        about=commitment.about,
        lead=commitment.lead,
        starts_on=commitment.starts_on,
        due_on=commitment.due_on,
        milestones="\n".join(f"{day:%Y-%m-%d} {title}" for day, title in milestones),
    )


def changes_of(commitment: Commitment) -> list[Change]:
    """Return the edits of a commitment, the newest first. Two queries, and one where it was never edited."""
    earlier = list(commitment.earlier.order_by("changed_at", "pk"))
    if not earlier:
        return []
    said = [*map(_said_then, earlier), said_now(commitment)]
    changes = [
        Change(row.changed_at, list(_differences(before, after)))
        for row, (before, after) in zip(earlier, pairwise(said), strict=True)
    ]
    return changes[::-1]


def _said_then(row: EarlierPromise) -> Said:
    return Said(**{each.name: getattr(row, each.name) for each in fields(Said)})


def _differences(before: Said, after: Said) -> Iterable[tuple[str, str, str]]:
    for name, label in _LABELS.items():
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield str(label), _in_words(old), _in_words(new)
    old_days, new_days = _days(before.milestones), _days(after.milestones)
    for title in dict.fromkeys([*old_days, *new_days]):
        if (day := old_days.get(title)) != (new_day := new_days.get(title)):
            yield _("Milestone “%(title)s”") % {"title": title}, _in_words(day), _in_words(new_day)


def _days(milestones: str) -> dict[str, dt.date]:
    split = (line.partition(" ") for line in milestones.splitlines())
    return {title: dt.date.fromisoformat(day) for day, _space, title in split}


def _in_words(value: dt.date | str | None) -> str:
    if isinstance(value, dt.date):
        return date_format(value, "j F Y")
    return value or ""
