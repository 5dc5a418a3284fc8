"""The published briefs that a record describes or that use it, and those that print a recommendation."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from briefs.models import Brief, Part
from core.prepared import prepared
from core.types import Person
from library.catalogue.models import Record
from library.catalogue.used_by import MOST_USES, UsedBy, used_by_source
from library.recommendations.chain import MOST_LINES, ChainLine, ChainPart, recommendation_part
from library.recommendations.models import Recommendation


@used_by_source("briefs")
def briefs_with(_user: Person, record: Record) -> list[UsedBy]:
    """Return the published brief that the record describes, and those that name a version of it. Two queries."""
    described = [
        UsedBy(
            _("Full text of the brief: %(brief)s") % {"brief": brief.title},
            brief.get_absolute_url(),
            brief.published_at,
        )
        for brief in _described(record)
        if brief.published_at
    ]
    return described + [
        UsedBy(
            _("Brief: %(brief)s") % {"brief": part.edition.title},
            part.edition.brief.get_absolute_url(),
            part.edition.published_at,
            part.version.number,
        )
        for part in _naming(record)
        if part.edition.published_at and part.version
    ]


@prepared
def _described(record: Record) -> QuerySet[Brief]:
    return (
        Brief.objects.published()
        .filter(Q(record=record) | Q(record__replaced_by=record))
        .order_by("pk")[:MOST_USES]
    )


@prepared
def _naming(record: Record) -> QuerySet[Part]:
    named = Q(version__record=record) | Q(version__record__replaced_by=record)
    parts = Part.objects.public().filter(named).select_related("edition__brief", "version")
    return parts.order_by("-edition__published_at", "pk")[:MOST_USES]


@recommendation_part("briefs", position=50)
def briefs_printing(_user: Person, recommendation: Recommendation) -> ChainPart | None:
    """Return the published briefs that print the recommendation."""
    briefs = Part.objects.filter(recommendation=recommendation).public().briefs()
    return ChainPart(
        _("Briefs"),
        [
            ChainLine(brief.title, brief.get_absolute_url(), brief.question)
            for brief in briefs[:MOST_LINES]
        ],
    )
