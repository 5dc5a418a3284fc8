"""The code of conduct: for everyone to read, for administrators to write."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.forms.answering import save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from networks.actions.conduct import publish_conduct
from networks.models import ConductVersion
from networks.moderation.forms import ConductForm


@login_not_required
@require_safe
def conduct_detail(request: HttpRequest) -> HttpResponse:
    """Show the present version, or one of the earlier ones by its number."""
    versions = list(ConductVersion.objects.newest_first()[:50])
    asked = request.GET.get("version", "")
    shown = next((v for v in versions if str(v.number) == asked), versions[0] if versions else None)
    context = {"version": shown, "versions": versions, "newest": versions[0] if versions else None}
    return render(request, "networks/conduct_detail.html", context)


@reads_and_writes
def conduct_edit(request: MemberRequest) -> HttpResponse:
    """Let administrators publish the next version."""
    require(request.user, "networks.write_conduct")

    newest = ConductVersion.objects.newest_first().first()
    form = ConductForm(posted(request), initial={"body": newest.body if newest else ""})
    answer = save(
        request,
        form,
        lambda: publish_conduct(**form.words, by=request.user, at=timezone.now()),
        to="networks:conduct_detail",
        said=_("Published. Members must accept it before they post again."),
    )
    return answer or show(request, "networks/conduct_edit.html", form)
