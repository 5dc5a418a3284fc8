"""The table of possible duplicates: one row for each record that may repeat an older one."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from core.tables.cells import Cell, link
from core.tables.layout import Column, Layout, RowAction
from library.catalogue.models import Record
from library.curation.duplicates import DuplicateGroup


@dataclass(frozen=True)
class DuplicateRow:
    """A record, the older one that it may repeat, and why."""

    record: Record
    first: Record
    reason: StrOrPromise


def duplicate_rows(groups: Sequence[DuplicateGroup]) -> list[DuplicateRow]:
    """Return a row for each record of a group but the first, which the others would be merged into."""
    return [
        DuplicateRow(record, group.records[0], group.reason)
        for group in groups
        for record in group.records[1:]
    ]


def _actions(row: DuplicateRow) -> list[RowAction]:
    address = reverse("library:record_merge", args=[row.record.pk], query={"into": row.first.pk})
    return [RowAction(_("Merge"), address, row.record.title, is_primary=True)]


DUPLICATES = Layout[DuplicateRow](
    name="duplicates",
    caption=gettext_lazy("Possible duplicates"),
    columns=(
        Column(
            "record",
            gettext_lazy("Record"),
            lambda row: link(row.record.title, row.record.get_absolute_url()),
            sort_key=lambda row: (row.record.title.lower(), row.record.pk),
            is_wide=True,
        ),
        Column(
            "first",
            gettext_lazy("May be the same as"),
            lambda row: Cell(row.first.title),
            sort_key=lambda row: (row.first.title.lower(), row.first.pk),
            is_wide=True,
            is_labelled=True,
        ),
        Column(
            "reason",
            gettext_lazy("Why"),
            lambda row: Cell(row.reason),
            sort_key=lambda row: str(row.reason),
        ),
    ),
    actions=_actions,
)
