"""The table of a network's cases."""

from django.utils.translation import gettext_lazy

from core.tables.cells import Badge, Cell, link, moment, number
from core.tables.layout import Column, Layout
from networks.models import Case
from networks.states import CaseState

_COLOURS = {CaseState.OPEN: "wait", CaseState.CLAIMED: "info", CaseState.ESCALATED: "info"}


def case_layout() -> Layout[Case]:
    """Lay out the cases: what was flagged, how often, since when, who has it."""
    return Layout(
        name="cases",
        caption=gettext_lazy("Flags"),
        columns=(
            Column(
                "thing",
                gettext_lazy("What was flagged"),
                lambda case: link(case, case.get_absolute_url()),
                is_wide=True,
            ),
            Column("state", gettext_lazy("Status"), _state),
            Column("author", gettext_lazy("Author"), lambda case: Cell(str(case.author))),
            Column(
                "flags",
                gettext_lazy("Flags"),
                lambda case: number(case.flag_count),  # type: ignore[attr-defined]
                sort=("flag_count",),
                is_descending=True,
                is_number=True,
                is_labelled=True,
            ),
            Column(
                "opened",
                gettext_lazy("Since"),
                lambda case: moment(case.opened_at),
                sort=("opened_at",),
                is_labelled=True,
            ),
            Column(
                "who",
                gettext_lazy("Assigned to"),
                lambda case: Cell(str(case.claimed_by) if case.is_claimed else ""),
                is_labelled=True,
            ),
        ),
        has_csv=False,
    )


def _state(case: Case) -> Cell:
    badges = [Badge(case.get_state_display(), _COLOURS.get(CaseState(case.state), ""))]
    if case.appealed_at:
        badges.append(Badge(gettext_lazy("Appeal"), "wait"))
    if case.hidden_at and case.flag_count:  # type: ignore[attr-defined]
        badges.append(Badge(gettext_lazy("Hidden at once"), "wait"))
    return Cell(badges=tuple(badges))
