"""The public home."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from courses.models import Course
from dashboard.areas import AREAS
from dashboard.team import team_of
from library.models import Featured, Record, RecordType, Topic
from networks.models import Network


@login_not_required
@require_safe
def public_home(request: HttpRequest) -> HttpResponse:
    """The institute's front door: the featured report, the content finder, and where to begin."""
    records = Record.objects.visible_to(request.user)
    studies = list(records.filter(type=RecordType.CASE_STUDY).newest_first()[:3])
    context = {
        "featured": Featured.objects.on(timezone.localdate()).first(),
        "topics": Topic.objects.filter(parent=None).order_by("position", "pk"),
        "types": RecordType.choices,
        "record_count": records.count(),
        "case_studies": studies,
        "newest": records.exclude(pk__in=[study.pk for study in studies]).newest_first()[:4],
        "courses": Course.objects.visible_to(request.user).order_by("title", "pk")[:3],
        "networks": Network.objects.listed().order_by("name", "pk")[:4],
        "areas": AREAS.values(),
        "team": team_of(request.user, most=4),
    }
    return render(request, "dashboard/public_home.html", context)
