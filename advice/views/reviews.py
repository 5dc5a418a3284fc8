"""Pages of reviewers: which drafts they are asked about, and what they say of them."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from advice.actions.reviews import decline_review, deliver_review
from advice.forms.reviews import AdviceReviewForm
from advice.models import AdviceReview
from advice.states import ADVICE_REVIEW_FLOW
from advice.views.common import not_stored
from advice.views.tables import ADVICE_REVIEWS
from core.forms.answering import save, show
from core.permissions import require
from core.tables.work_table import WorkTable, show_table
from core.text import render_markdown
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from core.web.way_back import leads_back


@leads_back(gettext_lazy("my reviews of advice"))
@require_safe
def review_list(request: MemberRequest) -> HttpResponseBase:
    """List the drafts that the reader is asked to review."""
    reviews = AdviceReview.objects.visible_to(request.user).select_related("case__lead")
    table = WorkTable(request.GET, ADVICE_REVIEWS, reviews)
    return show_table(request, "advice/review_list.html", table)


@reads_and_writes
def review_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Read the draft and say whether it is ready."""
    review = _find(request, pk)
    if request.method == "POST" and review.is_delivered:
        # The second click on "Submit the review".
        return redirect(review)
    form = AdviceReviewForm(posted(request))
    answer = save(
        request,
        form,
        lambda: deliver_review(review=review, by=request.user, at=timezone.now(), **form.words),
        to=review,
        said=_("Review submitted. Thank you."),
    )
    case = review.case
    context = {
        "review": review,
        "case": case,
        "advice_text": render_markdown(review.revision.text, top_heading=3),
        "cited": case.cited.select_related("version__record").order_by("cited_at", "pk"),
        "recommendations": case.recommendations.in_order(),
    }
    page = answer or show(request, "advice/review_detail.html", form, context)
    return not_stored(page, case)


@require_POST
def review_decline(request: MemberRequest, pk: int) -> HttpResponse:
    """Decline a review; a second click changes nothing."""
    review = _find(request, pk)
    with ADVICE_REVIEW_FLOW.once("decline", review, by=request.user):
        decline_review(review=review, by=request.user, at=timezone.now())
    messages.success(request, _("Thank you for telling us. The lead will ask someone else."))
    return redirect("advice:review_list")


def _find(request: MemberRequest, pk: int) -> AdviceReview:
    visible = AdviceReview.objects.visible_to(request.user)
    review = get_object_or_404(
        visible.select_related("case__lead", "case__place", "revision", "reviewer"), pk=pk
    )
    require(request.user, "advice.review", review)
    return review
