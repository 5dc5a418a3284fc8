"""Works that are being written about evidence gaps, and published ones in which something about them was learnt."""

from core.types import Person
from library.gaps.models import EvidenceGap
from library.gaps.work_sources import KnownWork, gap_learning_source, gap_work_source
from submissions.models import Placement, Submission
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


@gap_learning_source("submissions")
def learnt_about_gap(user: Person, gap: EvidenceGap) -> list[KnownWork]:
    """Return the case studies that an editor placed under the gap, the latest first."""
    readable = Placement.objects.under_gap(gap).readable().select_related("submission__record")
    placed = readable.order_by("-placed_at", "-pk")[:_MOST_NAMED]
    return [
        KnownWork(record.title, record.get_absolute_url(), each.note)
        for each in placed
        if (record := each.submission.record)
    ]
