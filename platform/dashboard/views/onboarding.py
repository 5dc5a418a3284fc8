"""The second and third step of joining; the first is the account itself. Both can be skipped."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.opening import mark_onboarded
from accounts.actions.profiles import save_profile
from core.forms.answering import save, show
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from dashboard.forms import AboutWorkForm
from library.vocabularies.actions.interests import follow_topics
from library.vocabularies.models import Topic


@reads_and_writes
def onboarding_work(request: MemberRequest) -> HttpResponse:
    """Ask for work details and the topics to follow (step 2)."""
    followed = Topic.objects.filter(interests__user=request.user)
    form = AboutWorkForm(posted(request), user=request.user, followed=followed)

    def act() -> None:
        save_profile(user=request.user, **form.profile)
        follow_topics(user=request.user, topics=form.cleaned_data["topics"])

    answer = save(request, form, act, to="dashboard:onboarding_start")
    context = {"steps": STEPS, "current": 2}
    return answer or show(request, "dashboard/onboarding_work.html", form, context)


@reads_and_writes
def onboarding_start(request: MemberRequest) -> HttpResponse:
    """Let a new person choose where to start (step 3)."""
    if request.method == "POST":
        mark_onboarded(user=request.user, at=timezone.now())
        return redirect(STARTS.get(request.POST.get("start", ""), "dashboard:home"))
    return render(request, "dashboard/onboarding_start.html", {"steps": STEPS, "current": 3})


STEPS = (_("Account"), _("About your work"), _("Choose where to start"))
STARTS = {
    "course": "courses:course_list",
    "mentor": "mentoring:mentor_list",
    "network": "networks:network_list",
    "library": "library:finder",
    "submit": "submissions:submission_new",
}
