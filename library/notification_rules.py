"""Who may still open what the library tells people of."""

from django.db.models import OuterRef, QuerySet

from library.curation.models import Proposal
from library.finding.models import SavedSearch
from library.gaps.models import EvidenceGap
from library.kinds import GAP_FILLED, NEW_FOR_SEARCH, PROPOSAL_ACCEPTED, PROPOSAL_DECLINED
from notifications.conditions import may_open

_READER = OuterRef("recipient")


@may_open(NEW_FOR_SEARCH)
def own_searches() -> QuerySet[SavedSearch]:
    """Describe the reader's own saved searches."""
    return SavedSearch.objects.filter(user=_READER)


@may_open(PROPOSAL_ACCEPTED, PROPOSAL_DECLINED)
def own_proposals() -> QuerySet[Proposal]:
    """Describe the reader's own proposals."""
    return Proposal.objects.filter(by=_READER)


@may_open(GAP_FILLED)
def public_gaps() -> QuerySet[EvidenceGap]:
    """Describe the evidence gaps that everyone may read."""
    return EvidenceGap.objects.public()
