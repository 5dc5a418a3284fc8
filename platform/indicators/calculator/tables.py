"""The table of a person's data sets."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.tables.cells import link, moment
from core.tables.layout import Column, Layout, RowAction
from indicators.calculator.models import DataSet


def _actions(data_set: DataSet) -> list[RowAction]:
    rename, delete = (
        reverse(f"indicators:data_set_{name}", args=[data_set.pk]) for name in ("rename", "delete")
    )
    return [
        RowAction(_("Rename"), rename, data_set.name),
        RowAction(_("Delete"), delete, data_set.name, is_sent=True),
    ]


DATA_SETS = Layout[DataSet](
    name="data-sets",
    caption=gettext_lazy("My data sets"),
    columns=(
        Column(
            "name",
            gettext_lazy("Name"),
            lambda data_set: link(data_set.name, data_set.get_absolute_url()),
            sort=("name",),
            is_wide=True,
        ),
        Column(
            "changed",
            gettext_lazy("Last changed"),
            lambda data_set: moment(data_set.changed_at),
            sort=("changed_at",),
            is_descending=True,
            is_labelled=True,
        ),
    ),
    actions=_actions,
    usual_sort="-changed",
    has_csv=False,
)
