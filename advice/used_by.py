"""Public advice that cites a record or a recommendation."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from advice.models import AdviceCase, AdviceCaseQuerySet, CitedVersion
from advice.states import ADVISED
from core.prepared import prepared
from core.types import Person
from library.catalogue.models import Record
from library.catalogue.used_by import MOST_USES, UsedBy, used_by_source
from library.recommendations.chain import MOST_LINES, ChainLine, ChainPart, recommendation_part
from library.recommendations.models import Recommendation


@used_by_source("advice")
def advice_citing(user: Person, record: Record) -> list[UsedBy]:
    """Return the public advice that cites a version of the record. Confidential advice is told to nobody. One query."""
    return [
        UsedBy(str(each.case), each.case.get_absolute_url(), each.cited_at, each.version.number)
        for each in _citations(record)
    ]


@prepared
def _citations(record: Record) -> QuerySet[CitedVersion]:
    public = CitedVersion.objects.filter(
        case__is_confidential=False, case__state__in=sorted(ADVISED), version__record=record
    )
    return public.select_related("case", "version").order_by("-cited_at", "pk")[:MOST_USES]


@recommendation_part("advice", position=30)
def advice_on(user: Person, recommendation: Recommendation) -> ChainPart | None:
    """Return the public advice that cites the recommendation, and what happened to it. One query."""
    lines = [
        ChainLine(case.title, case.get_absolute_url(), case.get_outcome_display())
        for case in _cases(recommendation)
    ]
    return ChainPart(_("Advice that cites it"), lines)


@prepared
def _cases(recommendation: Recommendation) -> AdviceCaseQuerySet:
    public = AdviceCase.objects.filter(
        is_confidential=False, state__in=sorted(ADVISED), recommendations=recommendation
    )
    return public.order_by("-sent_on", "-pk")[:MOST_LINES]
