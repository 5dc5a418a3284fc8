"""The discussions of a cohort: its group, the questions that wait for facilitators, and the post that is the answer."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, F, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.permissions import allows, require
from core.types import MemberRequest
from core.web.requests import paginate
from core.web.telling import Undo, told
from networks.actions.answers import mark_answer, unmark_answer
from networks.forms.networks import NetworkSearchForm
from networks.models import Discussion, Network
from networks.models.discussions import DiscussionQuerySet, pinned_order
from networks.reading.discussion_rows import discussion_rows
from networks.views.common import find_post, lesson_of

_UNANSWERED_FIRST = F("needs_answer").desc()


def show_group(request: MemberRequest, group: Network, frame: dict[str, Any]) -> HttpResponse:
    """Show the discussions of a cohort, those about one lesson, or those that nobody has answered.

    Facilitators see unanswered questions first.
    """
    search = NetworkSearchForm(request.GET)
    lesson = lesson_of(group, request.GET.get("lesson"))
    shows_unanswered = request.GET.get("show") == "unanswered"
    rows = _rows(Discussion.objects.visible_to(request.user).filter(network=group), request)
    if lesson is not None:
        rows = rows.filter(lesson=lesson)
    if shows_unanswered:
        rows = rows.unanswered()
    if search.text:
        rows = rows.containing(search.text)
    if allows(request.user, "networks.moderate", group):
        rows = rows.order_by(_UNANSWERED_FIRST, *pinned_order())
    else:
        rows = rows.pinned_first()
    page = paginate(request, rows)
    found = page.object_list
    context = {
        **frame,
        "page": page,
        "rows": discussion_rows(found, reader=request.user, network=group, names_lesson=True),
        "search": search,
        "lesson": lesson,
        "lessons": _lessons_asked_about(group, request),
        "shows_unanswered": shows_unanswered,
        "is_filtered": bool(search.text or lesson or shows_unanswered),
    }
    return render(request, "networks/group_detail.html", context)


def _rows(discussions: DiscussionQuerySet, request: MemberRequest) -> DiscussionQuerySet:
    rows = discussions.with_unread(request.user).with_unanswered()
    return rows.select_related("author", "lesson", "network")


def _lessons_asked_about(group: Network, request: MemberRequest) -> QuerySet[Any, Any]:
    """Return key, title and number of discussions of each lesson that has some."""
    asked = Discussion.objects.visible_to(request.user).filter(network=group, lesson__isnull=False)
    rows = asked.order_by().values("lesson", "lesson__title")
    return rows.annotate(number=Count("pk")).order_by(
        "lesson__module__position", "lesson__position", "lesson"
    )


@require_safe
def cohort_questions(request: MemberRequest) -> HttpResponse:
    """List the discussions of all cohorts that the reader facilitates, unanswered questions first."""
    mine = Network.objects.moderated_by(request.user).filter(cohort__isnull=False)
    found = Discussion.objects.visible_to(request.user).filter(network__in=mine.values("pk"))
    rows = _rows(found, request)
    page = paginate(request, rows.order_by(_UNANSWERED_FIRST, "-last_post_at", "-pk"))
    context = {
        "page": page,
        "rows": discussion_rows(page.object_list, reader=request.user, names_lesson=True),
        "facilitates": mine.exists(),
    }
    return render(request, "networks/cohort_questions.html", context)


@require_POST
def post_answer(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Mark a reply as the answer to its discussion, in the group of a cohort."""
    post = find_post(request.user, slug, pk)
    require(request.user, "networks.mark_answer", post.discussion)

    mark_answer(post=post, at=timezone.now())
    undo = Undo(reverse("networks:post_answer_undo", args=[slug, pk]))
    messages.success(request, told(_("Marked as the answer."), undo))
    return redirect(post)


@require_POST
def post_answer_undo(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Let a reply no longer be the answer."""
    post = find_post(request.user, slug, pk)
    require(request.user, "networks.mark_answer", post.discussion)

    unmark_answer(post=post, at=timezone.now())
    undo = Undo(reverse("networks:post_answer", args=[slug, pk]))
    messages.success(request, told(_("No longer marked as the answer."), undo))
    return redirect(post)
