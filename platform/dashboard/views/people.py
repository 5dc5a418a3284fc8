"""A person's page: what they let this reader know, and what they gave to all."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.models import User
from core.types import Person
from library.models import Record
from mentoring.models import MentorProfile
from networks.models import Network
from networks.people import share_a_network


@login_not_required
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person with the fields that their circles of readers allow."""
    people = User.objects.open().select_related("profile__organisation")
    someone = get_object_or_404(people, pk=pk)
    reader = request.user
    profile = getattr(someone, "profile", None)
    shares = reader.is_authenticated and share_a_network(reader, someone)
    fields = profile.fields_for(reader, shares_network=shares) if profile else {}
    context = {
        "person": someone,
        "fields": fields,
        "is_me": reader.pk == someone.pk,
        "records": Record.objects.visible_to(reader)
        .filter(creators__user=someone)
        .distinct()
        .newest_first()[:10],
        "networks": _networks_of_both(reader, someone),
        "mentor": MentorProfile.objects.visible_to(reader).filter(user=someone).first(),
    }
    return render(request, "dashboard/person.html", context)


def _networks_of_both(reader: Person, someone: User) -> QuerySet[Network]:
    """The networks of which both are members."""
    theirs = Network.objects.of_member(someone).values("pk")
    return Network.objects.of_member(reader).filter(pk__in=theirs).by_name()
