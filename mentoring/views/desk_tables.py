"""The tables of the mentor desk and the coordinator's desk."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.tables.cells import Badge, Cell, link, moment, person
from core.tables.layout import Act, Choosing, Column, Layout, RowAction
from mentoring.models import MentoringRequest, MentorProfile, MentorSearch
from mentoring.pages.mentor_desk import DeskRow
from mentoring.states import SearchState
from mentoring.suggestions.profile_gaps import can_be_asked, gaps_in_words
from mentoring.views.match_tables import MATCHES


def _mentee(row: DeskRow) -> Cell:
    note = row.organisation.name if row.organisation else ""
    return person(row.mentee, row.page, note=note, has_photo=row.has_photo)


def _need(row: DeskRow) -> Cell:
    also = _("Also: %(reasons)s") % {"reasons": "; ".join(row.also)} if row.also else ""
    return Cell(row.reason, note=also)


MENTEES = Layout[DeskRow](
    name="mentees",
    caption=gettext_lazy("Mentees and what they need"),
    columns=(
        Column(
            "name",
            gettext_lazy("Name"),
            _mentee,
            sort_key=lambda row: (row.mentee.full_name, row.mentee.pk),
        ),
        Column(
            "need",
            gettext_lazy("What they need"),
            _need,
            sort_key=lambda row: row.need,
            is_descending=True,
            is_wide=True,
        ),
        Column(
            "facts",
            gettext_lazy("Next session, goals, plan"),
            lambda row: Cell(" · ".join(row.facts)),
            is_wide=True,
            is_extra=True,
        ),
        Column(
            "since",
            gettext_lazy("Since"),
            lambda row: moment(row.since),
            sort_key=lambda row: row.since,
            is_labelled=True,
        ),
    ),
    actions=lambda row: [RowAction(row.action, row.address, row.mentee, is_primary=row.needs_me)],
)


def _offers_actions(profile: MentorProfile) -> list[RowAction]:
    address = reverse("mentoring:mentor_decide", args=[profile.pk])
    return [RowAction(_("Decide"), address, profile.user, is_primary=True)]


OFFERS = Layout[MentorProfile](
    name="offers",
    caption=gettext_lazy("Offers to decide on"),
    columns=(
        Column(
            "name",
            gettext_lazy("Name"),
            lambda profile: person(profile.user, profile.get_absolute_url()),
            sort=("user__full_name",),
        ),
        Column(
            "offer",
            gettext_lazy("Offer"),
            lambda profile: Cell(profile.headline),
            is_wide=True,
            is_words=True,
        ),
        Column(
            "topics",
            gettext_lazy("Topics"),
            lambda profile: Cell(", ".join(topic.label for topic in profile.topics.all())),
            is_wide=True,
        ),
        Column(
            "offered",
            gettext_lazy("Offered"),
            lambda profile: moment(profile.offered_at),
            sort=("offered_at",),
            is_labelled=True,
        ),
    ),
    actions=_offers_actions,
    usual_sort="offered",
)


def _slow_actions(asked: MentoringRequest) -> list[RowAction]:
    return [
        RowAction(
            _("Remind the mentor"),
            reverse("mentoring:request_nudge", args=[asked.pk]),
            asked.mentor,
            is_sent=True,
            is_primary=True,
        ),
        RowAction(
            _("Suggest another"),
            reverse("mentoring:mentor_suggest", args=[asked.mentee_id]),
            asked.mentee,
        ),
    ]


_SLOW_COLUMNS: tuple[Column[MentoringRequest], ...] = (
    Column(
        "mentee",
        gettext_lazy("Mentee"),
        lambda asked: person(
            asked.mentee,
            asked.mentee.get_absolute_url(),
            note=asked.organisation.name if asked.organisation else "",
        ),
        sort=("mentee__full_name",),
        is_wide=True,
    ),
    Column(
        "mentor",
        gettext_lazy("Mentor"),
        lambda asked: link(asked.mentor, asked.mentor.get_absolute_url()),
        sort=("mentor__full_name",),
        is_labelled=True,
    ),
    Column(
        "asked",
        gettext_lazy("Asked"),
        lambda asked: moment(asked.created_at),
        sort=("created_at",),
        is_labelled=True,
    ),
    Column(
        "expires",
        gettext_lazy("Expires"),
        lambda asked: moment(asked.expires_at),
        sort=("expires_at",),
        is_labelled=True,
    ),
)


def _slow() -> Layout[MentoringRequest]:
    """Lay out the requests that nobody answers; chosen ones lead to a preview of the reminders."""
    return Layout(
        name="requests",
        caption=_("Requests unanswered for over a week"),
        columns=_SLOW_COLUMNS,
        actions=_slow_actions,
        choosing=Choosing(
            address=reverse("mentoring:requests_nudge"),
            acts=(Act(_("Remind mentors")),),
            key=lambda asked: asked.pk,
            about=lambda asked: f"{asked.mentee}, {asked.mentor}",
            parameter="request",
        ),
        usual_sort="asked",
    )


def _asked_last(mentee: User) -> Cell:
    return moment(mentee.asked_at)  # type: ignore[attr-defined]


def _alone_actions(mentee: User) -> list[RowAction]:
    address = reverse("mentoring:mentor_suggest", args=[mentee.pk])
    return [RowAction(_("Suggest a mentor"), address, mentee, is_primary=True)]


ALONE = Layout[User](
    name="without-a-mentor",
    caption=gettext_lazy("People still without a mentor"),
    columns=(
        Column(
            "name",
            gettext_lazy("Name"),
            lambda mentee: person(mentee, mentee.get_absolute_url()),
            sort=("full_name",),
            is_wide=True,
        ),
        Column(
            "asked",
            gettext_lazy("Last asked"),
            _asked_last,
            sort=("asked_at",),
            is_labelled=True,
        ),
    ),
    actions=_alone_actions,
    usual_sort="asked",
)


def _search_actions(search: MentorSearch) -> list[RowAction]:
    address = reverse("mentoring:mentor_suggest", args=[search.mentee_id])
    is_found = search.state == SearchState.FOUND
    return [RowAction(_("Find a mentor"), address, search.mentee, is_primary=is_found)]


NOBODY = Layout[MentorSearch](
    name="nobody-fits-yet",
    caption=gettext_lazy("People with no suitable mentor yet"),
    columns=(
        Column(
            "name",
            gettext_lazy("Name"),
            lambda search: person(search.mentee, search.get_absolute_url()),
            sort=("mentee__full_name",),
            is_wide=True,
        ),
        Column(
            "state",
            gettext_lazy("Status"),
            lambda search: Cell(
                badges=(
                    Badge(
                        search.get_state_display(),
                        "ok" if search.state == SearchState.FOUND else "",
                    ),
                )
            ),
            sort=("state",),
        ),
        Column(
            "since",
            gettext_lazy("Since"),
            lambda search: moment(search.opened_at),
            sort=("opened_at",),
            is_labelled=True,
        ),
    ),
    actions=_search_actions,
    usual_sort="since",
)


def _gaps_actions(someone: User) -> list[RowAction]:
    if not can_be_asked(someone, timezone.now()):
        return []
    address = reverse("mentoring:profile_ask", args=[someone.pk])
    return [RowAction(_("Ask to fill in"), address, someone, is_sent=True, is_primary=True)]


PROFILES = Layout[User](
    name="profiles",
    caption=gettext_lazy("Incomplete profiles"),
    columns=(
        Column(
            "name",
            gettext_lazy("Name"),
            lambda someone: person(
                someone,
                someone.get_absolute_url(),
                note=_("Mentor") if someone.is_mentor else _("Looking for a mentor"),  # type: ignore[attr-defined]
            ),
            sort=("full_name",),
            is_wide=True,
        ),
        Column(
            "missing",
            gettext_lazy("Missing"),
            lambda someone: Cell(gaps_in_words(someone)),
            is_wide=True,
        ),
        Column(
            "asked",
            gettext_lazy("Asked"),
            lambda someone: moment(someone.asked_at),  # type: ignore[attr-defined]
            sort=("asked_at",),
            is_labelled=True,
        ),
    ),
    actions=_gaps_actions,
    usual_sort="name",
)


def coordinator_layouts() -> dict[str, Layout[Any]]:
    """Return the tables of the coordinator's desk by the names of its lists."""
    return {
        "offers": OFFERS,
        "slow": _slow(),
        "alone": ALONE,
        "nobody": NOBODY,
        "matches": MATCHES,
        "profiles": PROFILES,
    }
