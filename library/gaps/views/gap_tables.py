"""The tables of evidence gaps."""

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from api.addresses import full_address
from core.tables.cells import Badge, Cell, day, link, moment, number
from core.tables.layout import Act, Choosing, Column, Layout
from library.gaps.models import EvidenceGap
from library.gaps.states import GapState

_KINDS = {
    GapState.PROPOSED: "wait",
    GapState.OPEN: "stop",
    GapState.WORKED_ON: "info",
    GapState.FILLED: "ok",
}


def _state(gap: EvidenceGap) -> Cell:
    kind = _KINDS.get(GapState(gap.state), "")
    return Cell(badges=(Badge(gap.get_state_display(), kind),))


_TITLE: Column[EvidenceGap] = Column(
    "title",
    gettext_lazy("Not known"),
    lambda gap: link(gap.title, gap.get_absolute_url()),
    sort=("title",),
    is_wide=True,
    is_words=True,
)
_STATE: Column[EvidenceGap] = Column(
    "state", gettext_lazy("State"), _state, sort=("state", "priority")
)
_PRIORITY: Column[EvidenceGap] = Column(
    "priority",
    gettext_lazy("Priority"),
    lambda gap: Cell(gap.get_priority_display()),
    sort=("priority", "proposed_at"),
    is_labelled=True,
)
_TOPIC: Column[EvidenceGap] = Column(
    "topic",
    gettext_lazy("Topic"),
    lambda gap: Cell(str(gap.topic or "")),
    sort=("topic__label",),
    is_labelled=True,
    is_extra=True,
)

EVIDENCE_GAPS = Layout[EvidenceGap](
    name="evidence-gaps",
    caption=gettext_lazy("Evidence gaps"),
    columns=(
        _TITLE,
        _STATE,
        _PRIORITY,
        _TOPIC,
        Column(
            "work",
            gettext_lazy("Working on it"),
            lambda gap: number(gap.work_count),
            sort=("work_count",),
            is_descending=True,
            is_number=True,
            is_labelled=True,
            is_extra=True,
        ),
        Column(
            "since",
            gettext_lazy("Open since"),
            lambda gap: day(gap.opened_at and gap.opened_at.date()),
            sort=("opened_at",),
            is_descending=True,
            is_labelled=True,
        ),
    ),
    usual_sort="priority",
)
# The file of the register holds what its page has no room for.
EVIDENCE_GAP_FILE = replace(
    EVIDENCE_GAPS,
    columns=(
        Column("number", gettext_lazy("Number"), lambda gap: Cell(str(gap.pk))),
        *EVIDENCE_GAPS.columns,
        Column("why", gettext_lazy("Why it matters"), lambda gap: Cell(gap.rationale)),
        Column(
            "group", gettext_lazy("Population group"), lambda gap: Cell(str(gap.population or ""))
        ),
        Column("place", gettext_lazy("Place"), lambda gap: Cell(str(gap.place or ""))),
        Column(
            "origin", gettext_lazy("How it was found"), lambda gap: Cell(gap.get_origin_display())
        ),
        Column(
            "address", gettext_lazy("Page"), lambda gap: Cell(full_address(gap.get_absolute_url()))
        ),
    ),
)


def desk_layout() -> Layout[EvidenceGap]:
    """Lay out the editors' queue, in which many gaps are decided together."""
    return Layout(
        name="evidence-gap-desk",
        caption=gettext_lazy("Evidence gaps to decide"),
        columns=(
            _TITLE,
            Column(
                "origin",
                gettext_lazy("How it was found"),
                lambda gap: Cell(gap.get_origin_display()),
                sort=("origin", "priority"),
                is_labelled=True,
                is_extra=True,
            ),
            _PRIORITY,
            _TOPIC,
            Column(
                "offers",
                gettext_lazy("Records offered"),
                # Nearly all have none: the cell of those stays empty.
                lambda gap: number(gap.offer_count) if gap.offer_count else Cell(),
                sort=("offer_count",),
                is_descending=True,
                is_number=True,
                is_labelled=True,
            ),
            Column(
                "proposed",
                gettext_lazy("Proposed"),
                lambda gap: moment(gap.proposed_at),
                sort=("proposed_at",),
                is_labelled=True,
            ),
        ),
        choosing=Choosing(
            address=reverse("library:evidence_gap_together"),
            acts=(
                Act(_("Accept"), "act", "accept"),
                Act(_("Dismiss"), "act", "dismiss"),
                Act(_("Merge"), "act", "merge"),
            ),
            key=lambda gap: gap.pk,
            about=lambda gap: gap.title,
            parameter="gap",
        ),
        usual_sort="priority",
    )
