"""What a measure says when it has no meaning for the figures it was given."""

from django_stubs_ext import StrOrPromise


class MeasureRefused(ValueError):
    """A measure has no meaning for these figures; its text says why, and what would help."""

    def __init__(self, reason: StrOrPromise) -> None:
        super().__init__(reason)
        self.reason = reason
