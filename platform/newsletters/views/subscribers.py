"""Subscribers in numbers, and one address for whoever helps its owner."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from core.permissions import allows, require
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from newsletters.actions.bounces import suppress
from newsletters.actions.subscribing import unsubscribe
from newsletters.figures_of_issues import count_subscribers
from newsletters.forms.issues import LookUpForm
from newsletters.models import Subscriber


@reads_and_writes
def subscriber_figures(request: MemberRequest) -> HttpResponse:
    """Show how many subscribe; administrators look up one exact address, by POST so that no log keeps it."""
    may_support = allows(request.user, "newsletters.support")
    if not may_support and not allows(request.user, "newsletters.edit"):
        raise PermissionDenied
    if request.method == "POST":
        require(request.user, "newsletters.support")
    form = LookUpForm(posted(request))
    found, looked_up = None, ""
    if form.is_bound and form.is_valid():
        looked_up = User.objects.normalize_email(form.cleaned_data["address"])
        found = Subscriber.objects.at_address(looked_up).select_related("user").first()
    context = {
        "figures": count_subscribers(),
        "may_support": may_support,
        "form": form,
        "found": found,
        "looked_up": looked_up,
        "copies": found.copies.select_related("issue").order_by("-pk")[:5] if found else [],
    }
    return render(request, "newsletters/subscriber_figures.html", context)


@require_POST
def subscriber_suppress(request: MemberRequest, pk: int) -> HttpResponse:
    """Stop mail to an address that was reported as failing."""
    require(request.user, "newsletters.support")
    suppress(subscriber=get_object_or_404(Subscriber, pk=pk), at=timezone.now())
    messages.success(request, _("This address gets no more issues."))
    return redirect("newsletters:subscriber_figures")


@require_POST
def subscriber_delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Unsubscribe an address for its owner who asked; one that is gone stays gone."""
    require(request.user, "newsletters.support")
    if subscriber := Subscriber.objects.filter(pk=pk).first():
        unsubscribe(subscriber=subscriber)
    messages.success(request, _("Unsubscribed, and the address is deleted."))
    return redirect("newsletters:subscriber_figures")
