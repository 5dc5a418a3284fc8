"""Scorecards: how a report was answered, and how a place answered, told as counts."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from library.catalogue.models import Record
from library.recommendations.models import Commitment, Recommendation, Response
from library.recommendations.models.commitments import (
    POSTPONED,
    CommitmentQuerySet,
    overdue_on,
    stale_at,
)
from library.recommendations.standing import Counts, counts_of
from library.recommendations.states import CommitmentState, Stance
from library.vocabularies.models import Place

# More than any report or place has today; beyond that the page says so.
MOST_ROWS = 500
_STANDINGS = ("open", "overdue", "stale", "postponed", "done", "stopped")


@dataclass(frozen=True)
class ScoreRow:
    """One line of a scorecard: what it is about, and its cells."""

    label: str
    address: str
    cells: Sequence[str]


@dataclass(frozen=True)
class Scorecard:
    """A table of counts, with the whole in numbers."""

    heading: Sequence[str]
    rows: Sequence[ScoreRow]
    counts: Counts
    is_cut: bool

    def as_table(self) -> list[list[str]]:
        """Return the heading and the rows for a file."""
        return [list(self.heading), *([row.label, *row.cells] for row in self.rows)]


def scorecard_of_report(record: Record, at: dt.datetime) -> Scorecard:
    """Return how often each recommendation of a report was answered, and with which commitments. Five queries."""
    of_report = Recommendation.objects.published().of(record)
    recommendations = list(of_report.in_order()[: MOST_ROWS + 1])
    given = Response.objects.given().filter(recommendation__in=of_report.values("pk"))
    answers: Counter[tuple[int, str]] = Counter()
    for recommendation, stance, number in (
        given.order_by()
        .values_list("recommendation", "stance")
        .annotate(number=Count("pk"))
        .values_list("recommendation", "stance", "number")
    ):
        answers[recommendation, stance] = number
    commitments = _standings(
        Commitment.objects.filter(response__in=given.values("pk")),
        "response__recommendation",
        at,
    )
    rows = [
        ScoreRow(
            str(each),
            each.get_absolute_url(),
            [
                *(str(answers[each.pk, stance]) for stance in Stance.values),
                *commitments.get(each.pk, ["0"] * len(_STANDINGS)),
            ],
        )
        for each in recommendations[:MOST_ROWS]
    ]
    heading = [
        _("Recommendation"),
        *(str(stance.label) for stance in Stance),
        *_commitment_heading(),
    ]
    return Scorecard(heading, rows, counts_of(given, at), len(recommendations) > MOST_ROWS)


def scorecard_of_place(place: Place, at: dt.datetime) -> Scorecard:
    """Return what was answered for a place and the places in it, and with which commitments. Four queries."""
    given = Response.objects.given().of_place(place)
    ordered = given.for_list().order_by("recommendation__sorted_by", "pk")
    responses = list(ordered[: MOST_ROWS + 1])
    commitments = _standings(
        Commitment.objects.filter(response__in=given.values("pk")), "response", at
    )
    rows = [
        ScoreRow(
            str(each.recommendation),
            each.get_absolute_url(),
            [
                str(each.respondent),
                each.get_stance_display(),
                date_format(each.current.given_on, "j F Y") if each.current else "",
                *commitments.get(each.pk, ["0"] * len(_STANDINGS)),
            ],
        )
        for each in responses[:MOST_ROWS]
    ]
    heading = [
        _("Recommendation"),
        _("Answered by"),
        _("Answer"),
        _("Answered on"),
        *_commitment_heading(),
    ]
    return Scorecard(heading, rows, counts_of(given, at), len(responses) > MOST_ROWS)


def _commitment_heading() -> list[str]:
    return [
        _("Under way"),
        _("Overdue"),
        _("No update for 180 days"),
        _("Postponed"),
        _("Done"),
        _("Stopped"),
    ]


def _standings(commitments: CommitmentQuerySet, by: str, at: dt.datetime) -> dict[int, list[str]]:
    """Count the commitments in each standing, by the recommendation or answer that they follow from. One query."""
    counted = (
        commitments.order_by()
        .values(by)
        .annotate(
            open=Count("pk", filter=Q(state=CommitmentState.OPEN)),
            overdue=Count("pk", filter=overdue_on(timezone.localdate(at))),
            stale=Count("pk", filter=stale_at(at)),
            postponed=Count("pk", filter=POSTPONED),
            done=Count("pk", filter=Q(state=CommitmentState.DONE)),
            stopped=Count("pk", filter=Q(state=CommitmentState.STOPPED)),
        )
    )
    return {row[by]: [str(row[name]) for name in _STANDINGS] for row in counted}
