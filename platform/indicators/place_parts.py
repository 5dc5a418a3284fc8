"""What the library knows about a place: its works, the case studies first, and how recommendations were answered for it."""

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from core.types import Person
from indicators.profiles.parts import MOST_LINES, PagePart, PartLine, place_part
from library.catalogue.models import Record
from library.recommendations.models import Response
from library.vocabularies.choices import RecordType
from library.vocabularies.models import Place


@place_part("library", position=10)
def works_about(user: Person, place: Place) -> PagePart:
    """Return the latest works about the place and the places in it, case studies first."""
    found = list(_works(user, place, f"{place.path}/"))
    return PagePart(
        _("Case studies and reports"),
        [
            PartLine(
                record.title,
                record.get_absolute_url(),
                " · ".join(filter(None, [record.get_type_display(), str(record.year or "")])),
            )
            for record in found[:MOST_LINES]
        ],
        more_label=_("All works about this place"),
        more_address=reverse("library:finder", query={"place": place.code}),
    )


@place_part("recommendations", position=15)
def answers_of(_user: Person, place: Place) -> PagePart:
    """Return the latest answers to recommendations for the place and the places in it."""
    given = Response.objects.given().of_place(place).for_list().newest_first()
    return PagePart(
        _("Recommendations answered"),
        [
            PartLine(
                str(response.recommendation),
                response.get_absolute_url(),
                f"{response.respondent}: {response.get_stance_display()}",
            )
            for response in given[:MOST_LINES]
        ],
        more_label=_("Scorecard of this place"),
        more_address=reverse("recommendations:place_scorecard", args=[place.code]),
    )


def _works(user: Person, place: Place, inside: str) -> QuerySet[Record]:
    about = Place.objects.filter(path__startswith=inside).values("pk")
    is_case = Case(
        When(type=RecordType.CASE_STUDY, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    works = Record.objects.visible_to(user)
    chosen = works.filter(pk__in=works.filter(places=place).values("pk")) | works.filter(
        pk__in=works.filter(places__in=about).values("pk")
    )
    return chosen.order_by(is_case, "-published_at", "-pk")[: MOST_LINES + 1]
