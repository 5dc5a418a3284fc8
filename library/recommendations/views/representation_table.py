"""The table of who answers for whom."""

from django.utils.translation import gettext_lazy

from core.tables.cells import Badge, Cell, link, moment
from core.tables.layout import Column, Layout
from library.recommendations.models import Representation
from library.recommendations.states import RepresentationState

_KINDS = {
    RepresentationState.OPEN: "wait",
    RepresentationState.CONFIRMED: "ok",
    RepresentationState.DECLINED: "stop",
}


def _state(representation: Representation) -> Cell:
    kind = _KINDS.get(RepresentationState(representation.state), "")
    return Cell(badges=(Badge(representation.get_state_display(), kind),))


def _columns(*, is_desk: bool) -> tuple[Column[Representation], ...]:
    person: Column[Representation] = Column(
        "person",
        gettext_lazy("Person"),
        lambda each: Cell(str(each.user)),
        sort=("user__full_name",),
        is_labelled=True,
    )
    state: Column[Representation] = Column(
        "state", gettext_lazy("State"), _state, sort=("state", "asked_at")
    )
    return (
        Column(
            "whom",
            gettext_lazy("Answers for"),
            lambda each: link(str(each.respondent), each.get_absolute_url()),
            sort=("respondent__organisation__name", "respondent__place__name"),
            is_wide=True,
        ),
        person if is_desk else state,
        Column(
            "asked",
            gettext_lazy("Asked"),
            lambda each: moment(each.asked_at),
            sort=("asked_at",),
            is_labelled=True,
        ),
    )


# Editors see one state at a time, the longest waiting first; others their own in every state, the newest first.
DESK = Layout[Representation](
    name="representations",
    caption=gettext_lazy("Representatives"),
    columns=_columns(is_desk=True),
    usual_sort="asked",
)
OWN = Layout[Representation](
    name="representations",
    caption=gettext_lazy("Who I answer for"),
    columns=_columns(is_desk=False),
    usual_sort="-asked",
)
