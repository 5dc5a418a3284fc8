"""Pages on which administrators look after services and their tokens."""

from django.db.models import Count, Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.signing_in.reauthentication import ask_again
from api.actions import add_service, change_service, make_service_token
from api.forms import ServiceForm, ServiceTokenForm
from api.models import Service, Token
from api.views.tables import SERVICES
from api.views.tokens import show_once, token_rows
from core.forms.answering import save, show
from core.permissions import require
from core.tables.work_table import WorkTable, show_table
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from core.web.way_back import leads_back


@leads_back(gettext_lazy("the services"))
@require_safe
def service_list(request: MemberRequest) -> HttpResponseBase:
    """Show all services, with how many working tokens each has."""
    require(request.user, "api.manage_services")
    working = Count("tokens", filter=Q(tokens__in=Token.objects.working(timezone.now())))
    services = Service.objects.select_related("contact").annotate(working=working)
    table = WorkTable(request.GET, SERVICES, services)
    return show_table(request, "api/service_list.html", table)


@reads_and_writes
@ask_again
def service_new(request: MemberRequest) -> HttpResponse:
    """Add a service."""
    require(request.user, "api.manage_services")
    form = ServiceForm(posted(request))
    answer = save(
        request,
        form,
        lambda: add_service(**form.words, by=request.user, at=timezone.now()),
        to=lambda service: service,
        said=_("Service added. Create a token for it."),
    )
    return answer or show(request, "api/service_new.html", form)


@require_safe
def service_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a service with its tokens, to administrators and to its contact."""
    seen = Service.objects.visible_to(request.user).select_related("contact")
    service = get_object_or_404(seen, pk=pk)
    tokens = Token.objects.filter(service=service).select_related("service").newest_first()
    changes = service.changes.select_related("by", "contact").order_by("-at", "-pk")[:50]
    context = {"service": service, "rows": token_rows(tokens[:50]), "changes": changes}
    return render(request, "api/service_detail.html", context)


@reads_and_writes
@ask_again
def service_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a service."""
    service = _find(request, pk)
    stored = {
        "name": service.name,
        "purpose": service.purpose,
        "contact": service.contact.email,
        "scopes": service.scopes,
    }
    form = ServiceForm(posted(request), initial=stored)
    answer = save(
        request,
        form,
        lambda: change_service(service=service, **form.words, by=request.user, at=timezone.now()),
        to=("api:service_detail", pk),
        said=_("Service saved."),
    )
    return answer or show(request, "api/service_edit.html", form, {"service": service})


@reads_and_writes
@ask_again
def service_token_new(request: MemberRequest, pk: int) -> HttpResponse:
    """Make a token for a service, and show its secret once."""
    service = _find(request, pk)
    form = ServiceTokenForm(posted(request))
    return show_once(
        request,
        form,
        lambda: make_service_token(
            service=service,
            name=form.cleaned_data["name"],
            days=form.cleaned_data["days"],
            by=request.user,
            key=form.key,
            at=timezone.now(),
        ),
    ) or show(request, "api/service_token_new.html", form, {"service": service})


def _find(request: MemberRequest, pk: int) -> Service:
    require(request.user, "api.manage_services")
    return get_object_or_404(Service.objects.select_related("contact"), pk=pk)
