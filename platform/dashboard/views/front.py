"""The public home."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from courses.models import Course
from dashboard.areas import AREAS
from dashboard.team import team_of
from library.catalogue.models import Featured, Record
from library.catalogue.models.records import RecordQuerySet
from library.vocabularies.choices import RecordType
from library.vocabularies.models import Topic
from networks.models import Network

_STUDIES = 3
_NEWEST = 4


@login_not_required
@require_safe
def public_home(request: HttpRequest) -> HttpResponse:
    """Show the public home: the featured report, the finder, and where to begin."""
    records = Record.objects.visible_to(request.user)
    studies, newest = _latest(records)
    context = {
        "featured": Featured.objects.on(timezone.localdate()).first(),
        "topics": Topic.objects.filter(parent=None).order_by("position", "pk"),
        "types": RecordType.choices,
        "record_count": records.count(),
        "case_studies": studies,
        "newest": newest,
        "courses": Course.objects.visible_to(request.user).order_by("title", "pk")[:3],
        "networks": Network.objects.listed().order_by("name", "pk")[:4],
        "areas": AREAS.values(),
        "team": team_of(request.user, most=4),
    }
    return render(request, "dashboard/public_home.html", context)


def _latest(records: RecordQuerySet) -> tuple[list[Record], list[Record]]:
    """Return the newest case studies, and the newest other records. One query."""
    studies = records.filter(type=RecordType.CASE_STUDY).newest_first().values("pk")[:_STUDIES]
    newest = records.newest_first().values("pk")[: _STUDIES + _NEWEST]
    rows = list(records.filter(Q(pk__in=studies) | Q(pk__in=newest)).newest_first())
    shown = [row for row in rows if row.type == RecordType.CASE_STUDY][:_STUDIES]
    return shown, [row for row in rows if row not in shown][:_NEWEST]
