"""Refusals about invitations by email, which networks, cohorts and others send."""

from django.utils.translation import gettext_lazy as _

from core.refusals import Conflict


class InvitationForSomeoneElse(Conflict):
    """The invitation was sent to an address that is not this person's."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This invitation was sent to another email address. Sign in with that address, or add "
                "it to your account and confirm it."
            )
        )


class InvitationExpired(Conflict):
    """The invitation is too old, or what it invites to has ended."""

    def __init__(self) -> None:
        super().__init__(_("You can no longer answer this invitation. Ask for a new one."))
