"""Searches for a mentor that go on: opened by a coordinator, seen by the learner, closed by either."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from core.forms.answering import save, show
from core.permissions import allows, require
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from mentoring.actions.searches import close_search, open_search
from mentoring.forms.searches import NobodyFitsForm
from mentoring.history import events_of
from mentoring.models import MentorSearch
from mentoring.states import SEARCH_FLOW
from mentoring.suggestions.mentor_suggestions import mentors_to_ask, suggest_full
from mentoring.suggestions.profile_gaps import lacking, with_gaps
from workflow.models import Transition


@reads_and_writes
def nobody_fits(request: MemberRequest, pk: int) -> HttpResponse:
    """Tell a learner that nobody fits yet, ask full mentors for one more place, and keep looking."""
    require(request.user, "mentoring.coordinate")
    mentee = get_object_or_404(User.objects.open().select_related("profile"), pk=pk)
    live = MentorSearch.objects.live().filter(mentee=mentee).first()
    if live and request.method == "GET":
        return redirect(live)
    full = suggest_full(mentee, now=timezone.now())
    profiles = {str(one.profile.pk): one.profile for one in full}

    form = NobodyFitsForm(posted(request), full=full)
    answer = save(
        request,
        form,
        lambda: open_search(
            mentee=mentee,
            by=request.user,
            words=form.cleaned_data["message"],
            mentors=[profiles[key] for key in form.cleaned_data.get("mentors", [])],
            at=timezone.now(),
        ),
        to=lambda search: search,
        said=_("We have told %(who)s, and will keep looking.") % {"who": mentee},
    )
    mentors = mentors_to_ask(mentee, now=timezone.now())
    people = with_gaps(User.objects.filter(Q(pk=mentee.pk) | Q(pk__in=mentors)))
    context = {
        "mentee": mentee,
        # The learner first, then the mentors.
        "people": sorted(lacking(people), key=lambda one: (one.pk != mentee.pk, one.full_name)),
    }
    return answer or show(request, "mentoring/nobody_fits.html", form, context)


@require_safe
def search_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Show where the search stands and what happens next, to the learner and to coordinators."""
    seen = MentorSearch.objects.visible_to(request.user).select_related("mentee")
    search = get_object_or_404(seen, pk=pk)
    context = {
        "search": search,
        "is_mine": search.mentee_id == request.user.pk,
        "may_coordinate": allows(request.user, "mentoring.coordinate"),
        "history": events_of(Transition.objects.of(search)),
    }
    return render(request, "mentoring/search_detail.html", context)


@require_POST
def search_close(request: MemberRequest, pk: int) -> HttpResponse:
    """Stop looking."""
    seen = MentorSearch.objects.visible_to(request.user).select_related("mentee")
    search = get_object_or_404(seen, pk=pk)
    require(request.user, "mentoring.close_search", search)
    if not SEARCH_FLOW.leads_here("close", search):
        close_search(search=search, by=request.user, at=timezone.now())
        messages.success(request, _("The search is closed."))
    return redirect(search)
