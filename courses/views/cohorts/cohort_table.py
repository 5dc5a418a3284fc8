"""The table of a course's cohorts."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.tables.cells import Badge, Cell, day, link, number
from core.tables.layout import Column, Layout, RowAction
from courses.cohorts.standing import Standing
from courses.states import Entry


def _places(row: Standing) -> Cell:
    cohort = row.cohort
    if cohort.capacity is None:
        return number(cohort.taken)
    words = _("%(taken)d of %(places)d") % {"taken": cohort.taken, "places": cohort.capacity}
    return Cell(words)


def _actions(row: Standing) -> Sequence[RowAction]:
    address = reverse("courses:cohort_edit", args=[row.cohort.release.course.slug, row.cohort.pk])
    return [] if row.cohort.cancelled_at else [RowAction(_("Edit"), address, row.cohort)]


COHORTS = Layout[Standing](
    name="cohorts",
    caption=gettext_lazy("Cohorts"),
    columns=(
        Column(
            "name",
            gettext_lazy("Name"),
            lambda row: link(row.cohort.name, row.cohort.get_absolute_url()),
            sort=("name",),
            is_wide=True,
            is_words=True,
        ),
        Column(
            "state",
            gettext_lazy("Status"),
            lambda row: Cell(badges=(Badge(row.state.label, row.badge),)),
        ),
        Column(
            "starts",
            gettext_lazy("First day"),
            lambda row: day(row.cohort.starts_on),
            sort=("starts_on",),
            is_labelled=True,
        ),
        Column(
            "ends",
            gettext_lazy("Last day"),
            lambda row: day(row.cohort.ends_on),
            sort=("ends_on",),
            is_labelled=True,
        ),
        Column(
            "places",
            gettext_lazy("Places taken"),
            _places,
            sort=("taken",),
            is_descending=True,
            is_labelled=True,
        ),
        Column(
            "entry",
            gettext_lazy("How to get in"),
            lambda row: Cell(Entry(row.cohort.entry).label),
            sort=("entry",),
            is_extra=True,
        ),
        Column(
            "version",
            gettext_lazy("Version"),
            lambda row: number(row.cohort.release.number),
            sort=("release__number",),
            is_number=True,
            is_extra=True,
        ),
    ),
    actions=_actions,
)
