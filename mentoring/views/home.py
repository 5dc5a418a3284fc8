"""The front page of mentoring, the mentor desk and the coordinator's desk."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.permissions import require
from core.prepared import prepared
from core.tables.work_table import WorkTable, show_table
from core.types import Member, MemberRequest
from core.web.way_back import leads_back
from mentoring.models import MentorProfile
from mentoring.pages.coordinator_desk import coordinator_overview
from mentoring.pages.mentor_desk import FILTERS, desk_of
from mentoring.pages.overview import overview_of
from mentoring.views.desk_tables import MENTEES, coordinator_layouts

_TABS = {
    "all": gettext_lazy("Everyone"),
    "needs-me": gettext_lazy("Needs me"),
    "people": gettext_lazy("People"),
    "organisations": gettext_lazy("Organisations"),
}
_COORDINATOR_TABS = {
    "offers": gettext_lazy("Offers"),
    "slow": gettext_lazy("Unanswered requests"),
    "alone": gettext_lazy("Without a mentor"),
    "nobody": gettext_lazy("No suitable mentor yet"),
    "matches": gettext_lazy("Matches"),
    "profiles": gettext_lazy("Profiles to fill in"),
}


@login_not_required
@require_safe
def mentoring_home(request: HttpRequest) -> HttpResponse:
    """Show what mentoring is; for members also their matches, requests and suggested mentors."""
    context: dict[str, object] = {"mentor_count": None}
    if request.user.is_authenticated:
        context["overview"] = overview_of(request.user, now=timezone.now())
    else:
        context["mentor_count"] = MentorProfile.objects.approved().count()
    return render(request, "mentoring/mentoring_home.html", context)


@prepared
def _profiles(mentor: Member) -> QuerySet[MentorProfile]:
    return MentorProfile.objects.filter(user=mentor)


@leads_back(gettext_lazy("the mentor desk"))
@require_safe
def desk(request: MemberRequest) -> HttpResponseBase:
    """Show all mentees of the mentor, those who need the mentor first."""
    everyone = desk_of(request.user, now=timezone.now())
    shown = request.GET.get("show", "all")
    if shown not in FILTERS:
        shown = "all"
    counts = everyone.counts
    rows = everyone.shown(shown)
    context = {
        "desk": everyone,
        "rows": rows,
        "tabs": [
            (f"{label} ({counts[name]})", f"?show={name}", name == shown)
            for name, label in _TABS.items()
        ],
        "profile": next(iter(_profiles(request.user)), None),
    }
    return show_table(
        request, "mentoring/desk.html", WorkTable(request.GET, MENTEES, rows), context
    )


@leads_back(gettext_lazy("the coordinator’s desk"))
@require_safe
def coordinator_desk(request: MemberRequest) -> HttpResponseBase:
    """Show offers to decide on, unanswered requests, or people without a mentor: first what has any."""
    require(request.user, "mentoring.coordinate")
    coordination = coordinator_overview(now=timezone.now())
    shown = request.GET.get("show", "")
    layouts = coordinator_layouts()
    if shown not in layouts:
        shown = coordination.first_with_work
    table = WorkTable(request.GET, layouts[shown], coordination.lists[shown])
    context = {
        "coordination": coordination,
        "shown": shown,
        "tabs": [
            (f"{label} ({coordination.counts[name]})", f"?show={name}", name == shown)
            for name, label in _COORDINATOR_TABS.items()
        ],
    }
    return show_table(request, "mentoring/coordinator_desk.html", table, context)
