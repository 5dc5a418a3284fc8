"""What networks know about a place or an indicator: networks that name it, and discussions that share something of it."""

from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from core.types import Member, Person
from indicators.catalogue.models import Indicator
from indicators.profiles.parts import (
    MOST_LINES,
    PagePart,
    PartLine,
    indicator_part,
    names_place,
    place_part,
)
from library.vocabularies.models import Place
from networks.models import Discussion, Network, Post
from networks.states import PostState

_MOST_READ = 50


@place_part("networks", position=30)
def networks_about(user: Person, place: Place) -> PagePart:
    """Return the networks that the reader may know of and that name the place."""
    named = Network.objects.visible_to(user).open().containing(place.name).by_name()[:_MOST_READ]
    found = [each for each in named if names_place(place, [each.name, each.purpose])]
    return PagePart(
        _("Networks"),
        [PartLine(each.name, each.get_absolute_url()) for each in found[:MOST_LINES]],
    )


@place_part("discussions", position=40)
def discussions_about(user: Person, place: Place) -> PagePart | None:
    """Return discussions of the reader's networks that share a work about the place, or an indicator in it."""
    if not user.is_authenticated:
        return None
    label = _("Discussion in %(network)s")
    return PagePart(
        _("Discussed in your networks"),
        [
            PartLine(each.title, each.get_absolute_url(), label % {"network": each.network})
            for each in _discussions(user, place)
        ],
    )


def _discussions(user: Member, place: Place) -> QuerySet[Discussion]:
    about = Q(record__places=place) | Q(indicator_place=place, indicator__isnull=False)
    shared = Post.objects.filter(about, state=PostState.SHOWN).values("discussion")
    seen = Discussion.objects.visible_to(user).filter(pk__in=shared)
    return (
        seen.annotate(latest=Max("posts__created_at"))
        .select_related("network")
        .order_by("-latest", "pk")[:MOST_LINES]
    )


@indicator_part("networks", position=40)
def discussions_of(user: Person, indicator: Indicator) -> PagePart | None:
    """Return the discussions of the reader's networks that share the indicator, the latest first."""
    if not user.is_authenticated:
        return None
    label = _("Discussion in %(network)s")
    return PagePart(
        _("Discussed in your networks"),
        [
            PartLine(
                each.title,
                Post(discussion=each, number=each.shared_as).get_absolute_url(),
                label % {"network": each.network},
            )
            for each in _sharing(user, indicator)
        ],
    )


def _sharing(user: Member, indicator: Indicator) -> QuerySet[Any]:
    sharing = Post.objects.filter(indicator=indicator, state=PostState.SHOWN)
    return (
        Discussion.objects.visible_to(user)
        .filter(posts__in=sharing)
        .annotate(shared_at=Max("posts__created_at"), shared_as=Max("posts__number"))
        .select_related("network")
        .order_by("-shared_at", "pk")[:MOST_LINES]
    )
