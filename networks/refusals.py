"""The refusals of the networks, in words for the person who tried."""

from django.utils.translation import gettext_lazy as _

from core.refusals import Conflict


class NetworkArchived(Conflict):
    def __init__(self) -> None:
        super().__init__(
            _("This network is archived. It can be read, but nothing new happens in it.")
        )


class NameTaken(Conflict):
    def __init__(self) -> None:
        super().__init__(_("There is already a network with this name. Choose another one."))


class InvitationNeeded(Conflict):
    def __init__(self) -> None:
        super().__init__(_("One joins this network by invitation. Ask one of its moderators."))


class LastModeratorStays(Conflict):
    def __init__(self) -> None:
        super().__init__(
            _(
                "You are the last moderator. Make another member a moderator first, so that somebody "
                "answers requests and looks after the discussions."
            )
        )


class NotAMember(Conflict):
    def __init__(self) -> None:
        super().__init__(_("Only members write in this network."))


class DiscussionClosed(Conflict):
    def __init__(self) -> None:
        super().__init__(_("This discussion is closed. It can be read, but takes no more replies."))


class NotYourPlan(Conflict):
    def __init__(self) -> None:
        super().__init__(_("Only its owner can share an action plan."))


class AlreadyMember(Conflict):
    def __init__(self) -> None:
        super().__init__(_("This person is a member of the network already."))


class InvitationForSomeoneElse(Conflict):
    def __init__(self) -> None:
        super().__init__(
            _(
                "This invitation was sent to another e-mail address. Sign in with that address, or add "
                "it to your account and confirm it."
            )
        )


class InvitationExpired(Conflict):
    def __init__(self) -> None:
        super().__init__(_("This invitation cannot be answered any more. Ask for a new one."))
