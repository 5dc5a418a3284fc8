"""The table of issues on the desk."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.tables.cells import Badge, Cell, link, moment, number
from core.tables.layout import Column, Layout
from newsletters.figures_of_issues import IssueFigures, figures_of
from newsletters.models import Issue
from newsletters.states import IssueState

_STYLES = {
    IssueState.DRAFT: "",
    IssueState.SENDING: "wait",
    IssueState.STOPPED: "wait",
    IssueState.SENT: "done",
    IssueState.WITHDRAWN: "",
}


class IssueRow(NamedTuple):
    """An issue and its figures."""

    issue: Issue
    figures: IssueFigures


def rows_of(issues: list[Issue]) -> list[IssueRow]:
    """Return the rows of these issues. One query."""
    figures = figures_of(issues)
    return [IssueRow(issue, figures[issue.pk]) for issue in issues]


def _title(row: IssueRow) -> Cell:
    return link(row.issue.title, reverse("newsletters:issue_desk", args=[row.issue.pk]))


def _state(row: IssueRow) -> Cell:
    return Cell(
        badges=(Badge(row.issue.get_state_display(), _STYLES[IssueState(row.issue.state)]),)
    )


ISSUES = Layout[IssueRow](
    name="issues",
    caption=_("Issues of the newsletter"),
    columns=(
        Column("title", _("Title"), _title, sort=("title",), is_wide=True, is_words=True),
        Column("state", _("State"), _state, sort=("state", "changed_at")),
        Column(
            "changed",
            _("Last change"),
            lambda row: moment(row.issue.changed_at),
            sort=("changed_at",),
            is_descending=True,
            is_extra=True,
        ),
        Column(
            "sent_at",
            _("Sent"),
            lambda row: moment(row.issue.sent_at),
            sort=("sent_at",),
            is_descending=True,
            is_labelled=True,
        ),
        Column(
            "sent",
            _("Emails sent"),
            lambda row: number(row.figures.sent),
            is_number=True,
            is_labelled=True,
        ),
        Column(
            "failed",
            _("Not delivered"),
            lambda row: number(row.figures.failed + row.figures.bounced),
            is_number=True,
            is_labelled=True,
        ),
    ),
    usual_sort="-changed",
)
