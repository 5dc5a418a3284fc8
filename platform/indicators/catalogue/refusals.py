"""What is refused about indicators and their releases, in words for data managers."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.refusals import Conflict


class NotReadyToPublish(Conflict):
    """The release lacks what readers need. ``missing`` says each thing in a sentence."""

    def __init__(self, missing: list[str]) -> None:
        self.missing = missing
        super().__init__(" ".join(missing))


class ReleaseIsNotADraft(Conflict):
    """Published figures are facts: they are replaced by a new release, never edited."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This release is published, or is being published. Make a new release that replaces it, or withdraw it."
            )
        )


class IndicatorIsUsed(Conflict):
    """An indicator with figures stays."""

    def __init__(self, releases: int) -> None:
        super().__init__(
            ngettext(
                "%(count)d release has figures of this indicator. It cannot be deleted.",
                "%(count)d releases have figures of this indicator. It cannot be deleted.",
                releases,
            )
            % {"count": releases}
        )


class DimensionIsUsed(Conflict):
    """Figures belong to the group, or to a group of the dimension."""

    def __init__(self) -> None:
        super().__init__(_("Groups with figures cannot be deleted."))
