"""The table of concerns. It says nothing of their words, and is not offered as a file."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.tables.cells import Badge, Cell, link, moment
from core.tables.layout import Column, Layout
from safeguarding.models import Concern
from safeguarding.states import ConcernState

_TONES = {
    ConcernState.REPORTED: "wait",
    ConcernState.TRIAGE: "info",
    ConcernState.IN_ACTION: "info",
}


def case_layout(now: dt.datetime) -> Layout[Concern]:
    """Lay out the concerns as they stand at this moment."""
    return Layout[Concern](
        name="concerns",
        caption=gettext_lazy("Concerns"),
        columns=(
            Column("concern", gettext_lazy("Concern"), _concern, sort=("pk",)),
            Column(
                "about",
                gettext_lazy("About"),
                lambda concern: Cell(
                    concern.person.full_name if concern.person else _("Not stated")
                ),
                is_wide=True,
            ),
            Column(
                "reporter",
                gettext_lazy("Reported by"),
                lambda concern: Cell(concern.reporter.full_name),
                is_extra=True,
            ),
            Column("state", gettext_lazy("Status"), _state, sort=("state",)),
            Column(
                "reported",
                gettext_lazy("Reported"),
                lambda concern: moment(concern.reported_at),
                sort=("reported_at",),
                is_labelled=True,
            ),
            Column(
                "due",
                gettext_lazy("Assess by"),
                lambda concern: _due(concern, now),
                sort=("assess_by",),
                is_labelled=True,
            ),
        ),
        usual_sort="due",
        has_csv=False,
    )


def _concern(concern: Concern) -> Cell:
    return link(concern, concern.get_absolute_url())


def _state(concern: Concern) -> Cell:
    tone = _TONES.get(ConcernState(concern.state), "")
    return Cell(badges=(Badge(concern.get_state_display(), tone),))


def _due(concern: Concern, now: dt.datetime) -> Cell:
    """Return until when it must be assessed; once that has begun, there is nothing to wait for."""
    if concern.state != ConcernState.REPORTED:
        return Cell()
    cell = moment(concern.assess_by)
    if concern.assess_by > now:
        return cell
    return Cell(cell.text, badges=(Badge(_("Overdue"), "wait"),), iso=cell.iso, full=cell.full)
