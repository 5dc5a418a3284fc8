"""The refusals of the networks, in words for the person who tried."""

from django.utils.translation import gettext_lazy as _

from core.refusals import Conflict


class NetworkArchived(Conflict):
    def __init__(self) -> None:
        super().__init__(_("This network is archived. You can read it but not write in it."))


class NameTaken(Conflict):
    def __init__(self) -> None:
        super().__init__(_("There is already a network with this name. Choose another one."))


class InvitationNeeded(Conflict):
    def __init__(self) -> None:
        super().__init__(
            _("You need an invitation to join this network. Ask one of its moderators.")
        )


class LastModeratorStays(Conflict):
    def __init__(self) -> None:
        super().__init__(_("You are the last moderator. Make another member a moderator first."))


class NotAMember(Conflict):
    def __init__(self) -> None:
        super().__init__(_("Only members can write in this network. Join it first."))


class DiscussionClosed(Conflict):
    def __init__(self) -> None:
        super().__init__(_("This discussion is closed. You can read it but not reply."))


class NotYourPlan(Conflict):
    def __init__(self) -> None:
        super().__init__(_("You can only share your own action plans."))


class AlreadyMember(Conflict):
    def __init__(self) -> None:
        super().__init__(_("This person is already a member of the network."))


class InvitationForSomeoneElse(Conflict):
    def __init__(self) -> None:
        super().__init__(
            _(
                "This invitation was sent to another email address. Sign in with that address, or add "
                "it to your account and confirm it."
            )
        )


class InvitationExpired(Conflict):
    def __init__(self) -> None:
        super().__init__(_("You can no longer answer this invitation. Ask for a new one."))
