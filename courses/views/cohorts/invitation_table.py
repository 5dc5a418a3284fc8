"""The table of a cohort's invitations."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.tables.cells import Badge, Cell, moment
from core.tables.layout import Column, Layout, RowAction
from courses.models import Cohort, CohortInvitation
from courses.states import InvitationState


def invitation_layout(cohort: Cohort, *, now: dt.datetime) -> Layout[CohortInvitation]:
    """Lay out the invitations; one that nobody has answered can be withdrawn."""

    def state(invitation: CohortInvitation) -> Cell:
        if invitation.state == InvitationState.OPEN and not invitation.is_open(now=now):
            return Cell(badges=(Badge(_("Expired")),))
        kinds = {InvitationState.OPEN: "wait", InvitationState.ACCEPTED: "ok"}
        kind = kinds.get(InvitationState(invitation.state), "")
        return Cell(badges=(Badge(invitation.get_state_display(), kind),))

    def actions(invitation: CohortInvitation) -> list[RowAction]:
        if not invitation.is_open(now=now):
            return []
        names = [cohort.release.course.slug, cohort.pk, invitation.pk]
        address = reverse("courses:cohort_invitation_withdraw", args=names)
        return [RowAction(_("Withdraw"), address, invitation.email, is_sent=True)]

    columns: tuple[Column[CohortInvitation], ...] = (
        Column(
            "email",
            gettext_lazy("Email"),
            lambda invitation: Cell(invitation.email),
            sort=("email",),
            is_wide=True,
        ),
        Column("state", gettext_lazy("Status"), state, sort=("state", "expires_at")),
        Column(
            "invited",
            gettext_lazy("Invited"),
            lambda invitation: moment(invitation.invited_at),
            sort=("invited_at",),
            is_descending=True,
            is_labelled=True,
        ),
        Column(
            "until",
            gettext_lazy("Expires"),
            lambda invitation: moment(invitation.expires_at),
            sort=("expires_at",),
            is_labelled=True,
        ),
        Column(
            "by",
            gettext_lazy("Invited by"),
            lambda invitation: Cell(str(invitation.invited_by)),
            sort=("invited_by__full_name",),
            is_extra=True,
        ),
    )
    return Layout(
        name="invitations",
        caption=gettext_lazy("Invitations"),
        columns=columns,
        actions=actions,
        usual_sort="-invited",
    )
