"""The table of imports."""

from django.utils.translation import gettext_lazy

from core.tables.cells import Badge, Cell, link, moment, number
from core.tables.layout import Column, Layout
from library.exchange.importing.checking import Verdict
from library.exchange.models import Import, ImportState

_KINDS = {
    ImportState.READY: "wait",
    ImportState.REFUSED: "stop",
    ImportState.DONE: "ok",
    ImportState.DROPPED: "",
    ImportState.UNDONE: "",
}


def _state(begun: Import) -> Cell:
    kind = _KINDS.get(ImportState(begun.state), "info")
    return Cell(badges=(Badge(begun.get_state_display(), kind),))


def _count(verdict: Verdict) -> Column[Import]:
    return Column(
        verdict.value,
        verdict.label,
        lambda begun: number(begun.counts.get(verdict.value, 0)),
        is_number=True,
        is_labelled=True,
    )


IMPORTS = Layout[Import](
    name="imports",
    caption=gettext_lazy("Imports"),
    columns=(
        Column(
            "file",
            gettext_lazy("File"),
            lambda begun: link(begun.name, begun.get_absolute_url()),
            sort=("name",),
            is_wide=True,
        ),
        Column("state", gettext_lazy("State"), _state, sort=("state", "started_at")),
        Column(
            "rows",
            gettext_lazy("Rows"),
            lambda begun: number(begun.rows_total),
            sort=("rows_total",),
            is_descending=True,
            is_number=True,
            is_labelled=True,
        ),
        _count(Verdict.NEW),
        _count(Verdict.CHANGED),
        _count(Verdict.REFUSED),
        Column(
            "by",
            gettext_lazy("By"),
            lambda begun: Cell(str(begun.started_by or "")),
            sort=("started_by__full_name",),
        ),
        Column(
            "started",
            gettext_lazy("Started"),
            lambda begun: moment(begun.started_at),
            sort=("started_at",),
            is_descending=True,
            is_labelled=True,
        ),
    ),
    usual_sort="-started",
)
