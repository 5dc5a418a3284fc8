"""The table of dimensions, on which data managers work."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.tables.cells import Cell, link, number
from core.tables.layout import Column, Layout
from indicators.catalogue.models import Dimension

DIMENSIONS = Layout[Dimension](
    name="dimensions",
    caption=gettext_lazy("Dimensions"),
    columns=(
        Column(
            "name",
            gettext_lazy("Name"),
            lambda dimension: link(
                dimension.name, reverse("indicators:dimension_edit", args=[dimension.code])
            ),
            sort=("name",),
            is_wide=True,
            is_words=True,
        ),
        Column(
            "code", gettext_lazy("Code"), lambda dimension: Cell(dimension.code), sort=("code",)
        ),
        Column(
            "order",
            gettext_lazy("Order"),
            lambda dimension: Cell(_("Ordered") if dimension.is_ordered else _("Without order")),
            sort=("is_ordered",),
        ),
        Column(
            "groups",
            gettext_lazy("Groups"),
            lambda dimension: number(dimension.group_count),  # type: ignore[attr-defined]
            sort=("group_count",),
            is_descending=True,
            is_number=True,
            is_labelled=True,
        ),
    ),
    usual_sort="name",
)
