"""The table of all matches on the coordinator's desk."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.tables.cells import Badge, Cell, day, link, part_of, person
from core.tables.layout import Column, Layout, RowAction

_STATES = {"active": "ok", "signing": "warning", "paused": "info"}


def _day(moment: Any) -> Cell:
    return day(timezone.localdate(moment) if moment else None)


def _mentor(match: Any) -> Cell:
    note = "" if match.mentor_is_here else _("no longer a mentor")
    return link(match.mentor, match.mentor.get_absolute_url(), note=note)


def _actions(match: Any) -> list[RowAction]:
    if not match.is_live:
        return []
    address = reverse("mentoring:mentor_suggest", args=[match.mentee_id])
    return [RowAction(_("Reassign"), f"{address}?instead={match.pk}", match.mentee)]


MATCHES = Layout[Any](
    name="matches",
    caption=gettext_lazy("All matches"),
    columns=(
        Column(
            "mentee",
            gettext_lazy("Mentee"),
            lambda match: person(match.mentee, match.mentee.get_absolute_url()),
            sort=("mentee__full_name",),
            is_whole=True,
        ),
        Column(
            "mentor",
            gettext_lazy("Mentor"),
            _mentor,
            sort=("mentor__full_name",),
            is_whole=True,
            is_labelled=True,
        ),
        Column(
            "state",
            gettext_lazy("Status"),
            lambda match: Cell(
                badges=(Badge(match.get_state_display(), _STATES.get(match.state, "")),)
            ),
            sort=("state",),
        ),
        Column(
            "made",
            gettext_lazy("Since"),
            lambda match: _day(match.made_at),
            sort=("made_at",),
            is_descending=True,
            is_labelled=True,
        ),
        Column(
            "held",
            gettext_lazy("Last session"),
            lambda match: _day(match.last_held_at),
            sort=("last_held_at",),
            is_labelled=True,
        ),
        Column(
            "next",
            gettext_lazy("Next session"),
            lambda match: _day(match.next_session_at),
            sort=("next_session_at",),
            is_labelled=True,
        ),
        Column(
            "note",
            gettext_lazy("Last note"),
            lambda match: _day(match.last_note_at),
            sort=("last_note_at",),
            is_labelled=True,
            is_extra=True,
        ),
        Column(
            "goals",
            gettext_lazy("Goals reached"),
            lambda match: part_of(match.reached_goals, match.open_goals + match.reached_goals),
            sort=("reached_goals",),
            is_labelled=True,
        ),
    ),
    actions=_actions,
    usual_sort="-made",
)
