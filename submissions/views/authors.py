"""Pages of authors: what can be sent in, writing it, sending it, and following it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.signing_in.interrupted_forms import ask_to_sign_in
from core.forms.answering import save, show
from core.permissions import require
from core.refusals import Conflict
from core.tables.work_table import WorkTable, show_table
from core.types import MemberRequest
from core.web.requests import key_of, posted, reads_and_writes
from core.web.way_back import leads_back
from courses.models import ActionPlan
from library.gaps.models import EvidenceGap
from submissions.actions.drafts import delete_draft, start_submission
from submissions.actions.submitting import withdraw_submission
from submissions.display import display_draft, display_revision
from submissions.forms.drafts import StartForm, WithdrawSubmissionForm
from submissions.history import history_for_author, letters, what_next
from submissions.models import CRITERIA, Placement, Revision, Submission
from submissions.models.submissions import is_editor
from submissions.revisions.diffs import diff_revisions
from submissions.states import EXPECTED_TIME, SUBMISSION_FLOW, SubmissionState
from submissions.views.tables import own_layout
from workflow.flows import TransitionNotAllowed
from workflow.models import Transition


@login_not_required
@reads_and_writes
def submission_new(request: HttpRequest) -> HttpResponse:
    """Tell what can be sent in and how it is reviewed; people who are signed in start here."""
    context: dict[str, Any] = {"criteria": CRITERIA.values(), "days": _days()}
    if not request.user.is_authenticated:
        if request.method == "POST":
            return ask_to_sign_in(request)
        context["gap"] = _gap(request)
        return render(request, "submissions/submission_new.html", context)
    author, plan, gap = request.user, _own_plan(request), _gap(request)
    initial = {"plan": plan, "gap": gap.pk if gap else ""}
    form = StartForm(posted(request), author=author, initial=initial)
    begun = list(Submission.objects.started_from(plan, by=request.user)) if plan else []
    if answer := save(
        request,
        form,
        lambda: start_submission(
            author=author,
            kind=form.cleaned_data["kind"],
            plan=form.cleaned_data["plan"],
            gap=form.cleaned_data["gap"],
            key=form.key,
            at=timezone.now(),
            is_another="another" in request.POST,
        ),
        to=lambda submission: ("submissions:submission_edit", submission.pk),
    ):
        return answer
    begun = form.begun or begun
    form.is_another = bool(begun)
    context |= {"begun": begun, "gap": gap}
    return show(request, "submissions/submission_new.html", form, context)


def _own_plan(request: HttpRequest) -> ActionPlan | None:
    """Return the reader's own plan that ``?plan=`` names, if any."""
    asked = request.GET.get("plan", "")
    if not asked:
        return None
    return get_object_or_404(ActionPlan.objects.visible_to(request.user), pk=key_of(asked))


def _gap(request: HttpRequest) -> EvidenceGap | None:
    """Return the evidence gap that the work is about, as ``?gap=`` or the form names it, if any."""
    asked = request.POST.get("gap") or request.GET.get("gap", "")
    if not asked:
        return None
    key = key_of(asked)
    if successor := EvidenceGap.objects.went_into(key, request.user):
        return successor
    visible = EvidenceGap.objects.visible_to(request.user)
    if request.method == "POST":
        return visible.filter(pk=key).first()
    return get_object_or_404(visible, pk=key)


def _days() -> dict[str, int]:
    """Return the promised time of each step, in days."""
    return {state.replace("-", "_"): time.days for state, time in EXPECTED_TIME.items()}


@leads_back(gettext_lazy("my submissions"))
@require_safe
def submission_list(request: MemberRequest) -> HttpResponseBase:
    """List one's own submissions, the latest first, and count the reviews that wait."""
    works = Submission.objects.filter(author=request.user) | Submission.objects.filter(
        co_authors__user=request.user, co_authors__answer="yes"
    )
    shown = Prefetch("placements", Placement.objects.readable(), to_attr="shown_placements")
    listed = works.distinct().for_lists().prefetch_related(shown)
    table = WorkTable(request.GET, own_layout(request.user), listed)
    context = {"open_reviews": request.user.reviews.open().count()}
    return show_table(request, "submissions/submission_list.html", table, context)


