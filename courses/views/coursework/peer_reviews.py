"""Reviewing the work of other learners, and what can be done about a review."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.forms.answering import save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from core.web.telling import Undo, told
from courses.actions.coursework.peer_reviews import (
    NothingToReview,
    report_review,
    send_review,
    set_aside,
    take_review,
)
from courses.forms.coursework.peer_reviews import PeerReviewForm, ReportReviewForm
from courses.models import Criterion, Enrolment, Lesson, PeerReview
from courses.models.assignments import assignment_of
from courses.states import LessonKind
from courses.views.learner_places import in_lesson


@require_POST
@in_lesson
def peer_review_take(request: MemberRequest, enrolment: Enrolment, found: Lesson) -> HttpResponse:
    """Get the next work to review, or the one that one has already."""
    if found.kind != LessonKind.ASSIGNMENT or not assignment_of(found).has_peer_review:
        raise Http404
    try:
        review = take_review(enrolment=enrolment, lesson=found, at=timezone.now())
    except NothingToReview as nothing:
        # Others have taken what was there when the page was made: no fault of the reader.
        messages.info(request, str(nothing))
        return redirect(found)
    return redirect(review)


def _find(request: MemberRequest, pk: int) -> PeerReview:
    reviews = PeerReview.objects.visible_to(request.user).select_related(
        "reviewer",
        "hand_in__enrolment__release__course",
        "hand_in__enrolment__cohort",
        "hand_in__lesson__module__release__course",
    )
    return get_object_or_404(reviews, pk=pk)


@reads_and_writes
def peer_review(request: MemberRequest, pk: int) -> HttpResponse:
    """Read work of another learner and review it; lead everybody else to where they read the review."""
    review = _find(request, pk)
    lesson = review.hand_in.lesson
    if review.reviewer.user_id != request.user.pk:
        is_mine = review.hand_in.enrolment.user_id == request.user.pk
        return redirect(review.hand_in if is_mine else review.hand_in.grading_address)
    if review.is_done and request.method != "POST":
        messages.info(request, _("You have sent this review. Thank you."))
        return redirect(lesson)
    criteria = list(Criterion.objects.filter(lesson=lesson).in_order())

    form = PeerReviewForm(posted(request), criteria=criteria)
    answer = save(
        request,
        form,
        lambda: send_review(
            review=review,
            marks=form.marks,
            feedback=form.cleaned_data["feedback"],
            at=timezone.now(),
        ),
        to=lesson,
        said=_("Review sent. Thank you."),
    )
    context = {"review": review, "lesson": lesson, "course": lesson.module.release.course}
    return answer or show(request, "courses/coursework/peer_review.html", form, context)


@reads_and_writes
def peer_review_report(request: MemberRequest, pk: int) -> HttpResponse:
    """Tell the facilitators what is wrong with a review of one's own work."""
    review = _find(request, pk)
    if review.hand_in.enrolment.user_id != request.user.pk:
        raise Http404

    form = ReportReviewForm(posted(request))
    answer = save(
        request,
        form,
        lambda: report_review(review=review, reason=form.cleaned_data["reason"], at=timezone.now()),
        to=review.hand_in,
        said=_("Reported. We have told the facilitators."),
    )
    context = {"review": review, "lesson": review.hand_in.lesson}
    return answer or show(request, "courses/coursework/peer_review_report.html", form, context)


@require_POST
def peer_review_set_aside(request: MemberRequest, pk: int) -> HttpResponse:
    """Let a review count no longer, or again."""
    review = _find(request, pk)
    require(request.user, "courses.grade", review.hand_in)
    is_aside = request.POST.get("to") != "count"
    set_aside(review=review, is_aside=is_aside, at=timezone.now())
    address = reverse("courses:peer_review_set_aside", args=[pk])
    if is_aside:
        undo = Undo(address, {"to": "count"})
        messages.success(request, told(_("This review no longer counts."), undo))
    else:
        messages.success(request, _("This review counts again."))
    return redirect(review.hand_in.grading_address)
