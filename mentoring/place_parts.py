"""What mentoring knows about a place: mentors who say that they work there."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core.types import Member, Person
from indicators.profiles.parts import MOST_LINES, PagePart, PartLine, names_place, place_part
from library.vocabularies.models import Place
from mentoring.models import MentorProfile

_MOST_READ = 50


@place_part("mentors", position=60)
def mentors_who_know(user: Person, place: Place) -> PagePart | None:
    """Return approved mentors whose place, where this reader may see it, names the place."""
    if not user.is_authenticated:
        return None
    found = [
        mentor
        for mentor in _mentors(user, place.name)
        if mentor.user.profile.shows("place", user)
        and names_place(place, [mentor.user.profile.place])
    ]
    return PagePart(
        _("Mentors who know it"),
        [
            PartLine(
                str(mentor.user),
                reverse("mentoring:mentor_detail", args=[mentor.pk]),
                mentor.headline,
            )
            for mentor in found[:MOST_LINES]
        ],
    )


def _mentors(user: Member, name: str) -> QuerySet[MentorProfile]:
    seen = MentorProfile.objects.visible_to(user).approved()
    named = seen.filter(user__profile__place__icontains=name)
    return named.select_related("user__profile").order_by("user__full_name", "pk")[:_MOST_READ]
