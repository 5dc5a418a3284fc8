"""The second and third step of joining; the first is the account itself. Both can be skipped."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.actions import mark_onboarded, save_profile
from accounts.forms import WorkForm
from core.types import MemberRequest


@require_http_methods(["GET", "POST"])
def onboarding_work(request: MemberRequest) -> HttpResponse:
    """Step 2: about your work."""
    form = WorkForm(request.POST or None, user=request.user)
    if form.is_valid():
        save_profile(user=request.user, **form.cleaned_data)
        return redirect("dashboard:onboarding_start")
    return render(request, "dashboard/onboarding_work.html", {"form": form})


@require_http_methods(["GET", "POST"])
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
