"""Pages of reviewers: what they are asked, the form they fill in, and what they delivered."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.forms.answering import autosave, save, show
from core.forms.edit_conflicts import saved_at_message
from core.permissions import require
from core.refusals import Conflict
from core.tables.work_table import WorkTable, show_table
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from core.web.way_back import leads_back
from submissions.actions.reviews import answer_invitation, deliver_review, save_review
from submissions.display import display_revision
from submissions.forms.reviews import ReviewForm, ReviewInvitationForm
from submissions.models import CRITERIA, Review
from submissions.states import ReviewState
from submissions.views.tables import REVIEWS
from workflow.flows import TransitionNotAllowed


@leads_back(gettext_lazy("my reviews"))
@require_safe
def review_list(request: MemberRequest) -> HttpResponseBase:
    """List the reader's reviews, those they were asked for last first."""
    reviews = Review.objects.visible_to(request.user).select_related("submission", "revision")
    return show_table(
        request, "submissions/review_list.html", WorkTable(request.GET, REVIEWS, reviews)
    )


@reads_and_writes
def review_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Read the work and write the review, once the invitation is accepted."""
    review = _find(request, pk)
    if review.state != ReviewState.ACCEPTED:
        if request.method == "POST" and review.state != ReviewState.DELIVERED:
            raise TransitionNotAllowed("save", review)
        if request.method == "POST":
            # The second click on "Deliver": it is delivered.
            return redirect(review)
        invitation = ReviewInvitationForm() if review.state == ReviewState.INVITED else None
        return render(request, "submissions/review_detail.html", _page(review, invitation))

    form = ReviewForm(posted(request), review=review)
    is_delivered = "deliver" in request.POST
    if is_delivered and form.is_valid():
        form.ask_for_everything()
    act = deliver_review if is_delivered else save_review
    answer = save(
        request,
        form,
        lambda: act(
            review=review, answers=form.answers(), at=timezone.now(), edit_number=form.opened_at
        ),
        to=review,
        said=_("Review submitted. Thank you.") if is_delivered else saved_at_message(),
    )
    return answer or show(request, "submissions/review_detail.html", form, _page(review, form))


@require_POST
def review_answer(request: MemberRequest, pk: int) -> HttpResponse:
    """Say yes or no to the invitation, or give an agreed review back."""
    review = _find(request, pk)
    form = ReviewInvitationForm(request.POST)
    agrees = "yes" in request.POST
    is_second_click = review.state == (ReviewState.ACCEPTED if agrees else ReviewState.DECLINED)
    if is_second_click and form.is_valid():
        return redirect(review)
    answer = save(
        request,
        form,
        lambda: answer_invitation(review=review, accept=agrees, at=timezone.now(), **form.words),
        to=review if agrees else "submissions:review_list",
        said=_("Thank you. You can read the work and write your review.")
        if agrees
        else _("Thank you for telling us. The editor will ask someone else."),
        page_for=(Conflict,),
    )
    return answer or show(request, "submissions/review_detail.html", form, _page(review, form))


@require_POST
def review_autosave(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep the review while it is written."""
    review = _find(request, pk)
    form = ReviewForm(request.POST, review=review)
    return autosave(
        form,
        lambda: save_review(
            review=review, answers=form.answers(), at=timezone.now(), edit_number=form.opened_at
        ),
    )


def _page(review: Review, form: object) -> dict[str, object]:
    """Return what the reviewer may see: everything after accepting, before that only what it is about."""
    is_reading = review.state in {ReviewState.ACCEPTED, ReviewState.DELIVERED}
    return {
        "review": review,
        "form": form,
        "criteria": CRITERIA,
        "is_reading": is_reading,
        "work": display_revision(
            review.revision,
            kind=review.submission.kind,
            openable=review.submission.attachments.all() if is_reading else (),
        ),
        "today": timezone.localdate(),
    }


def _find(request: MemberRequest, pk: int) -> Review:
    reviews = Review.objects.visible_to(request.user)
    review = get_object_or_404(
        reviews.select_related("submission__author", "revision", "invited_by"), pk=pk
    )
    require(request.user, "submissions.review", review)
    return review
