"""The table of a queue of the library desk."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.tables.cells import Cell, link, moment
from core.tables.layout import Act, Choosing, Column, Layout, RowAction
from library.curation.queues import Queue, QueueItem

_COLUMNS: tuple[Column[QueueItem], ...] = (
    Column(
        "title",
        gettext_lazy("Title"),
        lambda item: link(item.record.title, item.address),
        sort=("title",),
        is_wide=True,
    ),
    Column("why", gettext_lazy("Why it is here"), lambda item: Cell(item.why), is_wide=True),
    Column(
        "type",
        gettext_lazy("Type"),
        lambda item: Cell(item.record.get_type_display()),
        sort=("type", "title"),
        is_extra=True,
    ),
    Column(
        "year",
        gettext_lazy("Year"),
        lambda item: Cell(str(item.record.year or "")),
        sort=("year",),
        is_descending=True,
        is_number=True,
        is_extra=True,
    ),
    Column(
        "added",
        gettext_lazy("Added"),
        lambda item: moment(item.record.published_at),
        sort=("published_at",),
        is_descending=True,
        is_extra=True,
    ),
)


def queue_layout(queue: Queue) -> Layout[QueueItem]:
    """Lay out a queue: its records are edited together, but for broken addresses, each of which is another."""
    if queue.name == "links":
        return Layout(
            name="links",
            caption=queue.label,
            columns=_COLUMNS,
            actions=_link_actions,
            usual_sort="-added",
        )
    return Layout(
        name=queue.name,
        caption=queue.label,
        columns=_COLUMNS,
        actions=_see,
        choosing=Choosing(
            address=reverse("library:bulk_edit_new"),
            acts=(Act(_("Edit together")),),
            key=lambda item: item.record.pk,
            about=lambda item: item.record.title,
            parameter="record",
        ),
        usual_sort="-added",
    )


def _see(item: QueueItem) -> list[RowAction]:
    page = item.record.get_absolute_url()
    return [] if page == item.address else [RowAction(_("View"), page, item.record.title)]


def _link_actions(item: QueueItem) -> list[RowAction]:
    address = reverse("library:link_check", args=[item.record.pk])
    return [
        RowAction(label, address, item.record.title, fields=((name, "yes"),), is_sent=True)
        for label, name in ((_("Check again"), "again"), (_("Accept as it is"), "accept"))
    ]
