"""A coordinator finds a mentor for a learner: suggests one, or matches the two by hand."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from core.forms.answering import save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import key_of, posted, reads_and_writes
from mentoring.actions.matching import match_again, match_by_hand
from mentoring.actions.profile_requests import ask_to_fill_in_profile
from mentoring.actions.requests import suggest_mentor
from mentoring.forms.coordination import SuggestForm
from mentoring.models import Match, MentorProfile, MentorSearch
from mentoring.suggestions.mentor_suggestions import SuggestedMentor, weigh_for
from mentoring.suggestions.profile_gaps import lacking, with_gaps

_SHOWN, _LONGEST_NAME = 30, 60


@reads_and_writes
def mentor_suggest(request: MemberRequest, pk: int) -> HttpResponse:
    """Suggest a mentor to a learner, or match the two, with what speaks for and against each mentor."""
    require(request.user, "mentoring.coordinate")
    mentee = get_object_or_404(User.objects.open().select_related("profile"), pk=pk)
    instead = _present_match(request, mentee)
    sought = request.GET.get("q", "").replace("\0", "").strip()[:_LONGEST_NAME]
    weighed = _mentors_for(mentee, sought, besides=instead.mentor_id if instead else 0)
    mentors = {str(one.profile.pk): one.profile for one in weighed}
    reasons = {str(one.profile.pk): one.reasons for one in weighed}

    form = SuggestForm(posted(request), mentors=weighed)
    by_hand = "match" in request.POST

    def act() -> Match | int:
        profile, text = mentors[form.cleaned_data["mentor"]], form.cleaned_data["text"]
        now = timezone.now()
        if not by_hand:
            why = reasons[form.cleaned_data["mentor"]]
            return suggest_mentor(profile=profile, mentee=mentee, text=text, reasons=why, at=now)
        words = {"mentor": profile.user, "reason": text, "by": request.user, "key": form.key}
        if instead:
            return match_again(match=instead, at=now, **words)
        return match_by_hand(mentee=mentee, at=now, **words)

    def said(done: Match | int) -> str:
        if by_hand:
            return _("Matched. We have told both of them. Next, they sign the agreement.")
        words = (
            _("Suggestion sent to %(who)s.") if done else _("%(who)s already has this suggestion.")
        )
        return words % {"who": mentee}

    context = {
        "mentee": mentee,
        "mentors": mentors,
        "sought": sought,
        "instead": instead,
        "search": MentorSearch.objects.live().filter(mentee=mentee).first(),
        "gaps": lacking(with_gaps(User.objects.filter(pk=mentee.pk))).first(),
    }
    answer = save(request, form, act, to="mentoring:coordinator_desk", said=said)
    return answer or show(request, "mentoring/mentor_suggest.html", form, context)


@require_POST
def profile_ask(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask a learner or a mentor to fill in their profile; ``seeking`` is the learner whose page the button is on."""
    require(request.user, "mentoring.coordinate")
    person = get_object_or_404(User.objects.open(), pk=pk)

    now = timezone.now()
    ask = ask_to_fill_in_profile(person=person, by=request.user, at=now)
    if ask.asked_at == now:
        messages.success(
            request, _("%(who)s was asked to fill in their profile.") % {"who": person}
        )
    else:
        words = {"who": person, "day": date_format(timezone.localtime(ask.asked_at), "j F Y")}
        messages.info(
            request, _("%(who)s was asked on %(day)s. You can ask again 14 days later.") % words
        )
    seeking = key_of(request.POST.get("seeking"))
    if not seeking:
        return redirect("mentoring:coordinator_desk")
    page = "nobody_fits" if request.POST.get("page") == "nobody_fits" else "mentor_suggest"
    return redirect(f"mentoring:{page}", seeking)


@require_safe
def profile_missing(request: MemberRequest) -> HttpResponse:
    """Show what is missing from one's own profile, each with the page on which to add it."""
    gaps = with_gaps(User.objects.filter(pk=request.user.pk)).get()
    return render(request, "mentoring/profile_missing.html", {"gaps": gaps})


def _present_match(request: MemberRequest, mentee: User) -> Match | None:
    """Return the match that another one is to take the place of, if the address names one."""
    key = key_of(request.GET.get("instead"))
    if not key:
        return None
    live = Match.objects.live().filter(mentee=mentee).select_related("mentor", "mentee")
    return get_object_or_404(live, pk=key)


def _mentors_for(mentee: User, sought: str, *, besides: int) -> list[SuggestedMentor]:
    """Return mentors with a free place: those who are sought, or all.

    ``besides`` is the present mentor, whom another one is to follow.
    """
    free = MentorProfile.objects.with_free_place().exclude(pk=besides)
    if sought:
        free = free.filter(user__full_name__icontains=sought)
    return weigh_for(mentee, free, now=timezone.now(), limit=_SHOWN)
