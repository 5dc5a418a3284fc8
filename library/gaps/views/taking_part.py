"""Following an evidence gap, and saying who works on it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.forms.answering import save, show
from core.permissions import allows
from core.types import MemberRequest
from core.web.ratelimit import limit_rate
from core.web.requests import posted, reads_and_writes
from core.web.telling import Undo, told
from library.gaps.actions.filling import (
    GapNotOpen,
    follow_gap,
    start_work,
    stop_work,
    unfollow_gap,
)
from library.gaps.forms import WorkForm
from library.gaps.models import EvidenceGap, GapWork
from library.gaps.workers import choices_for


@require_POST
def evidence_gap_follow(request: MemberRequest, pk: int) -> HttpResponse:
    """Follow a gap, or with ``stop`` follow it no longer. Repeats safely."""
    gap = get_object_or_404(EvidenceGap.objects.visible_to(request.user), pk=pk)
    if "stop" in request.POST:
        unfollow_gap(gap=gap, user=request.user)
        undo = Undo(reverse("library:evidence_gap_follow", args=[pk]))
        messages.success(request, told(_("You no longer follow this gap."), undo))
    else:
        follow_gap(gap=gap, user=request.user, at=timezone.now())
        messages.success(request, _("You follow this gap. We will tell you when it is filled."))
    return redirect(gap)


@reads_and_writes
@limit_rate("proposals", "30/h", methods=["POST"])
def evidence_gap_work(request: MemberRequest, pk: int) -> HttpResponse:
    """Say that a network, a group, a team or oneself works on a gap."""
    gap = get_object_or_404(EvidenceGap.objects.visible_to(request.user), pk=pk)
    if not gap.is_unfilled:
        raise GapNotOpen

    form = WorkForm(posted(request), workers=choices_for(request.user))
    answer = save(
        request,
        form,
        lambda: start_work(gap=gap, user=request.user, at=timezone.now(), **form.words),
        to=gap,
        said=_("Added. You follow this gap now."),
    )
    return answer or show(request, "library/gaps/evidence_gap_work.html", form, {"gap": gap})


@require_POST
def evidence_gap_work_end(request: MemberRequest, pk: int, work_pk: int) -> HttpResponse:
    """Say that somebody works on a gap no longer; an entry that is gone stays gone."""
    gap = get_object_or_404(EvidenceGap.objects.visible_to(request.user), pk=pk)
    works = GapWork.objects.filter(gap=gap, pk=work_pk)
    if not allows(request.user, "library.edit"):
        works = works.filter(user=request.user)
    work = works.first()
    if work is not None:
        stop_work(work=work, by=request.user, at=timezone.now())
    messages.success(request, _("Removed."))
    return redirect(gap)