@require_safe
def submission_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the state, history and next step of a submission; editors are led to their desk."""
    submission = _find(request, pk)
    if submission.author_id != request.user.pk and is_editor(request.user):
        desk = Submission.objects.for_desk_of(request.user).filter(pk=pk)
        if desk.exists():
            return redirect("submissions:desk_detail", pk)
    revisions = list(submission.revisions.order_by("number"))
    decisions = letters(submission.decisions.select_related("editor"))
    context = {
        "submission": submission,
        "is_author": submission.author_id == request.user.pk,
        "story": history_for_author(Transition.objects.of(submission), revisions),
        "letters": decisions,
        "revisions": revisions,
        "co_authors": submission.co_authors.in_order(),
        "what_next": what_next(submission),
        "placed": list(submission.placements.readable().with_targets())
        if submission.record
        else [],
        "may_withdraw": "withdraw" in SUBMISSION_FLOW.possible(submission.state),
    }
    return render(request, "submissions/submission_detail.html", context)


@require_safe
def submission_preview(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the submission as its record will look."""
    submission = _find(request, pk)
    require(request.user, "submissions.edit", submission)
    context = {"submission": submission, "work": display_draft(submission)}
    return render(request, "submissions/submission_preview.html", context)


@reads_and_writes
def submission_delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Delete a draft, after saying what goes with it; one that is gone stays gone."""
    if request.method == "POST" and not Submission.objects.filter(pk=pk).exists():
        messages.success(request, _("Draft deleted."))
        return redirect("submissions:submission_list")
    submission = _find(request, pk)
    require(request.user, "submissions.edit", submission)
    if submission.state != SubmissionState.DRAFT:
        raise TransitionNotAllowed("delete", submission)
    if request.method == "POST":
        title = str(submission)
        delete_draft(submission=submission)
        messages.success(request, _("Draft “%(title)s” deleted.") % {"title": title})
        return redirect("submissions:submission_list")
    context = {
        "submission": submission,
        "file_count": submission.attachments.count(),
        "co_author_count": submission.co_authors.count(),
    }
    return render(request, "submissions/submission_delete.html", context)


@reads_and_writes
def submission_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Withdraw a submission."""
    submission = _find(request, pk)
    require(request.user, "submissions.edit", submission)
    if submission.state == SubmissionState.WITHDRAWN:
        return redirect(submission)
    if "withdraw" not in SUBMISSION_FLOW.possible(submission.state):
        raise TransitionNotAllowed("withdraw", submission)
    form = WithdrawSubmissionForm(posted(request))
    answer = save(
        request,
        form,
        lambda: withdraw_submission(
            submission=submission, by=request.user, at=timezone.now(), **form.words
        ),
        to=submission,
        said=_("Submission withdrawn."),
        page_for=(Conflict,),
    )
    return answer or show(
        request, "submissions/submission_withdraw.html", form, {"submission": submission}
    )


@require_safe
def revision_detail(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    """Show one revision, and what changed since the one before."""
    submission = _find(request, pk)
    revision = get_object_or_404(Revision, submission=submission, number=number)
    older = submission.revisions.filter(number=number - 1).first()
    context = {
        "submission": submission,
        "revision": revision,
        "older": older,
        "work": display_revision(
            revision, kind=submission.kind, openable=submission.attachments.all()
        ),
        "changes": diff_revisions(older, revision, kind=submission.kind) if older else [],
    }
    return render(request, "submissions/revision_detail.html", context)


def _find(request: MemberRequest, pk: int) -> Submission:
    visible = Submission.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("author", "editor", "record"), pk=pk)
