"""The table of bulk edits."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.tables.cells import Badge, Cell, moment, number
from core.tables.layout import Column, Layout, RowAction
from library.curation.models import BulkEdit


def _state(edit: BulkEdit) -> Cell:
    if edit.undone_at is None:
        return Cell(badges=(Badge(_("Done"), "ok"),))
    kept: int = edit.kept  # type: ignore[attr-defined]
    text = ngettext(
        "%(count)d record kept its later changes",
        "%(count)d records kept their later changes",
        kept,
    )
    name = edit.undone_by or _("someone who left")
    return Cell(
        _("Undone by %(name)s") % {"name": name},
        note=text % {"count": kept} if kept else "",
    )


def _actions(edit: BulkEdit) -> list[RowAction]:
    records: int = edit.records  # type: ignore[attr-defined]
    if edit.undone_at or not records:
        return []
    address = reverse("library:bulk_edit_undo", args=[edit.pk])
    return [RowAction(_("Undo"), address, edit.words, is_sent=True)]


BULK_EDITS = Layout[BulkEdit](
    name="bulk-edits",
    caption=gettext_lazy("Bulk edits"),
    columns=(
        Column(
            "change",
            gettext_lazy("Change"),
            lambda edit: Cell(edit.words),
            sort=("words",),
            is_wide=True,
        ),
        Column(
            "records",
            gettext_lazy("Records"),
            lambda edit: number(edit.records),  # type: ignore[attr-defined]
            sort=("records",),
            is_descending=True,
            is_number=True,
            is_labelled=True,
        ),
        Column(
            "by",
            gettext_lazy("By"),
            lambda edit: Cell(str(edit.by or _("someone who left"))),
            sort=("by__full_name",),
        ),
        Column(
            "made",
            gettext_lazy("Made"),
            lambda edit: moment(edit.made_at),
            sort=("made_at",),
            is_descending=True,
        ),
        Column("state", gettext_lazy("State"), _state, sort=("undone_at",), is_wide=True),
    ),
    actions=_actions,
    usual_sort="-made",
)
