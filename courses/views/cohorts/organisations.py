"""Places of organisations: set aside by facilitators, handed out by representatives, taken by learners."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.forms.invitations import InvitationForm
from accounts.models import Organisation
from core.forms.answering import save, show
from core.types import MemberRequest
from core.web.ratelimit import limit_rate
from core.web.requests import posted, reads_and_writes
from courses.actions.cohorts.organisation_places import (
    places_to_hand_out,
    take_organisation_place,
)
from courses.actions.cohorts.organisations import (
    HandedOutBySomeoneElse,
    give_places_back,
    hand_out_place,
    renew_key,
    set_places_aside,
    take_place_back,
)
from courses.cohorts.standing import standing_of
from courses.forms.cohorts.organisations import SetAsideForm, TakePlaceForm
from courses.models import CohortInvitation, OrganisationPlace, OrganisationPlaces
from courses.views.cohorts.finding import find_my_cohort


@reads_and_writes
def cohort_organisations(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Set places aside for an organisation, and see who took those of all."""
    cohort = find_my_cohort(request, slug, pk)

    form = SetAsideForm(posted(request))
    answer = save(
        request,
        form,
        lambda: set_places_aside(cohort=cohort, at=timezone.now(), **form.words),
        to=("courses:cohort_organisations", slug, pk),
        said=lambda places: (
            _("Places set aside. %(person)s hands them out.") % {"person": places.representative}
        ),
    )
    rows = OrganisationPlaces.objects.filter(cohort=cohort).in_order()
    context = {
        "course": cohort.release.course,
        "cohort": cohort,
        "rows": rows.select_related("organisation", "representative").prefetch_related(
            "used__enrolment__user"
        ),
        "organisations": Organisation.objects.order_by("name").values_list("name", flat=True),
    }
    return answer or show(request, "courses/cohorts/cohort_organisations.html", form, context)


@require_POST
def organisation_end(request: MemberRequest, slug: str, pk: int, places_pk: int) -> HttpResponse:
    """Set no place aside for the organisation any more; one that is gone stays gone."""
    cohort = find_my_cohort(request, slug, pk)
    places = OrganisationPlaces.objects.filter(cohort=cohort, pk=places_pk).first()
    if places is not None:
        give_places_back(places=places, at=timezone.now())
    messages.success(request, _("Places that nobody had taken are free again."))
    return redirect("courses:cohort_organisations", slug, pk)


@require_safe
def places_list(request: MemberRequest) -> HttpResponse:
    """Show the places that the reader hands out for organisations."""
    rows = OrganisationPlaces.objects.visible_to(request.user).in_order()
    context = {"rows": rows.select_related("organisation", "cohort__release__course")}
    return render(request, "courses/cohorts/places_list.html", context)


def _find_own(request: MemberRequest, pk: int) -> OrganisationPlaces:
    rows = OrganisationPlaces.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("organisation", "cohort__release__course"), pk=pk)


@reads_and_writes
def organisation_places(request: MemberRequest, pk: int) -> HttpResponse:
    """Hand out places by name or by the link of the organisation, and see who took one."""
    places = _find_own(request, pk)
    now = timezone.now()

    form = InvitationForm(posted(request))
    answer = save(
        request,
        form,
        lambda: hand_out_place(places=places, by=request.user, at=timezone.now(), **form.words),
        to=places,
        said=lambda invitation: _("Invitation sent to %(email)s.") % {"email": invitation.email},
        page_for=(HandedOutBySomeoneElse,),
    )
    named = CohortInvitation.objects.filter(places=places).waiting(now=now)
    used = OrganisationPlace.objects.filter(places=places).select_related("enrolment__user")
    context = {
        "places": places,
        "cohort": places.cohort,
        "course": places.cohort.release.course,
        "standing": standing_of(places.cohort, now),
        "left": places_to_hand_out(places, at=now),
        "named": named.order_by("email"),
        "used": used.order_by("taken_at", "pk"),
        "link": request.build_absolute_uri(reverse("courses:place_take", args=[places.key])),
    }
    return answer or show(request, "courses/cohorts/organisation_places.html", form, context)


@require_POST
def organisation_link(request: MemberRequest, pk: int) -> HttpResponse:
    """Make a new link; the old one leads nowhere."""
    places = renew_key(places=_find_own(request, pk), by=request.user)
    messages.success(request, _("This is the new link. The old one no longer works."))
    return redirect(places)


@require_POST
def place_withdraw(request: MemberRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """Take back a place that was handed out by name and not taken."""
    places = _find_own(request, pk)
    invitation = get_object_or_404(CohortInvitation, places=places, pk=invitation_pk)
    take_place_back(invitation=invitation, places=places, by=request.user, at=timezone.now())
    messages.success(request, _("The place is yours to hand out again."))
    return redirect(places)


@reads_and_writes
@limit_rate("organisation-place", "30/m")
def place_take(request: MemberRequest, key: str) -> HttpResponse:
    """Take a place of an organisation by its link, knowing who sees that."""
    if "\0" in key:
        raise Http404
    rows = OrganisationPlaces.objects.select_related(
        "organisation", "representative", "cohort__release__course"
    )
    places = get_object_or_404(rows, key=key)
    now = timezone.now()

    form = TakePlaceForm(posted(request))
    answer = save(
        request,
        form,
        lambda: take_organisation_place(places=places, user=request.user, at=timezone.now()),
        to=places.cohort,
        said=_("You have a place in this cohort."),
    )
    context = {
        "places": places,
        "cohort": places.cohort,
        "course": places.cohort.release.course,
        "standing": standing_of(places.cohort, now),
        "left": places_to_hand_out(places, at=now),
    }
    return answer or show(request, "courses/cohorts/place_take.html", form, context)
