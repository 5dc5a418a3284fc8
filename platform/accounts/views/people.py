"""Pages on which administrators find people and set their roles."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from accounts.actions.roles import grant_role_to, set_roles
from accounts.forms.roles import GrantForm, PeopleSearchForm, RolesForm
from accounts.models import RoleGrant, Suspension, User
from accounts.roles import Role
from accounts.views.people_table import people_layout
from core.forms.answering import save, show
from core.permissions import require
from core.tables.filters import Filters
from core.tables.work_table import WorkTable, show_table
from core.types import MemberRequest
from core.web.requests import key_of, posted, reads_and_writes
from core.web.way_back import leads_back


@leads_back(gettext_lazy("people and roles"))
@require_safe
def people(request: MemberRequest) -> HttpResponseBase:
    """Find people and see their roles."""
    require(request.user, "accounts.grant_roles")
    form = PeopleSearchForm(request.GET)
    found = User.objects.none()
    if form.is_valid():
        people = User.objects.suspended() if form.cleaned_data["state"] else User.objects.open()
        found = people.found_by(form.cleaned_data["q"])
        if role := form.cleaned_data["role"]:
            found = found.with_role(Role(role))
    listed = found.select_related("profile__organisation").prefetch_related("groups")
    table = WorkTable(request.GET, people_layout(), listed)
    return show_table(
        request, "accounts/people.html", table, {"filters": Filters(form, request.GET)}
    )


@reads_and_writes
def people_grant(request: MemberRequest) -> HttpResponse:
    """Give one role to the chosen people, after a look at who would get it."""
    require(request.user, "accounts.grant_roles")
    asked = request.GET if "role" in request.GET else None
    keys = [key for text in request.GET.getlist("chosen") if (key := key_of(text))]
    form = GrantForm(posted(request) or asked, initial={"chosen": keys})
    if request.method == "POST" and (
        answer := save(
            request,
            form,
            lambda: grant_role_to(
                people=form.cleaned_data["chosen"],
                role=Role(form.cleaned_data["role"]),
                by=request.user,
                at=timezone.now(),
            ),
            to="accounts:people",
            said=_given,
        )
    ):
        return answer
    role = form.cleaned_data["role"] if form.is_valid() else ""
    chosen = User.objects.open().filter(pk__in=form.cleaned_data["chosen"] if role else keys)
    people = list(chosen.prefetch_related("groups").order_by("full_name", "pk"))
    context = {
        "people": people,
        "role": role and Role(role).label,
        "getting": [person for person in people if role not in person.roles],
        "having": [person for person in people if role in person.roles],
    }
    return show(request, "accounts/people_grant.html", form, context)


def _given(count: int) -> str:
    text = ngettext(
        "%(count)d person now has the role.", "%(count)d people now have the role.", count
    )
    return text % {"count": count}


@reads_and_writes
def person_roles(request: MemberRequest, pk: int) -> HttpResponse:
    """Set one person's roles, with their history on the page."""
    require(request.user, "accounts.grant_roles")
    shown = User.objects.open() | User.objects.suspended()
    person = get_object_or_404(shown.distinct(), pk=pk)
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
    of_person = Suspension.objects.filter(user=person).select_related("by", "lifted_by")
    suspensions = list(of_person.order_by("-at", "-pk"))
    context = {
        "person": person,
        "grants": grants,
        "suspensions": suspensions,
        "is_suspended": any(each.lifted_at is None for each in suspensions),
    }
    return show(request, "accounts/person_roles.html", form, context)
