"""The figures of mentoring by year, counted so that no small number tells of single people."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Count, F, QuerySet
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import OrganisationKind
from core.charts import About, Bar, Figure, bar_chart
from core.small_numbers import SMALLEST_SHOWN, cell, mean_of, median_of, parts_of_total
from mentoring.models import Feedback, Match, MentoringRequest, Session
from mentoring.models.feedback import SCORES, FeedbackStage
from mentoring.models.matches import EndKind
from mentoring.states import MatchState, RequestState, SessionState

_ANSWERED = (RequestState.ACCEPTED, RequestState.DECLINED)
_STAGES = (FeedbackStage.FIRST, FeedbackStage.MIDDLE, FeedbackStage.END)
_SESSIONS = (SessionState.HELD, SessionState.MISSED, SessionState.CANCELLED)
_DAY = dt.timedelta(days=1)

# A label and what readers may see beside it.
Row = tuple[str, list[str]]


@dataclass(frozen=True)
class Table:
    """One table of a year: what it tells, its columns, its rows."""

    title: str
    columns: list[str]
    rows: list[Row]


@dataclass(frozen=True)
class YearOfMentoring:
    """All that coordinators see of one year."""

    year: int
    tables: list[Table]


@dataclass
class _Counts:
    """What was counted of one year, before anything is hidden."""

    requests: Counter[str] = field(default_factory=Counter)
    organisations: Counter[str] = field(default_factory=Counter)
    days: list[float] = field(default_factory=list)
    sessions: Counter[str] = field(default_factory=Counter)
    endings: Counter[str] = field(default_factory=Counter)
    feedback: dict[str, list[Sequence[int]]] = field(default_factory=lambda: defaultdict(list))


def years_of_mentoring() -> tuple[list[YearOfMentoring], Figure | None]:
    """Return the figures of every year up to this one, the latest first, and a chart of the requests. Four queries.

    Years are those of the institute's clocks: in those of each reader, comparing two would tell single rows.
    """
    with timezone.override(settings.TIME_ZONE):
        return _years()


def _years() -> tuple[list[YearOfMentoring], Figure | None]:
    years: dict[int, _Counts] = defaultdict(_Counts)
    _count_requests(years)
    _count(
        Session.objects.filter(state__in=_SESSIONS),
        "starts_at",
        "state",
        lambda y: years[y].sessions,
    )
    ended = Match.objects.filter(state=MatchState.ENDED)
    _count(ended, "ended_at", "end_kind", lambda y: years[y].endings)
    for stage, at, *scores in (
        Feedback.objects.for_coordinators()
        .order_by("pk")
        .values_list("stage", "given_at", *SCORES)
        .iterator()
    ):
        years[timezone.localtime(at).year].feedback[stage].append(scores)
    present = timezone.localdate().year
    newest_first = sorted((year for year in years if year <= present), reverse=True)
    chart = _chart({year: years[year].requests.total() for year in reversed(newest_first)})
    return [YearOfMentoring(year, _tables(years[year])) for year in newest_first], chart


def rows_of(years: Iterable[YearOfMentoring]) -> list[list[str]]:
    """Return the figures as the lines of a spreadsheet, one number a line."""
    lines = [[_("Year"), _("Table"), _("What"), _("Measure"), _("Number")]]
    for year in years:
        for table in year.tables:
            for label, cells in table.rows:
                lines += [
                    [str(year.year), table.title, label, column, number]
                    for column, number in zip(table.columns[1:], cells, strict=True)
                ]
    return lines


def _count_requests(years: dict[int, _Counts]) -> None:
    """Count by the year of asking; the organisation is that of the learner now."""
    asked = MentoringRequest.objects.order_by("pk").values_list(
        "created_at", "answered_at", "state", "mentee__profile__organisation__kind"
    )
    for created_at, answered_at, state, kind in asked.iterator():
        counts = years[timezone.localtime(created_at).year]
        counts.requests[state] += 1
        counts.organisations[kind or ""] += 1
        if answered_at and state in _ANSWERED:
            counts.days.append((answered_at - created_at) / _DAY)


def _count(
    rows: QuerySet[Any], moment: str, what: str, into: Callable[[int], Counter[str]]
) -> None:
    counted = rows.order_by().values(year=ExtractYear(moment), what=F(what))
    for row in counted.annotate(number=Count("pk")):
        into(row["year"])[row["what"]] += row["number"]


def _tables(counts: _Counts) -> list[Table]:
    return [
        _requests(counts),
        _by_organisation(counts),
        _plain(_("Sessions"), counts.sessions, [(s.value, str(s.label)) for s in _SESSIONS]),
        _plain(
            _("Endings"),
            counts.endings,
            [*((kind.value, str(kind.label)) for kind in EndKind), ("", _("Not said"))],
        ),
        _feedback(counts),
    ]


def _requests(counts: _Counts) -> Table:
    total = counts.requests.total()
    states = list(RequestState)
    parts = parts_of_total([counts.requests[state] for state in states])
    return Table(
        _("Requests"),
        [_("Requests"), _("Number")],
        [
            (_("All"), [cell(total)]),
            *((str(state.label), [part]) for state, part in zip(states, parts, strict=True)),
            (_("Median days until an answer"), [median_of(counts.days)]),
        ],
    )


def _by_organisation(counts: _Counts) -> Table:
    kinds = [
        *((kind.value, str(kind.label)) for kind in OrganisationKind),
        ("", _("No organisation")),
    ]
    parts = parts_of_total([counts.organisations[kind] for kind, _label in kinds])
    rows = [(label, [part]) for (_kind, label), part in zip(kinds, parts, strict=True)]
    return Table(_("Requests by type of organisation"), [_("Organisation"), _("Number")], rows)


def _plain(title: str, counted: Counter[str], kinds: list[tuple[str, str]]) -> Table:
    """Make a table without a total, so that a hidden number cannot be worked out."""
    rows = [(label, [cell(counted[kind])]) for kind, label in kinds]
    return Table(title, [title, _("Number")], rows)


def _feedback(counts: _Counts) -> Table:
    columns = [_("Feedback"), _("Answers"), _("Useful"), _("Open"), _("Progress")]
    rows = []
    for stage in _STAGES:
        given = counts.feedback[stage]
        means = [mean_of([scores[place] for scores in given]) for place in range(len(SCORES))]
        rows.append((str(stage.label), [cell(len(given)), *means]))
    return Table(_("Feedback, averages from 1 to 5"), columns, rows)


def _chart(requests: dict[int, int]) -> Figure | None:
    """Draw the requests of the years whose number may be shown."""
    bars = [Bar(str(year), count) for year, count in requests.items() if count >= SMALLEST_SHOWN]
    if not bars:
        return None
    about = About(
        name="mentoring",
        title=_("Mentoring requests by year"),
        description=_(
            "How many learners asked for a mentor in each year. Years under 5 are left out."
        ),
        unit=_("Requests"),
        source=str(settings.INSTITUTE_NAME),
        licence="",
        decimals=0,
    )
    return bar_chart(about, bars, heading=_("Year"))
