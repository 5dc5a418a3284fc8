"""Commitments: all of them, each with its milestones and updates, and the forms of those who answer for them."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.forms.answering import save, show
from core.permissions import allows, require
from core.types import MemberRequest
from core.web.requests import paginate, posted, reads_and_writes
from library.recommendations.actions.commitments import (
    add_update,
    edit_commitment,
    make_commitment,
)
from library.recommendations.earlier import changes_of
from library.recommendations.forms.commitments import (
    CommitmentFilterForm,
    CommitmentForm,
    NewCommitmentForm,
    UpdateForm,
    days_of,
)
from library.recommendations.models import Commitment, Response
from library.recommendations.models.commitments import POSTPONED, overdue_on, stale_at
from library.recommendations.models.responses import ResponseQuerySet
from library.recommendations.standing import counts_of, lines_of, marks_of


@login_not_required
@require_safe
def commitment_list(request: HttpRequest) -> HttpResponse:
    """List the commitments of everyone, by how they are doing: late and silent ones are never hidden."""
    now = timezone.now()
    form = CommitmentFilterForm(request.GET)
    given: ResponseQuerySet = Response.objects.given()
    found = Commitment.objects.filter(response__in=given.values("pk"))
    chosen = form.chosen
    if chosen == "overdue":
        found = found.filter(overdue_on(timezone.localdate(now)))
    elif chosen == "stale":
        found = found.filter(stale_at(now))
    elif chosen == "postponed":
        found = found.filter(POSTPONED)
    elif chosen:
        found = found.filter(state=chosen)
    page = paginate(request, found.for_list().in_order(), per_page=30)
    context = {
        "form": form,
        "page": page,
        "lines": lines_of(page.object_list, now),
        "counts": counts_of(given, now),
        "chosen": chosen,
    }
    return render(request, "library/recommendations/commitment_list.html", context)


@login_not_required
@require_safe
def commitment_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a commitment with its milestones and everything that was told of it."""
    commitment = _find(request, pk)
    context = {
        "commitment": commitment,
        "marks": marks_of(commitment, timezone.now()),
        "milestones": commitment.milestones.select_related("reached_in").order_by("due_on", "pk"),
        "updates": commitment.updates.select_related("record").order_by("-recorded_at", "-pk"),
        "changes": changes_of(commitment),
        "may_answer": request.user.is_authenticated
        and allows(request.user, "library.answer_for", commitment.response.respondent),
        "today": timezone.localdate(),
    }
    return render(request, "library/recommendations/commitment_detail.html", context)


@reads_and_writes
def commitment_new(request: MemberRequest, pk: int) -> HttpResponse:
    """Commit a respondent to an action."""
    seen = Response.objects.visible_to(request.user).for_list()
    response = get_object_or_404(seen, pk=pk)
    require(request.user, "library.answer_for", response.respondent)
    form = NewCommitmentForm(posted(request))
    answer = save(
        request,
        form,
        lambda: make_commitment(
            response=response,
            promise=form.promise,
            by=request.user,
            at=timezone.now(),
            key=form.key,
        ),
        to=lambda made: made,
        said=_("Commitment published."),
    )
    context = {"response": response}
    return answer or show(request, "library/recommendations/commitment_new.html", form, context)


@reads_and_writes
def commitment_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change what was committed to."""
    commitment = _own(request, pk)
    form = CommitmentForm(posted(request), instance=commitment, initial=days_of(commitment))
    answer = save(
        request,
        form,
        lambda: edit_commitment(
            commitment=commitment,
            promise=form.promise,
            opened_at=form.opened_at,
            by=request.user,
            at=timezone.now(),
        ),
        to=lambda edited: edited,
        said=_("Commitment saved."),
    )
    context = {"commitment": commitment}
    return answer or show(request, "library/recommendations/commitment_edit.html", form, context)


@reads_and_writes
def commitment_update(request: MemberRequest, pk: int) -> HttpResponse:
    """Tell what happened with a commitment."""
    commitment = _own(request, pk)
    form = UpdateForm(posted(request), commitment=commitment)
    answer = save(
        request,
        form,
        lambda: add_update(
            commitment=commitment, **form.words, by=request.user, at=timezone.now(), key=form.key
        ),
        to=commitment,
        said=_("Update published."),
    )
    context = {"commitment": commitment}
    return answer or show(request, "library/recommendations/commitment_update.html", form, context)


def _own(request: MemberRequest, pk: int) -> Commitment:
    """Return the commitment to those who may answer for it. Raises 404 and 403."""
    commitment = _find(request, pk)
    require(request.user, "library.answer_for", commitment.response.respondent)
    return commitment


def _find(request: HttpRequest, pk: int) -> Commitment:
    seen = Commitment.objects.visible_to(request.user).for_list()
    return get_object_or_404(seen, pk=pk)
