"""The table of the inbox."""

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.tables.cells import Badge, Cell, link, moment
from core.tables.layout import Act, Choosing, Column, Layout, RowAction
from notifications.models import Notification

_MOST_WORDS = 40


def _title(notification: Notification) -> Cell:
    badges = () if notification.read_at else (Badge(_("New"), "info"),)
    title = notification.title
    if getattr(notification, "place", 1) > 1:
        title = _("Earlier: %(title)s") % {"title": title}
    return link(title, notification.address, badges=badges)


def _mark(notification: Notification) -> list[RowAction]:
    label, state = (
        (_("Mark as unread"), "unread") if notification.read_at else (_("Mark as read"), "read")
    )
    fields = (("notification", str(notification.pk)), ("as", state))
    address = reverse("notifications:mark")
    return [RowAction(label, address, notification.title, fields=fields, is_sent=True)]


def inbox_layout() -> Layout[Notification]:
    """Lay out the inbox. Marking is done at once: the other button takes it back."""
    return Layout[Notification](
        name="notifications",
        caption=gettext_lazy("Notifications"),
        columns=(
            Column("title", gettext_lazy("Title"), _title, sort=("title",), is_wide=True),
            Column(
                "text",
                gettext_lazy("Text"),
                lambda notification: Cell(Truncator(notification.text).words(_MOST_WORDS)),
                is_wide=True,
            ),
            Column(
                "at",
                gettext_lazy("When"),
                lambda notification: moment(notification.created_at),
                # What is about one thing stands together, under its newest.
                sort=("newest_at", "thing_told", "created_at"),
                is_descending=True,
            ),
        ),
        actions=_mark,
        choosing=Choosing(
            address=reverse("notifications:mark"),
            acts=(
                Act(gettext_lazy("Mark as read"), "as", "read"),
                Act(gettext_lazy("Mark as unread"), "as", "unread"),
            ),
            key=lambda notification: notification.pk,
            about=lambda notification: notification.title,
            parameter="notification",
            is_sent=True,
        ),
        usual_sort="-at",
    )
