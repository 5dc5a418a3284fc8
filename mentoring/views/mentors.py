"""Mentors: found, read, offered and decided on."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import has_blocked, is_apart_from
from accounts.profiles.visibility import photos_shown
from accounts.shared_networks import share_a_network
from core.forms.answering import save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.querystrings import Chip, chip
from core.web.requests import paginate, posted, reads_and_writes
from core.web.telling import Undo, linked, told
from library.vocabularies.models import Topic
from mentoring.actions.mentors import (
    approve_mentor,
    close_mentor_profile,
    decline_mentor,
    offer_mentoring,
    set_open,
    update_mentor_profile,
)
from mentoring.actions.requests import MentorNotAvailable, why_not_to_ask
from mentoring.forms.mentors import FindMentorForm, MentorForm, OfferDecisionForm
from mentoring.history import events_of
from mentoring.models import Match, MentoringRequest, MentorProfile
from mentoring.participants import local_time_of
from mentoring.states import MENTOR_FLOW, MentorState
from mentoring.suggestions.sent import suggestion_of
from workflow.flows import TransitionNotAllowed
from workflow.models import Transition


@require_safe
def mentor_list(request: MemberRequest) -> HttpResponse:
    """Find a mentor by topic, language and free place."""
    approved = MentorProfile.objects.approved()
    spoken = dict(approved.values_list("pk", "languages"))
    topics = [(topic.code, topic.label) for topic in Topic.objects.in_order()]
    languages = sorted({name for names in spoken.values() for name in names}, key=str.casefold)

    form = FindMentorForm(request.GET or None, topics=topics, languages=languages)
    chosen = form.cleaned_data if form.is_valid() else {}
    mentors = approved.with_people().exclude(user=request.user)
    mentors = mentors.exclude(is_apart_from(request.user, "user"))
    if chosen.get("topic"):
        mentors = mentors.filter(topics__code=chosen["topic"])
    if chosen.get("language"):
        speakers = [pk for pk, names in spoken.items() if chosen["language"] in names]
        mentors = mentors.filter(pk__in=speakers)
    if chosen.get("free"):
        mentors = mentors.with_free_place()
    page = paginate(request, mentors.order_by("user__full_name", "pk"))
    photos = photos_shown(request.user, [profile.user for profile in page])
    for profile in page:
        profile.has_photo = profile.pk in photos
    context = {"form": form, "page": page, "chips": _chips(request, chosen, dict(topics))}
    return render(request, "mentoring/mentor_list.html", context)


def _chips(request: MemberRequest, chosen: dict[str, Any], topics: dict[str, str]) -> list[Chip]:
    """Make a chip of each filter in force."""
    words = {
        "topic": topics.get(chosen.get("topic", ""), ""),
        "language": chosen.get("language", ""),
        "free": _("With a free place") if chosen.get("free") else "",
    }
    return [chip(text, request.GET, key) for key, text in words.items() if text]


@require_safe
def mentor_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one mentor, and the reader's request or match with them."""
    mentors = MentorProfile.objects.visible_to(request.user).with_people()
    profile = get_object_or_404(mentors, pk=pk)
    user, about = request.user, profile.user.profile
    shares = share_a_network(user, profile.user)
    refusal = why_not_to_ask(profile=profile, mentee=user, at=timezone.now())
    shows_time = about.shows("time_zone", user, shares_network=shares)
    context = {
        "profile": profile,
        "about": about.fields_for(user, shares_network=shares),
        "local_time": local_time_of(profile.user, timezone.now()) if shows_time else "",
        "open_request": MentoringRequest.objects.filter(mentor=pk, mentee=user).open().first(),
        "match": Match.objects.filter(mentor=pk, mentee=user).live().first(),
        "is_me": profile.user_id == user.pk,
        "suggested": suggestion_of(profile, user),
        "refusal": refusal,
        # Whoever was blocked sees what everybody sees of a mentor who takes nobody.
        "is_away": isinstance(refusal, MentorNotAvailable),
        "is_blocked": has_blocked(user, pk),
    }
    return render(request, "mentoring/mentor_detail.html", context)


