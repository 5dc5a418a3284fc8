"""Works that are being written about evidence gaps."""

from core.types import Person
from library.gaps.models import EvidenceGap
from library.gaps.work_sources import KnownWork, gap_work_source
from submissions.models import Submission
from submissions.states import OPEN, SubmissionState

_MOST_NAMED = 20


@gap_work_source("submissions")
def works_on_gap(user: Person, gap: EvidenceGap) -> list[KnownWork]:
    """Return the unpublished works on the gap that the reader may see: their own, and for editors those sent in."""
    if not user.is_authenticated:
        return []
    visible = Submission.objects.visible_to(user).filter(gap=gap)
    unpublished = visible.filter(state__in=[SubmissionState.DRAFT, *OPEN]).order_by("pk")
    return [
        KnownWork(str(work), work.get_absolute_url(), work.get_state_display())
        for work in unpublished[:_MOST_NAMED]
    ]
