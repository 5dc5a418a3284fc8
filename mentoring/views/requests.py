"""Mentoring requests: asked, answered, withdrawn."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.profiles.visibility import photos_shown
from core.forms.answering import save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import key_of, posted, reads_and_writes
from core.web.telling import linked, told
from courses.models import parts_of_plans
from mentoring.actions.reminders import remind_mentor
from mentoring.actions.requests import (
    accept_request,
    decline_request,
    request_mentor,
    why_not_to_ask,
    withdraw_request,
)
from mentoring.forms.mentors import AnswerForm, RequestForm
from mentoring.history import events_of
from mentoring.models import Match, MentoringRequest, MentorProfile
from mentoring.models.requests import COOLING_OFF, MAX_OPEN_REQUESTS, MAX_REQUESTS_A_DAY
from mentoring.states import REQUEST_FLOW
from workflow.flows import TransitionNotAllowed
from workflow.models import Transition


@reads_and_writes
def request_new(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask a mentor."""
    mentors = MentorProfile.objects.visible_to(request.user).with_people()
    profile = get_object_or_404(mentors, pk=pk)
    require(request.user, "mentoring.ask", profile)

    pair = {"mentor": pk, "mentee": request.user}
    if request.method == "GET" and (
        going_on := MentoringRequest.objects.filter(**pair).open().first()
        or Match.objects.filter(**pair).live().first()
    ):
        return redirect(going_on)

    form = RequestForm(posted(request), mentee=request.user, initial=_asked_plan(request))
    answer = save(
        request,
        form,
        lambda: request_mentor(
            mentor=profile.user,
            mentee=request.user,
            plan=form.cleaned_data["plan"],
            message=form.cleaned_data["message"],
            organisation=form.organisation if form.cleaned_data.get("for_organisation") else None,
            key=form.key,
            at=timezone.now(),
        ),
        to=lambda asked: asked,
        said=_("Request sent to %(who)s.") % {"who": profile.user},
    )
    context = {
        "profile": profile,
        # Nobody writes in vain. What was sent already stays in the form, with the reason.
        "refusal": None
        if form.is_bound
        else why_not_to_ask(profile=profile, mentee=request.user, at=timezone.now()),
        "most_open": MAX_OPEN_REQUESTS,
        "most_a_day": MAX_REQUESTS_A_DAY,
        "days_after_refusal": COOLING_OFF.days,
    }
    return answer or show(request, "mentoring/request_new.html", form, context)


def _asked_plan(request: MemberRequest) -> dict[str, int]:
    """Return the plan named in the address as the form's initial value."""
    plan = key_of(request.GET.get("plan"))
    return {"plan": plan} if plan else {}


@reads_and_writes
def request_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the request to its two people, and let the mentor answer."""
    found = (
        MentoringRequest.objects.visible_to(request.user)
        .select_related("mentor__profile", "mentee__profile", "organisation", "plan", "match")
        .prefetch_related(*parts_of_plans("plan"))
    )
    asked = get_object_or_404(found, pk=pk)
    is_mentor = asked.mentor_id == request.user.pk
    if request.method == "POST":
        require(request.user, "mentoring.answer", asked)

    is_declined = "decline" in request.POST
    if request.method == "POST" and REQUEST_FLOW.leads_here(
        "decline" if is_declined else "accept", asked
    ):
        return redirect("mentoring:desk") if is_declined else _to_agreement(asked)
    form = AnswerForm(posted(request))
    decide = decline_request if is_declined else accept_request
    sentence = (
        _("Answer sent to %(who)s.")
        if is_declined
        else _("You are now the mentor of %(who)s. Sign the agreement next.")
    )
    if answer := save(
        request,
        form,
        lambda: decide(
            request=asked,
            by=request.user,
            note=form.cleaned_data["answer"],
            at=timezone.now(),
        ),
        to=lambda made: "mentoring:desk" if is_declined else ("mentoring:agreement", made.pk),
        said=told(sentence, who=linked(asked.mentee, asked)),
        page_for=(TransitionNotAllowed,),
    ):
        return answer
    other = asked.mentee if is_mentor else asked.mentor
    context = {
        "asked": asked,
        "is_mentor": is_mentor,
        "other": other,
        "has_photo": other.pk in photos_shown(request.user, [other]),
        "plan": asked.plan if asked.shares_plan else None,
        "history": events_of(Transition.objects.of(asked)),
    }
    return show(request, "mentoring/request_detail.html", form, context)


def _to_agreement(asked: MentoringRequest) -> HttpResponse:
    """Redirect to the agreement, as the first click on "accept" did."""
    return redirect("mentoring:agreement", asked.match.pk)


@require_POST
def request_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Let the mentee take the request back."""
    found = MentoringRequest.objects.visible_to(request.user).with_people()
    asked = get_object_or_404(found, pk=pk)
    require(request.user, "mentoring.withdraw", asked)

    if not REQUEST_FLOW.leads_here("withdraw", asked):
        withdraw_request(request=asked, by=request.user, at=timezone.now())
        sentence = _("Request to %(who)s withdrawn.")
        messages.success(request, told(sentence, who=linked(asked.mentor, asked)))
    return redirect("mentoring:mentoring_home")


@require_POST
def request_nudge(request: MemberRequest, pk: int) -> HttpResponse:
    """Let a coordinator remind a mentor of someone who waits."""
    require(request.user, "mentoring.coordinate")
    asked = get_object_or_404(MentoringRequest.objects.open().with_people(), pk=pk)

    if remind_mentor(request=asked, at=timezone.now()):
        messages.success(request, _("Reminder sent to %(who)s.") % {"who": asked.mentor})
    else:
        messages.info(
            request, _("%(who)s has already had a reminder today.") % {"who": asked.mentor}
        )
    return redirect("mentoring:coordinator_desk")
