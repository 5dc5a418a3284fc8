"""The table of proposed corrections."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.tables.cells import Badge, Cell, link, moment
from core.tables.layout import Column, Layout
from library.curation.models import Proposal
from library.curation.states import ProposalState

_KINDS = {ProposalState.OPEN: "wait", ProposalState.ACCEPTED: "ok", ProposalState.DECLINED: "stop"}


def _state(proposal: Proposal) -> Cell:
    kind = _KINDS.get(ProposalState(proposal.state), "")
    return Cell(badges=(Badge(proposal.get_state_display(), kind),))


def _columns(*, is_desk: bool) -> tuple[Column[Proposal], ...]:
    by: Column[Proposal] = Column(
        "by",
        gettext_lazy("By"),
        lambda proposal: Cell(str(proposal.by or _("someone who left"))),
        sort=("by__full_name",),
        is_labelled=True,
    )
    state: Column[Proposal] = Column(
        "state", gettext_lazy("State"), _state, sort=("state", "proposed_at")
    )
    return (
        Column(
            "record",
            gettext_lazy("Record"),
            lambda proposal: link(proposal.record.title, proposal.get_absolute_url()),
            sort=("record__title",),
            is_wide=True,
        ),
        Column(
            "reason",
            gettext_lazy("Reason"),
            lambda proposal: Cell(proposal.reason),
            is_wide=True,
            is_extra=True,
        ),
        by if is_desk else state,
        Column(
            "proposed",
            gettext_lazy("Proposed"),
            lambda proposal: moment(proposal.proposed_at),
            sort=("proposed_at",),
            is_labelled=True,
        ),
    )


# Editors see one state at a time, the longest waiting first; others their own in every state, the newest first.
DESK_PROPOSALS = Layout[Proposal](
    name="proposals",
    caption=gettext_lazy("Proposed corrections"),
    columns=_columns(is_desk=True),
    usual_sort="proposed",
)
OWN_PROPOSALS = Layout[Proposal](
    name="proposals",
    caption=gettext_lazy("Corrections I proposed"),
    columns=_columns(is_desk=False),
    usual_sort="-proposed",
)
