"""Why something about an advice case is refused."""

from django.utils.translation import gettext_lazy as _

from core.refusals import Conflict


class NotYourPart(Conflict):
    """Somebody else has this part in the case now."""

    def __init__(self) -> None:
        super().__init__(_("Someone else has this role in the case now."))


class NotIndependent(Conflict):
    """A person would review or sign off what they wrote, or write what they review."""

    def __init__(self, name: str) -> None:
        words = _(
            "%(name)s cannot do both: whoever leads or writes the advice does not review it or "
            "sign it off, and whoever signs it off does not review it."
        )
        super().__init__(words % {"name": name})


class NotComplete(Conflict):
    """The draft lacks something that reviewers need."""

    def __init__(self, lacks: list[str]) -> None:
        words = _("Before you ask reviewers, add: %(what)s")
        super().__init__(words % {"what": "; ".join(lacks)})


class TwoReviewers(Conflict):
    """A draft has other than two reviewers."""

    def __init__(self) -> None:
        super().__init__(_("A draft has two reviewers. Choose two different people."))


class NotReviewed(Conflict):
    """The draft has not been found ready by two reviewers."""

    def __init__(self) -> None:
        super().__init__(_("Two reviewers must find the draft ready before it is signed off."))


class Overheard(Conflict):
    """Something that others know of would be made confidential, or the other way round."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Others already know about this case: there is a call in a network, it was in the newsletter, or it is in the library. It can no longer be confidential."
            )
        )


class Confidential(Conflict):
    """A confidential case would be told to others."""

    def __init__(self) -> None:
        super().__init__(_("This case is confidential. Nothing about it can be shown to others."))


class NotInCase(Conflict):
    """The reply is in no discussion that belongs to the case."""

    def __init__(self) -> None:
        super().__init__(_("This reply does not belong to a call of this case."))
