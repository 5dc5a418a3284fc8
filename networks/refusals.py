"""The refusals of the networks, in words for the person who tried."""

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.refusals import Conflict


class NetworkArchived(Conflict):
    def __init__(self) -> None:
        super().__init__(_("This network is archived. You can read it but not write in it."))


class EventNotOfNetwork(Conflict):
    """An event cannot be added to a network, or taken out of it, by this person."""

    def __init__(self) -> None:
        super().__init__(
            _("One of these events is over, cancelled, or not yours. Check the list again.")
        )


class CohortIsOver(Conflict):
    """The group of a cohort is read-only once the cohort is over or cancelled."""

    def __init__(self) -> None:
        super().__init__(_("This cohort is over. You can read its discussions but not write."))


class CohortHasDiscussions(Conflict):
    """A cohort in which somebody has written is not deleted."""

    def __init__(self) -> None:
        super().__init__(
            _("Facilitators have written in the discussions of this cohort. Cancel it instead.")
        )


class NoSuchAnswer(Conflict):
    """Only a reply that is shown can be the answer."""

    def __init__(self) -> None:
        super().__init__(
            _("This post cannot be marked as the answer. Choose a reply that everyone can read.")
        )


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


class PostingPaused(Conflict):
    def __init__(self, until: dt.datetime, reason: str) -> None:
        super().__init__(
            format_lazy(
                _("You cannot post in this network until {day}. The moderators’ reason: {reason}"),
                day=date_format(timezone.localtime(until), "j F Y, H:i"),
                reason=reason,
            )
        )


class SaidAlready(Conflict):
    def __init__(self) -> None:
        super().__init__(
            _("You posted the same words a moment ago. Change them, or wait five minutes.")
        )


class ConductNotAccepted(Conflict):
    def __init__(self) -> None:
        super().__init__(_("Accept the code of conduct before you post."))


class ConductChanged(Conflict):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The code of conduct has changed since you opened this page. Read and accept the new version."
            )
        )


class NothingToFlag(Conflict):
    def __init__(self) -> None:
        super().__init__(_("This is no longer shown, so you cannot flag it."))


class OwnWords(Conflict):
    def __init__(self) -> None:
        super().__init__(_("You wrote this yourself. You can edit or remove it."))


class CaseUndecided(Conflict):
    def __init__(self) -> None:
        super().__init__(_("This was flagged. Decide the case first."))


class ClaimedByAnother(Conflict):
    def __init__(self, person: object) -> None:
        super().__init__(format_lazy(_("{person} is looking at this case."), person=str(person)))


class AppealOver(Conflict):
    def __init__(self) -> None:
        super().__init__(_("You can appeal once, within 30 days of the decision."))


class NotImpartial(Conflict):
    def __init__(self) -> None:
        super().__init__(
            _("Someone else has to decide: you wrote or flagged this, or decided it before.")
        )


class TooManyFiles(Conflict):
    """The post has as many files as allowed."""

    def __init__(self) -> None:
        super().__init__(_("A post can have up to 5 files. Remove one first."))
