"""The second and third step of joining; the first is the account itself. Both can be skipped."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.actions import mark_onboarded, save_profile
from accounts.forms import WorkForm
from core.types import MemberRequest
from core.web import posted, reads_and_writes


@reads_and_writes
def onboarding_work(request: MemberRequest) -> HttpResponse:
    """Step 2: about your work."""
    form = WorkForm(posted(request), user=request.user)
    if form.is_valid():
        save_profile(user=request.user, **form.cleaned_data)
        return redirect("dashboard:onboarding_start")
    return render(request, "dashboard/onboarding_work.html", {"form": form})


@reads_and_writes
def onboarding_start(request: MemberRequest) -> HttpResponse:
    """Step 3: choose a start."""
    if request.method == "POST":
        mark_onboarded(user=request.user, at=timezone.now())
        return redirect(STARTS.get(request.POST.get("start", ""), "dashboard:home"))
    return render(request, "dashboard/onboarding_start.html")


STARTS = {
    "course": "courses:course_list",
    "mentor": "mentoring:mentor_list",
    "network": "networks:network_list",
    "library": "library:finder",
    "submit": "submissions:submission_new",
}
