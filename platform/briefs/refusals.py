"""Why something cannot be done with a brief, in words for its author."""

from django.utils.translation import gettext as _

from core.refusals import Conflict, Refusal


class EditionFrozen(Conflict):
    """The version was published meanwhile, or the brief withdrawn: nothing in it changes."""

    def __init__(self) -> None:
        super().__init__(_("This version can no longer be changed. Open the brief again."))


class TooManyParts(Refusal):
    """The brief has as many parts as two pages can hold, and more."""

    def __init__(self, most: int) -> None:
        super().__init__(_("A brief has at most %(most)s parts.") % {"most": most})


class NothingToPublish(Conflict):
    """The brief has no draft, or nothing in it."""

    def __init__(self) -> None:
        super().__init__(_("There is nothing to publish yet: add a key message or a part first."))


class NotPublished(Conflict):
    """The brief is not public, so the library cannot have a record of it."""

    def __init__(self) -> None:
        super().__init__(_("Publish the brief first. Only published briefs go into the library."))


class AlreadyChosen(Conflict):
    """What would be taken is in the brief already."""

    def __init__(self) -> None:
        super().__init__(_("The newer one is in this brief already. Remove this part instead."))
