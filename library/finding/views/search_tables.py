"""The tables of saved searches and of searches that found nothing."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.tables.cells import NOTHING, Cell, day, link, moment, number
from core.tables.layout import Column, Layout, RowAction
from library.finding.models import Gap, SavedSearch


def _search_actions(search: SavedSearch) -> list[RowAction]:
    edit, delete = (
        reverse(f"library:saved_search_{name}", args=[search.pk]) for name in ("edit", "delete")
    )
    return [
        RowAction(_("Edit"), edit, search.name),
        RowAction(_("Delete"), delete, search.name, is_sent=True),
    ]


SAVED_SEARCHES = Layout[SavedSearch](
    name="saved-searches",
    caption=gettext_lazy("Saved searches"),
    columns=(
        Column(
            "name",
            gettext_lazy("Name"),
            lambda search: link(search.name, search.get_absolute_url()),
            sort=("name",),
            is_wide=True,
        ),
        Column(
            "rhythm",
            gettext_lazy("Tell me"),
            lambda search: Cell(search.get_rhythm_display()),
            sort=("rhythm", "name"),
            is_labelled=True,
        ),
        Column(
            "saved",
            gettext_lazy("Saved"),
            lambda search: moment(search.saved_at),
            sort=("saved_at",),
            is_descending=True,
            is_labelled=True,
        ),
    ),
    actions=_search_actions,
    usual_sort="name",
)


def _answer(gap: Gap) -> Cell:
    if gap.answered_by is None:
        return NOTHING
    return link(gap.answered_by.title, gap.answered_by.get_absolute_url())


GAPS = Layout[Gap](
    name="gaps",
    caption=gettext_lazy("Searches with no results"),
    columns=(
        Column(
            "words",
            gettext_lazy("Words"),
            lambda gap: link(gap.text, reverse("library:gap_edit", args=[gap.pk])),
            sort=("text",),
            is_wide=True,
        ),
        Column(
            "answer",
            gettext_lazy("Answered by"),
            _answer,
            sort=("answered_by__title",),
            is_wide=True,
            is_labelled=True,
        ),
        Column(
            "note",
            gettext_lazy("Note"),
            lambda gap: Cell(gap.note),
            is_wide=True,
            is_extra=True,
        ),
        Column(
            "times",
            gettext_lazy("Times"),
            lambda gap: number(gap.times),
            sort=("times", "last_on"),
            is_descending=True,
            is_number=True,
            is_labelled=True,
        ),
        Column(
            "last",
            gettext_lazy("Last searched"),
            lambda gap: day(gap.last_on),
            sort=("last_on",),
            is_descending=True,
            is_labelled=True,
        ),
    ),
    usual_sort="-times",
    # Every state is in one file of its own.
    has_csv=False,
)
