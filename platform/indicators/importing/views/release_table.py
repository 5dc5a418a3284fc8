"""The table of releases, on which data managers work."""

from django.utils.translation import gettext_lazy

from core.tables.cells import Badge, Cell, day, link, moment
from core.tables.layout import Column, Layout
from indicators.catalogue.models import Release
from indicators.catalogue.states import ReleaseState

_KINDS = {
    ReleaseState.DRAFT: "wait",
    ReleaseState.PUBLISHING: "wait",
    ReleaseState.PUBLISHED: "ok",
    ReleaseState.WITHDRAWN: "stop",
}


def _state(release: Release) -> Cell:
    kind = _KINDS[ReleaseState(release.state)]
    return Cell(badges=(Badge(release.get_state_display(), kind),))


RELEASES = Layout[Release](
    name="releases",
    caption=gettext_lazy("Releases"),
    columns=(
        Column(
            "title",
            gettext_lazy("Title"),
            lambda release: link(release.title, release.get_absolute_url()),
            sort=("title",),
            is_wide=True,
            is_words=True,
        ),
        Column("state", gettext_lazy("State"), _state, sort=("state", "created_at")),
        Column(
            "publisher",
            gettext_lazy("Publisher"),
            lambda release: Cell(release.publisher),
            sort=("publisher",),
            is_extra=True,
        ),
        Column(
            "published",
            gettext_lazy("Source date"),
            lambda release: day(release.published_on),
            sort=("published_on",),
            is_descending=True,
            is_labelled=True,
        ),
        Column(
            "made",
            gettext_lazy("Created"),
            lambda release: moment(release.created_at),
            sort=("created_at",),
            is_descending=True,
            is_labelled=True,
        ),
    ),
    usual_sort="-made",
)
