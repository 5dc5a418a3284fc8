"""Indicators beside a recommendation: how things went meanwhile, without saying what made them so."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core.types import Person
from indicators.catalogue.models import Indicator
from indicators.profiles.place_page import ProfileRow, read_profile
from library.recommendations.chain import ChainLine, ChainPart, recommendation_part
from library.recommendations.models import Recommendation
from library.vocabularies.models import Place

_MOST_INDICATORS = 4


@recommendation_part("indicators", position=50)
def trends_beside(user: Person, recommendation: Recommendation) -> ChainPart | None:
    """Return the trends of indicators on its topics, in the place that the report is about."""
    indicators = list(_indicators(user, recommendation))
    place = recommendation.report.places.in_order().first() if indicators else None
    if place is None:
        return None
    rows = [row for row in read_profile(place).rows if row.indicator in indicators]
    return ChainPart(
        _("Indicators on the same topics, %(place)s") % {"place": place},
        [_line(row, place) for row in rows[:_MOST_INDICATORS]],
        _("They show how things went. They do not show that this recommendation changed them.")
        if rows
        else "",
    )


def _indicators(user: Person, recommendation: Recommendation) -> QuerySet[Indicator]:
    topics = recommendation.topics.values("pk")
    on_topic = Q(topic__in=topics) | Q(topic__parent__in=topics)
    return Indicator.objects.visible_to(user).filter(on_topic).order_by("pk")


def _line(row: ProfileRow, place: Place) -> ChainLine:
    told = " · ".join(filter(None, [f"{row.value} ({row.point.period})", row.change]))
    address = f"{row.indicator.get_absolute_url()}?place={place.code}"
    return ChainLine(row.name, address, told, row.line)
