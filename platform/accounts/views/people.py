"""Pages on which administrators find people and set their roles."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.actions.roles import set_roles
from accounts.forms.roles import PeopleSearchForm, RolesForm
from accounts.models import RoleGrant, User
from accounts.roles import Role
from core.forms.answering import save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import paginate, posted, reads_and_writes


@require_safe
def people(request: MemberRequest) -> HttpResponse:
    """Find people and see their roles."""
    require(request.user, "accounts.grant_roles")
    form = PeopleSearchForm(request.GET)
    found = User.objects.none()
    if form.is_valid():
        found = User.objects.open().found_by(form.cleaned_data["q"])
        if role := form.cleaned_data["role"]:
            found = found.with_role(Role(role))
    listed = (
        found.select_related("profile__organisation")
        .prefetch_related("groups")
        .order_by("full_name", "pk")
    )
    context = {"form": form, "page": paginate(request, listed)}
    return render(request, "accounts/people.html", context)


@reads_and_writes
def person_roles(request: MemberRequest, pk: int) -> HttpResponse:
    """Set one person's roles, with their history on the page."""
    require(request.user, "accounts.grant_roles")
    person = get_object_or_404(User.objects.open(), pk=pk)
    form = RolesForm(posted(request), user=person)
    if answer := save(
        request,
        form,
        lambda: set_roles(
            user=person,
            roles=map(Role, form.cleaned_data["roles"]),
            by=request.user,
            at=timezone.now(),
        ),
        to=("accounts:person_roles", person.pk),
        said=_("Roles of %(name)s saved.") % {"name": person},
    ):
        return answer
    grants = RoleGrant.objects.filter(user=person).select_related("by").order_by("-at", "-pk")
    context = {"person": person, "grants": grants}
    return show(request, "accounts/person_roles.html", form, context)
