"""The register of organisations."""

from django.db.models import Count
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.actions.organisations import save_organisation
from accounts.forms.organisations import OrganisationForm, OrganisationSearchForm
from accounts.models import Organisation
from accounts.views.organisations_table import ORGANISATIONS
from core.forms.answering import save, show
from core.permissions import require
from core.tables.filters import Filters
from core.tables.work_table import WorkTable, show_table
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from core.web.telling import linked, told
from core.web.way_back import leads_back


@leads_back(gettext_lazy("the organisations"))
@require_safe
def organisation_list(request: MemberRequest) -> HttpResponseBase:
    """Find an organisation to correct it."""
    require(request.user, "accounts.edit_organisations")
    form = OrganisationSearchForm(request.GET)
    found = Organisation.objects.none()
    if form.is_valid():
        found = Organisation.objects.found_by(form.cleaned_data["q"])
    table = WorkTable(request.GET, ORGANISATIONS, found.annotate(people=Count("profiles")))
    context = {"filters": Filters(form, request.GET)}
    return show_table(request, "accounts/organisation_list.html", table, context)


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
        said=lambda _saved: told(_("%(name)s saved."), name=linked(form.instance, form.instance)),
    )
    return answer or show(request, "accounts/organisation_edit.html", form, {"name": name})
