"""The table of indicators, on which data managers work."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from core.tables.cells import Cell, link, moment, number
from core.tables.layout import Column, Layout
from indicators.catalogue.models import Indicator

INDICATORS = Layout[Indicator](
    name="indicators",
    caption=gettext_lazy("Indicators"),
    columns=(
        Column(
            "name",
            gettext_lazy("Name"),
            lambda indicator: link(
                indicator.name, reverse("indicators:indicator_edit", args=[indicator.code])
            ),
            sort=("name",),
            is_wide=True,
            is_words=True,
        ),
        Column(
            "code", gettext_lazy("Code"), lambda indicator: Cell(indicator.code), sort=("code",)
        ),
        Column(
            "topic",
            gettext_lazy("Topic"),
            lambda indicator: Cell(str(indicator.topic or "")),
            sort=("topic__label",),
            is_extra=True,
        ),
        Column(
            "releases",
            gettext_lazy("Releases"),
            lambda indicator: number(indicator.release_count),  # type: ignore[attr-defined]
            sort=("release_count",),
            is_descending=True,
            is_number=True,
            is_labelled=True,
        ),
        Column(
            "changed",
            gettext_lazy("Changed"),
            lambda indicator: moment(indicator.changed_at),
            sort=("changed_at",),
            is_descending=True,
            is_labelled=True,
        ),
    ),
    usual_sort="name",
)
