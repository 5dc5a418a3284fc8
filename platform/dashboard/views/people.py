"""A person's page: their profile as this reader may see it, and what they published."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Profile, User, has_blocked
from accounts.shared_networks import share_a_network
from core.types import Person
from library.catalogue.models import Record
from library.vocabularies.models import Topic
from mentoring.models import MentorProfile
from mentoring.participants import local_time_of
from networks.models import Network


@login_not_required
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person with the fields that they let this reader see."""
    people = User.objects.open().select_related("profile__organisation")
    someone = get_object_or_404(people, pk=pk)
    reader = request.user
    profile = getattr(someone, "profile", None)
    shares = reader.is_authenticated and share_a_network(reader, someone)
    fields = profile.fields_for(reader, shares_network=shares) if profile else {}
    context = {
        "person": someone,
        "fields": fields,
        **_kept_elsewhere(someone, profile, reader, shares=shares),
        "is_me": reader.pk == someone.pk,
        "is_blocked": has_blocked(reader, someone.pk),
        "records": Record.objects.visible_to(reader)
        .filter(creators__user=someone)
        .distinct()
        .newest_first()[:10],
        "networks": _networks_of_both(reader, someone),
        "mentor": MentorProfile.objects.visible_to(reader).filter(user=someone).first(),
    }
    return render(request, "dashboard/person.html", context)


def _kept_elsewhere(
    someone: User, profile: Profile | None, reader: Person, *, shares: bool
) -> dict[str, Any]:
    """Return what the profile shows but does not hold: followed topics, and local time."""

    def is_shown(field: str) -> bool:
        return profile is not None and profile.shows(field, reader, shares_network=shares)

    followed = Topic.objects.filter(interests__user=someone).in_order()
    return {
        "topics": followed if is_shown("topics") else [],
        "local_time": local_time_of(someone, timezone.now()) if is_shown("time_zone") else "",
    }


def _networks_of_both(reader: Person, someone: User) -> QuerySet[Network]:
    """Return the networks of which both are members."""
    theirs = Network.objects.of_member(someone).values("pk")
    return Network.objects.of_member(reader).without_groups().filter(pk__in=theirs).by_name()
