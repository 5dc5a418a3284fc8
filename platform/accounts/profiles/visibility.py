"""What a reader may see of people's profiles; for a whole list at once, as pages show lists."""

from collections.abc import Iterable
from typing import Any

from accounts.models import Profile, User, Visibility
from accounts.shared_networks import sharing_a_network
from core.types import Person


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
