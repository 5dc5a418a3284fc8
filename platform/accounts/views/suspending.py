"""Pages on which administrators suspend accounts and lift suspensions."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actions.suspending import lift_suspension, suspend_account
from accounts.forms.suspending import SuspendForm
from accounts.models import User
from core.forms.answering import save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes


@reads_and_writes
def account_suspend(request: MemberRequest, pk: int) -> HttpResponse:
    """Suspend the account of a person, with a reason."""
    require(request.user, "accounts.suspend")
    person = get_object_or_404(User.objects.filter(closed_at=None), pk=pk)
    form = SuspendForm(posted(request))
    answer = save(
        request,
        form,
        lambda: suspend_account(
            user=person,
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        ),
        to=("accounts:person_roles", person.pk),
        said=_("The account of %(name)s is suspended.") % {"name": person},
    )
    return answer or show(request, "accounts/account_suspend.html", form, {"person": person})


@require_POST
def suspension_lift(request: MemberRequest, pk: int) -> HttpResponse:
    """Open a suspended account again; a second click changes nothing."""
    require(request.user, "accounts.suspend")
    person = get_object_or_404(User.objects.filter(closed_at=None), pk=pk)
    lift_suspension(user=person, by=request.user, at=timezone.now())
    messages.success(request, _("The suspension of %(name)s is lifted.") % {"name": person})
    return redirect("accounts:person_roles", person.pk)
