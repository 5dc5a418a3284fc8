"""The review of a draft: what waits, asking, comments on lessons, and the decision."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User, is_apart_from
from core.forms.answering import save, show
from core.permissions import allows, require
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from courses.actions.authoring.reviews import (
    ask_for_review,
    comment_on_lesson,
    decide_review,
    require_review,
    settle_comment,
    withdraw_review,
)
from courses.forms.authoring import AskForReviewForm, DecideReviewForm, LessonCommentForm
from courses.lessons.draft_text import text_of
from courses.lessons.publishing_checks import is_approved
from courses.models import Authorship, Course, DraftReview, Lesson, LessonComment, Release
from courses.views.teaching import find_course, find_draft, find_readable


def _who_can_review(course: Course, asking: User) -> list[User]:
    """Return the others who may read the draft, reviewers and authors before facilitators."""
    roles = Authorship.objects.filter(course=course).accepted().values("user")
    named = Course.facilitators.through.objects.filter(course=course).values("user")
    people = User.objects.open().filter(Q(pk__in=roles) | Q(pk__in=named)).exclude(pk=asking.pk)
    return list(people.exclude(is_apart_from(asking)).order_by("full_name", "pk"))


@reads_and_writes
def draft_review(request: MemberRequest, slug: str) -> HttpResponse:
    """Show the draft to its reviewer, lesson by lesson, and take the decision; its authors see how it stands."""
    course = find_readable(request, slug)
    release = Release.objects.drafts().filter(course=course).first()
    reviews = DraftReview.objects.filter(release=release) if release else DraftReview.objects.none()
    mine = reviews.waiting_for(request.user).select_related("release__course", "asked_by").first()
    form = DecideReviewForm(
        posted(request), initial={"seen": text_of(release) if mine and release else ""}
    )
    if mine and (
        answer := save(
            request,
            form,
            lambda: decide_review(
                review=mine,
                is_approved="approve" in request.POST,
                words=form.cleaned_data["text"],
                seen=form.cleaned_data["seen"],
                by=request.user,
                at=timezone.now(),
            ),
            to=("courses:draft_review", slug),
            said=_("Saved. We have told the person who asked for the review."),
        )
    ):
        return answer
    if request.method == "POST" and not mine:
        messages.info(request, _("This review is already decided or no longer needed."))
        return redirect("courses:draft_review", slug)
    open_comments = Count("comments", filter=Q(comments__settled_at=None))
    lessons = Lesson.objects.of(release).in_order() if release else Lesson.objects.none()
    may_author = allows(request.user, "courses.author", course)
    context = {
        "course": course,
        "release": release,
        "mine": mine,
        "lessons": lessons.select_related("module").annotate(open_comments=open_comments),
        "reviews": reviews.select_related("reviewer", "asked_by").newest_first(),
        "is_approved": release is not None and is_approved(release),
        "may_author": may_author,
        "may_lead": allows(request.user, "courses.lead", course),
    }
    return show(request, "courses/authoring/draft_review.html", form, context)


@reads_and_writes
def review_ask(request: MemberRequest, slug: str) -> HttpResponse:
    """Ask another person to review the draft."""
    course = find_course(request, slug)
    release = find_draft(course)
    people = _who_can_review(course, request.user)
    form = AskForReviewForm(posted(request), people=people)
    answer = save(
        request,
        form,
        lambda: ask_for_review(
            release=release,
            reviewer=form.chosen,
            by=request.user,
            message=form.cleaned_data["message"],
            at=timezone.now(),
        ),
        to=("courses:draft_review", slug),
        said=_("We have told the reviewer."),
    )
    context = {
        "course": course,
        "people": people,
        "may_lead": allows(request.user, "courses.lead", course),
    }
    return answer or show(request, "courses/authoring/review_ask.html", form, context)


@require_POST
def review_withdraw(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Take back a review that was asked for."""
    course = find_course(request, slug)
    reviews = DraftReview.objects.filter(release__course=course).select_related("release__course")
    withdraw_review(review=get_object_or_404(reviews, pk=pk), by=request.user, at=timezone.now())
    messages.success(request, _("Review request withdrawn."))
    return redirect("courses:draft_review", slug)


@require_POST
def review_require(request: MemberRequest, slug: str) -> HttpResponse:
    """Say whether a second person approves each version of the course."""
    course = find_readable(request, slug)
    require(request.user, "courses.lead", course)
    is_needed = request.POST.get("to") == "yes"
    require_review(course=course, is_needed=is_needed)
    messages.success(
        request,
        _("From now on a second person approves each version before it is published.")
        if is_needed
        else _("Versions can be published without a review."),
    )
    return redirect("courses:draft_review", slug)


@reads_and_writes
def lesson_comments(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Show the comments on a lesson of the draft, and take one more."""
    course = find_readable(request, slug)
    release = find_draft(course)
    lesson = get_object_or_404(Lesson.objects.of(release).select_related("module"), pk=pk)
    form = LessonCommentForm(posted(request))
    answer = save(
        request,
        form,
        lambda: comment_on_lesson(
            lesson=lesson,
            words=form.cleaned_data["text"],
            by=request.user,
            key=form.key,
            at=timezone.now(),
        ),
        to=("courses:lesson_comments", slug, pk),
        said=_("Comment added."),
    )
    comments = LessonComment.objects.filter(lesson=lesson).select_related("author", "settled_by")
    context = {
        "course": course,
        "lesson": lesson,
        "comments": comments.in_order(),
        "may_author": allows(request.user, "courses.author", course),
    }
    return answer or show(request, "courses/authoring/lesson_comments.html", form, context)


@require_POST
def comment_settle(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Mark a comment as done, or open it again; its author and those who write the course may."""
    course = find_readable(request, slug)
    comments = LessonComment.objects.filter(lesson__module__release__course=course)
    comment = get_object_or_404(comments.filter(lesson__module__release__published_at=None), pk=pk)
    if comment.author_id != request.user.pk:
        require(request.user, "courses.author", course)
    settle_comment(
        comment=comment,
        is_settled=request.POST.get("to") != "open",
        by=request.user,
        at=timezone.now(),
    )
    return redirect("courses:lesson_comments", slug, comment.lesson_id)
