"""The table of what was tried elsewhere."""

from django.utils.translation import gettext_lazy

from core.tables.cells import Badge, Cell, link, moment
from core.tables.layout import Column, Layout
from library.practice.models import Trial
from library.practice.states import TrialState

_KINDS = {
    TrialState.OPEN: "wait",
    TrialState.CONFIRMED: "ok",
    TrialState.DECLINED: "stop",
}


def _state(trial: Trial) -> Cell:
    kind = _KINDS.get(TrialState(trial.state), "")
    return Cell(badges=(Badge(trial.get_state_display(), kind),))


def _columns(*, is_desk: bool) -> tuple[Column[Trial], ...]:
    person: Column[Trial] = Column(
        "person",
        gettext_lazy("Person"),
        lambda each: Cell(str(each.user or "")),
        sort=("user__full_name",),
        is_labelled=True,
    )
    state: Column[Trial] = Column("state", gettext_lazy("State"), _state, sort=("state", "told_at"))
    return (
        Column(
            "study",
            gettext_lazy("Case study"),
            lambda each: link(each.record.title, each.get_absolute_url()),
            sort=("record__title",),
            is_wide=True,
            is_words=True,
        ),
        Column(
            "place",
            gettext_lazy("Tried in"),
            lambda each: Cell(each.place),
            sort=("place",),
            is_labelled=True,
        ),
        Column(
            "result",
            gettext_lazy("Result"),
            lambda each: Cell(each.get_result_display()),
            sort=("result", "told_at"),
            is_labelled=True,
        ),
        person if is_desk else state,
        Column(
            "told",
            gettext_lazy("Reported"),
            lambda each: moment(each.told_at),
            sort=("told_at",),
            is_labelled=True,
        ),
    )


# Editors see one state at a time, the longest waiting first; others their own in every state, the newest first.
DESK = Layout[Trial](
    name="trials",
    caption=gettext_lazy("Tried elsewhere"),
    columns=_columns(is_desk=True),
    usual_sort="told",
)
OWN = Layout[Trial](
    name="trials",
    caption=gettext_lazy("What I tried elsewhere"),
    columns=_columns(is_desk=False),
    usual_sort="-told",
)