@reads_and_writes
def mentor_offer(request: MemberRequest) -> HttpResponse:
    """Offer to be a mentor, or change what one offers."""
    profile = MentorProfile.objects.filter(user=request.user).prefetch_related("topics").first()
    waits_or_is_one = profile is not None and profile.state in {
        MentorState.OFFERED,
        MentorState.APPROVED,
    }

    form = MentorForm(
        posted(request), initial=_initial(request, profile), is_offer=not waits_or_is_one
    )

    def act() -> MentorProfile:
        data = {name: form.cleaned_data[name] for name in MentorForm.base_fields}
        if profile is not None and waits_or_is_one:
            return update_mentor_profile(profile=profile, **data)
        return offer_mentoring(user=request.user, at=timezone.now(), **data)

    answer = save(
        request,
        form,
        act,
        to=lambda saved: saved,
        said=_("Mentor profile saved.")
        if waits_or_is_one
        else _("Offer sent. A coordinator will decide and tell you."),
        page_for=(TransitionNotAllowed,),
    )
    context = {"profile": profile, "waits_or_is_one": waits_or_is_one}
    return answer or show(request, "mentoring/mentor_offer.html", form, context)


def _initial(request: MemberRequest, profile: MentorProfile | None) -> dict[str, Any]:
    if profile is None:
        return {"languages": request.user.profile.languages}
    return {
        "headline": profile.headline,
        "about": profile.about,
        "topics": list(profile.topics.all()),
        "languages": profile.languages,
        "capacity": profile.capacity,
    }


@require_POST
def mentor_open(request: MemberRequest) -> HttpResponse:
    """Take requests again, or pause taking them."""
    profile = get_object_or_404(MentorProfile, user=request.user)
    profile = set_open(profile=profile, is_open=request.POST.get("open") == "yes")
    undo = Undo(reverse("mentoring:mentor_open"), {"open": "no" if profile.is_open else "yes"})
    if profile.is_open:
        messages.success(request, told(_("You are taking requests again."), undo))
    else:
        sentence = _("New requests paused. Your mentees are not affected.")
        messages.success(request, told(sentence, undo))
    return redirect(profile)


@require_POST
def mentor_close(request: MemberRequest) -> HttpResponse:
    """Stop being a mentor for new people."""
    profile = get_object_or_404(MentorProfile, user=request.user)
    if not MENTOR_FLOW.leads_here("close", profile):
        close_mentor_profile(profile=profile, by=request.user, at=timezone.now())
        offer = linked(_("Offer mentoring again"), "mentoring:mentor_offer")
        sentence = _("You are no longer listed as a mentor. %(offer)s")
        messages.success(request, told(sentence, offer=offer))
    return redirect("mentoring:mentoring_home")


@reads_and_writes
def mentor_decide(request: MemberRequest, pk: int) -> HttpResponse:
    """Let a coordinator accept an offer to be a mentor, or not."""
    mentors = MentorProfile.objects.visible_to(request.user).with_people()
    profile = get_object_or_404(mentors, pk=pk)
    require(request.user, "mentoring.coordinate", profile)

    form = OfferDecisionForm(posted(request))

    def act() -> MentorProfile:
        now, note = timezone.now(), form.cleaned_data["note"]
        if "decline" in request.POST:
            return decline_mentor(profile=profile, by=request.user, note=note, at=now)
        return approve_mentor(profile=profile, by=request.user, at=now)

    answer = save(
        request,
        form,
        act,
        to="mentoring:coordinator_desk",
        said=told(_("Decision sent to %(who)s."), who=linked(profile.user, profile)),
    )
    context = {"profile": profile, "history": events_of(Transition.objects.of(profile))}
    return answer or show(request, "mentoring/mentor_decide.html", form, context)
