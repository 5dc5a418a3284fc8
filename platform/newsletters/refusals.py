"""Why something cannot be done with the newsletter now, in words."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.refusals import Conflict


class IssueIsEmpty(Conflict):
    """An issue without a single item is not sent."""

    def __init__(self) -> None:
        super().__init__(_("Add at least one item before you send this issue."))


class ItemsAreGone(Conflict):
    """Something that was chosen may not be read by everyone any more."""

    def __init__(self, titles: Iterable[str]) -> None:
        titles = list(titles)
        words = ngettext(
            "Readers can no longer open this item. Remove it, then send the issue: %(titles)s",
            "Readers can no longer open these items. Remove them, then send the issue: %(titles)s",
            len(titles),
        )
        super().__init__(words % {"titles": ", ".join(f"“{title}”" for title in titles)})


class ChangedSinceRead(Conflict):
    """The issue was changed after the page was opened on which its sender decided."""

    def __init__(self) -> None:
        super().__init__(
            _("This issue was changed since you opened the page. Read it again, then send it.")
        )


class TooManyItems(Conflict):
    """An issue is full."""

    def __init__(self, most: int) -> None:
        super().__init__(
            _("An issue has at most %(most)d items. Remove some first.") % {"most": most}
        )
