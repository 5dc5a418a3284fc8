"""Who may still open what the library tells people of."""

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from library.catalogue.models import Record
from library.curation.models import Proposal
from library.finding.models import SavedSearch
from library.gaps.models import EvidenceGap
from library.kinds import (
    GAP_ACCEPTED,
    GAP_DISMISSED,
    GAP_FILLED,
    JUDGEMENT_ENDED,
    NEW_FOR_SEARCH,
    PROPOSAL_ACCEPTED,
    PROPOSAL_DECLINED,
    REPRESENTATION_CONFIRMED,
    REPRESENTATION_DECLINED,
    REPRESENTATION_ENDED,
    RESPONSE_WITHDRAWN,
    STAGE_ENDED,
    STAGE_FOLLOWED,
    TRIAL_CONFIRMED,
    TRIAL_DECLINED,
    UPDATE_DUE,
)
from library.practice.models import Trial, case_studies
from library.recommendations.models import Commitment, Recommendation, Representation, Response
from notifications.conditions import is_current, may_open

_READER = OuterRef("recipient")


@may_open(NEW_FOR_SEARCH)
def own_searches() -> QuerySet[SavedSearch]:
    """Describe the reader's own saved searches."""
    return SavedSearch.objects.filter(user=_READER)


@may_open(PROPOSAL_ACCEPTED, PROPOSAL_DECLINED)
def own_proposals() -> QuerySet[Proposal]:
    """Describe the reader's own proposals."""
    return Proposal.objects.filter(by=_READER)


@may_open(TRIAL_CONFIRMED, TRIAL_DECLINED)
def own_trials() -> QuerySet[Trial]:
    """Describe what the reader told of trying a case study elsewhere."""
    return Trial.objects.filter(user=_READER)


@may_open(JUDGEMENT_ENDED, STAGE_FOLLOWED, STAGE_ENDED)
def judged_records() -> QuerySet[Record]:
    """Describe the case studies that everyone may read."""
    return case_studies()


@may_open(GAP_FILLED)
def public_gaps() -> QuerySet[EvidenceGap]:
    """Describe the evidence gaps that everyone may read."""
    return EvidenceGap.objects.public()


@may_open(REPRESENTATION_CONFIRMED, REPRESENTATION_DECLINED, REPRESENTATION_ENDED)
def own_representations() -> QuerySet[Representation]:
    """Describe the reader's own requests to answer for somebody."""
    return Representation.objects.filter(user=_READER)


@may_open(RESPONSE_WITHDRAWN)
def recommendations_answered_by_reader() -> QuerySet[Recommendation]:
    """Describe the recommendations to which those answered for whom the reader answers."""
    answers_for = Representation.objects.confirmed().filter(
        user=OuterRef(OuterRef("recipient")), respondent__responses__recommendation=OuterRef("pk")
    )
    return Recommendation.objects.published().filter(Exists(answers_for))


@may_open(UPDATE_DUE)
def commitments_of_reader() -> QuerySet[Commitment]:
    """Describe the commitments of those for whom the reader answers."""
    answers_for = Representation.objects.confirmed().filter(
        user=OuterRef(OuterRef("recipient")), respondent=OuterRef("response__respondent")
    )
    given = Response.objects.given().values("pk")
    return Commitment.objects.filter(Exists(answers_for), response__in=given)


@is_current(UPDATE_DUE)
def commitments_without_news(at: dt.datetime) -> QuerySet[Commitment]:
    """Describe the commitments of which an update is still due."""
    return Commitment.objects.needing_update(at, timezone.localdate(at))


@may_open(GAP_ACCEPTED, GAP_DISMISSED)
def own_gaps() -> QuerySet[EvidenceGap]:
    """Describe the evidence gaps that the reader proposed."""
    return EvidenceGap.objects.filter(proposed_by=_READER)
