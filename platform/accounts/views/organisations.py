"""The register of organisations."""

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.actions.organisations import save_organisation
from accounts.forms.organisations import OrganisationForm, OrganisationSearchForm
from accounts.models import Organisation
from core.forms.answering import save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import paginate, posted, reads_and_writes


@require_safe
def organisation_list(request: MemberRequest) -> HttpResponse:
    """Find an organisation to correct it."""
    require(request.user, "accounts.edit_organisations")
    form = OrganisationSearchForm(request.GET)
    found = Organisation.objects.none()
    if form.is_valid():
        found = Organisation.objects.found_by(form.cleaned_data["q"])
    listed = found.annotate(people=Count("profiles")).order_by("name", "pk")
    context = {"form": form, "page": paginate(request, listed)}
    return render(request, "accounts/organisation_list.html", context)


@reads_and_writes
def organisation_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Correct an organisation."""
    require(request.user, "accounts.edit_organisations")
    organisation = get_object_or_404(Organisation, pk=pk)
    return _edit(request, organisation)


@reads_and_writes
def organisation_new(request: MemberRequest) -> HttpResponse:
    """Enter an organisation that is not in the register."""
    require(request.user, "accounts.edit_organisations")
    return _edit(request, Organisation())


def _edit(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    name = organisation.name
    form = OrganisationForm(posted(request), instance=organisation)
    answer = save(
        request,
        form,
        lambda: save_organisation(organisation=form.instance),
        to="accounts:organisation_list",
        said=lambda _saved: _("%(name)s saved.") % {"name": form.instance},
    )
    return answer or show(request, "accounts/organisation_edit.html", form, {"name": name})
