"""What a reader may see of people's profiles; for a whole list at once, as pages show lists."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Profile, User, Visibility
from accounts.shared_networks import sharing_a_network
from core.types import Person

_MOST_WORDS = 8
_LONGEST = 1_000
# Of people whom only members of their networks find, this many are looked at: a name that more share says little.
_MOST_ASKED = 500


def fields_shown(viewer: Person, people: Iterable[User]) -> dict[int, dict[str, Any]]:
    """Return the fields that this viewer may read of each profile, by the person's key; see ``Profile.fields_for``.

    Take the people with ``profile__organisation``. One query, and only where it decides something.
    """
    return {
        profile.pk: profile.fields_for(viewer, shares_network=shares)
        for profile, shares in _sharing(viewer, people)
    }


def who_shows(field: str, viewer: Person, people: Iterable[User]) -> set[int]:
    """Return the keys of people of whom this viewer may read the field. Take the people with ``profile``."""
    return {
        profile.pk
        for profile, shares in _sharing(viewer, people)
        if profile.shows(field, viewer, shares_network=shares)
    }


def photos_shown(viewer: Person, people: Iterable[User]) -> set[int]:
    """Return the keys of people who have a photo that this viewer may see. Take the people with ``profile``."""
    pictured = [person for person in people if hasattr(person, "profile") and person.profile.photo]
    return who_shows("photo", viewer, pictured)


def _sharing(viewer: Person, people: Iterable[User]) -> list[tuple[Profile, bool]]:
    """Return the profiles, each with whether its owner shares a network with the viewer, if that matters."""
    profiles = [person.profile for person in people if hasattr(person, "profile")]
    asked = {p.pk for p in profiles if Visibility.NETWORKS in p.shown_to.values()}
    near: set[int] = set()
    if asked and viewer.is_authenticated:
        near = sharing_a_network(viewer, asked)
    return [(profile, profile.pk in near) for profile in profiles]


def found_by_name(viewer: Person, text: str) -> QuerySet[User]:
    """Return open accounts with every word in the name, of people who let this viewer find them.

    People are found once they have been through the first steps, so that an account which only wrote an address
    is not. At most three queries, whatever their number.
    """
    people = User.objects.open().filter(profile__onboarded_at__isnull=False)
    if len(text) > _LONGEST:
        # Nobody's name, and databases refuse to look for it.
        return people.none()
    for word in text.split()[:_MOST_WORDS]:
        people = people.filter(full_name__icontains=word)
    allowed = Q(profile__shown_to__search=Visibility.EVERYONE)
    if viewer.is_authenticated:
        asked = people.filter(profile__shown_to__search=Visibility.NETWORKS)
        near = sharing_a_network(viewer, list(asked.values_list("pk", flat=True)[:_MOST_ASKED]))
        allowed |= Q(pk=viewer.pk) | Q(pk__in=near)
        allowed |= Q(profile__shown_to__search=Visibility.MEMBERS)
        allowed |= Q(profile__shown_to__search__isnull=True)
    return people.filter(allowed)
