"""The tables on which data managers work: indicators and releases."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from core.tables.cells import Badge, Cell, day, link, moment, number
from core.tables.layout import Column, Layout
from indicators.catalogue.models import Indicator, Release
from indicators.catalogue.states import ReleaseState

_KINDS = {ReleaseState.DRAFT: "wait", ReleaseState.PUBLISHED: "ok", ReleaseState.WITHDRAWN: "stop"}


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
            gettext_lazy("By the source"),
            lambda release: day(release.published_on),
            sort=("published_on",),
            is_descending=True,
            is_labelled=True,
        ),
        Column(
            "made",
            gettext_lazy("Made"),
            lambda release: moment(release.created_at),
            sort=("created_at",),
            is_descending=True,
            is_labelled=True,
        ),
    ),
    usual_sort="-made",
)

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
