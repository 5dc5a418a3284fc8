"""Which works of the library, and which parts that told it so, use a record."""

from core.types import Person
from library.catalogue.models import Citation, Record, Relation
from library.catalogue.used_by import MOST_USES, Use, record_uses
from library.vocabularies.choices import RelationKind


@record_uses("citations")
def citations_of(user: Person, record: Record) -> list[Use]:
    """Return the citations that other parts, such as courses, have written."""
    citations = Citation.objects.visible_to(user).of(record).select_related("version")
    return [
        Use(citation.label, citation.address, citation.cited_at, citation.version.number)
        for citation in citations.order_by("-cited_at", "pk")[:MOST_USES]
    ]


@record_uses("works")
def works_drawing_on(user: Person, record: Record) -> list[Use]:
    """Return the works of the library that draw on the record."""
    drawn_on = Relation.objects.visible_to(user).filter(kind=RelationKind.DRAWS_ON, target=record)
    works = [
        relation.record
        for relation in drawn_on.select_related("record").order_by("-record__published_at", "pk")[
            :MOST_USES
        ]
    ]
    return [
        Use(f"{work.get_type_display()}: {work.title}", work.get_absolute_url(), work.published_at)
        for work in works
    ]
