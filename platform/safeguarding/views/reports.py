"""Reporting a concern, and the reporter's own reports."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.roles import Role
from core.forms.answering import save, show
from core.types import MemberRequest
from core.web.ratelimit import limit_rate
from core.web.requests import key_of, paginate, posted, reads_and_writes
from safeguarding.actions import report_concern
from safeguarding.forms import ConcernForm
from safeguarding.models import OwnReport
from safeguarding.places import is_page_of_ours, people_on_page


@sensitive_post_parameters("happened")
@reads_and_writes
@limit_rate("concern", "20/h", methods=["POST"])
def concern_new(request: MemberRequest) -> HttpResponse:
    """Report a concern from the page that the link stood on."""
    where = request.POST.get("where", "") or request.GET.get("from", "")
    where = where[:300] if is_page_of_ours(where) else ""
    people = _people(request, where)
    about = key_of(request.GET.get("about"))

    form = ConcernForm(
        posted(request),
        people=people,
        initial={"where": where, "person": str(about) if about else ""},
    )
    answer = save(
        request,
        form,
        lambda: report_concern(
            reporter=request.user,
            words=form.cleaned_data["happened"],
            where=form.cleaned_data["where"],
            person=form.about,
            key=form.key,
            at=timezone.now(),
        ),
        to=lambda report: report,
        said=_("Your report was sent to the safeguarding lead."),
    )
    has_lead = User.objects.open().with_role(Role.SAFEGUARDING_LEAD).exists()
    return answer or show(
        request, "safeguarding/concern_new.html", form, {"where": where, "has_lead": has_lead}
    )


def _people(request: MemberRequest, where: str) -> list[User]:
    """Return those whom the page is about, and the one whom the link named."""
    people = {person.pk: person for person in people_on_page(where, request.user)}
    about = key_of(request.GET.get("about")) or key_of(request.POST.get("person"))
    if about and about != request.user.pk and about not in people:
        people.update(User.objects.open().in_bulk([about]))
    return list(people.values())


@require_safe
def report_list(request: MemberRequest) -> HttpResponse:
    """List one's own reports with their status, the newest first."""
    reports = OwnReport.objects.reported_by(request.user).order_by("-reported_at", "-pk")
    page = paginate(request, reports.select_related("person"))
    return render(request, "safeguarding/report_list.html", {"page": page})


@require_safe
def report_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one's own report and its status."""
    reports = OwnReport.objects.reported_by(request.user).select_related("person")
    return render(
        request, "safeguarding/report_detail.html", {"report": get_object_or_404(reports, pk=pk)}
    )
