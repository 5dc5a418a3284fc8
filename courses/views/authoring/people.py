"""Who writes a course: the list, invitations and their answers, leaving, handing over."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.forms.answering import save, show
from core.permissions import allows, require
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from courses.actions.authoring.people import (
    answer_invitation,
    end_authorship,
    hand_over,
    invite_author,
)
from courses.forms.authoring import InviteAuthorForm
from courses.models import Authorship, Course
from courses.states import AuthorRole
from courses.views.teaching import find_readable


def _people(course: Course) -> QuerySet[Authorship]:
    return Authorship.objects.filter(course=course).select_related("user").in_order()


@reads_and_writes
def authorship_list(request: MemberRequest, slug: str) -> HttpResponse:
    """Show who writes and reviews the course; its owner invites more."""
    course = find_readable(request, slug)
    may_lead = allows(request.user, "courses.lead", course)
    if request.method == "POST":
        require(request.user, "courses.lead", course)
    form = InviteAuthorForm(posted(request), by=request.user)
    answer = save(
        request,
        form,
        lambda: invite_author(
            course=course,
            person=form.chosen,
            role=AuthorRole(form.cleaned_data["role"]),
            by=request.user,
            at=timezone.now(),
        ),
        to=("courses:authorship_list", slug),
        said=_("Saved. We have told anyone new, and they can accept or decline."),
    )
    people = list(_people(course))
    context = {
        "course": course,
        "people": people,
        "mine": next((each for each in people if each.user_id == request.user.pk), None),
        "facilitators": course.facilitators.order_by("full_name", "pk"),
        "may_lead": may_lead,
        "may_author": allows(request.user, "courses.author", course),
    }
    return answer or show(request, "courses/authoring/authorship_list.html", form, context)


@require_POST
def authorship_change(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Give somebody another role, hand the course over to them, or take their role away."""
    course = find_readable(request, slug)
    require(request.user, "courses.lead", course)
    authorship = _people(course).filter(pk=pk).first()
    to = request.POST.get("to", "")
    if authorship is None and to == "nothing":
        return redirect("courses:authorship_list", slug)
    if authorship is None or to not in {"nothing", *AuthorRole.values}:
        raise Http404
    now, person = timezone.now(), authorship.user
    if to == "nothing":
        end_authorship(course=course, user=person, at=now)
        messages.success(
            request, _("%(person)s has no role in this course any more.") % {"person": person}
        )
    elif to == AuthorRole.OWNER:
        hand_over(course=course, to=person, by=request.user, at=now)
        messages.success(request, _("%(person)s owns the course now.") % {"person": person})
    else:
        invite_author(course=course, person=person, role=AuthorRole(to), by=request.user, at=now)
        messages.success(request, _("Role changed."))
    return redirect("courses:authorship_list", slug)


@require_POST
def authorship_leave(request: MemberRequest, slug: str) -> HttpResponse:
    """Give up one's own role in writing the course."""
    course = get_object_or_404(Course.objects.visible_to(request.user), slug=slug)
    end_authorship(course=course, user=request.user, at=timezone.now())
    messages.success(request, _("You have left “%(course)s”.") % {"course": course})
    return redirect("courses:course_list")


@reads_and_writes
def authorship_answer(request: MemberRequest, slug: str) -> HttpResponse:
    """Let somebody who was invited accept the role or decline it."""
    mine = Authorship.objects.filter(user=request.user, course__slug=slug)
    authorship = mine.select_related("course", "invited_by").first()
    if authorship is None and request.POST.get("answer") != "no":
        raise Http404
    if authorship is None:
        return redirect("courses:course_list")
    course = authorship.course
    if request.method == "POST" and request.POST.get("answer") in {"yes", "no"}:
        is_accepted = request.POST["answer"] == "yes"
        answer_invitation(
            course=course, user=request.user, is_accepted=is_accepted, at=timezone.now()
        )
        if not is_accepted:
            messages.success(request, _("You declined the invitation."))
            return redirect("courses:course_list")
        messages.success(request, _("You accepted. Thank you."))
        is_writer = authorship.role != AuthorRole.REVIEWER
        return redirect("courses:teach_course" if is_writer else "courses:draft_review", slug)
    context = {"course": course, "authorship": authorship}
    return render(request, "courses/authoring/authorship_answer.html", context)
