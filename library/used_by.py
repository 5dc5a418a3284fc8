"""Which works of the library, and which parts that told it so, use a record."""

from django.db.models import QuerySet

from core.prepared import prepared
from core.types import Person
from library.catalogue.models import Citation, Record, Relation
from library.catalogue.used_by import MOST_USES, UsedBy, used_by_source
from library.vocabularies.choices import RelationKind


@used_by_source("citations")
def citations_of(user: Person, record: Record) -> list[UsedBy]:
    """Return the citations that other parts, such as courses, have written."""
    return [
        UsedBy(citation.label, citation.address, citation.cited_at, citation.version.number)
        for citation in _citations(user, record)
    ]


@prepared
def _citations(user: Person, record: Record) -> QuerySet[Citation]:
    citations = Citation.objects.visible_to(user).of(record).select_related("version")
    return citations.order_by("-cited_at", "pk")[:MOST_USES]


@used_by_source("works")
def works_drawing_on(user: Person, record: Record) -> list[UsedBy]:
    """Return the works of the library that draw on the record."""
    works = [relation.record for relation in _drawing_on(user, record)]
    return [
        UsedBy(
            f"{work.get_type_display()}: {work.title}", work.get_absolute_url(), work.published_at
        )
        for work in works
    ]


@prepared
def _drawing_on(user: Person, record: Record) -> QuerySet[Relation]:
    drawn_on = Relation.objects.visible_to(user).filter(kind=RelationKind.DRAWS_ON, target=record)
    latest_first = drawn_on.select_related("record").order_by("-record__published_at", "pk")
    return latest_first[:MOST_USES]
