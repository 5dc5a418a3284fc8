"""Letting the mentor see how the mentee does in their courses, and ending that."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.refusals import Conflict
from mentoring.models import Match


class NotWorkingTogether(Conflict):
    """The mentoring is not under way, so nothing is shared in it."""

    def __init__(self) -> None:
        super().__init__(_("You can share your progress while the mentoring is under way."))


@transaction.atomic
def share_progress(*, match: Match, at: dt.datetime) -> Match:
    """Let the mentor see the mentee's progress until the mentee or the mentoring ends it. Repeats safely.

    Raises ``NotWorkingTogether``.
    """
    match = Match.objects.locked().get(pk=match.pk)
    if not match.is_working:
        raise NotWorkingTogether
    if match.progress_shared_at is None:
        match.progress_shared_at = at
        match.save(update_fields=["progress_shared_at"])
    return match


@transaction.atomic
def stop_sharing_progress(*, match: Match) -> Match:
    """Let the mentor see the mentee's progress no longer. Repeats safely."""
    match = Match.objects.locked().get(pk=match.pk)
    match.progress_shared_at = None
    match.save(update_fields=["progress_shared_at"])
    return match
