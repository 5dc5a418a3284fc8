"""Records as readers see them: landing page, fixed versions, tombstones and files."""

import datetime as dt
import logging
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe
from django_stubs_ext import StrOrPromise

from core.files.uploads import download
from core.permissions import allows
from core.prepared import prepared
from core.types import Person
from core.web.requests import found_or_404
from library.catalogue.completeness import prompts_for_missing_fields
from library.catalogue.contents import with_contents
from library.catalogue.models import File, Record, Relation, Version
from library.catalogue.progress import has_progress, with_progress
from library.catalogue.relations import related_records
from library.catalogue.subjects import Subjects, subjects_of
from library.catalogue.used_by import used_by
from library.exchange.citing.cited_work import CitedWork, describe_work
from library.exchange.citing.formats import FORMATS
from library.exchange.citing.styles import STYLES
from library.exchange.page_metadata import page_metadata
from library.lists.models import ReadingList
from library.practice.shown import practice_of, tried_elsewhere
from library.recommendations.models import Recommendation
from library.recommendations.models.recommendations import MOST_OF_REPORT
from library.usage.counting import count_use
from library.usage.models import UseKind
from library.usage.reports import Period, line_of, usage_of

logger = logging.getLogger(__name__)

_RELATED = 4


@login_not_required
@require_safe
def record_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a record with its newest version; a withdrawn one leaves a tombstone (410)."""
    record = found_or_404(_records(pk, timezone.localdate()))
    if not record.is_published:
        return _tombstone(request, record)
    return _show(request, record, number=None)


@login_not_required
@require_safe
def version_detail(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show one fixed version of a record."""
    record = found_or_404(_records(pk, timezone.localdate()))
    if not record.is_published:
        return _tombstone(request, record)
    return _show(request, record, number=number)


@login_not_required
@require_safe
def file_download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand out a file of a record that the reader may have today."""
    files = File.objects.visible_to(request.user, on=timezone.localdate())
    file = get_object_or_404(files.select_related("version"), pk=pk)
    try:
        content = file.content.open("rb")
    except FileNotFoundError as error:
        logger.exception("The content of file %s is missing from the storage.", file.pk)
        raise Http404 from error
    answer = download(content, name=file.name, media_type=file.media_type)
    count_use(
        request,
        answer,
        record_id=file.version.record_id,
        kind=UseKind.REQUEST,
        thing=f"file:{file.pk}",
    )
    return answer


@prepared
def _records(pk: int, day: dt.date) -> QuerySet[Record]:
    records = Record.objects.select_related("current_version").with_creators()
    return records.with_cover(on=day).filter(pk=pk)


@prepared
def _collections(record: Record) -> QuerySet[ReadingList]:
    """Return the collections that hold the record."""
    return ReadingList.objects.curated().holding(record).order_by("name", "pk")[:10]


def _is_readable(file: File) -> bool:
    """Tell what was asked together with the files of a page: whether its reader may open this one."""
    return bool(file.is_readable)  # type: ignore[attr-defined]


def _show(request: HttpRequest, record: Record, *, number: int | None) -> HttpResponse:
    readable = File.objects.visible_to(request.user, on=timezone.localdate())
    is_readable = Exists(readable.filter(pk=OuterRef("pk")))
    files = Prefetch(
        "files",
        File.objects.with_reading().annotate(is_readable=is_readable).order_by("name", "pk"),
    )
    versions = list(record.versions.order_by("-number").prefetch_related(files))
    shown = _chosen(versions, number)
    html = with_progress(shown.body_html)
    subjects = subjects_of(record)
    work = describe_work(record, shown if number else None, subjects=subjects)
    today = timezone.localdate()
    opened = [file for file in shown.files.all() if not file.is_closed_on(today)]
    ties = related_records(record, _relations(request.user, record))
    context: dict[str, Any] = {
        "today": today,
        "record": record,
        "subjects": subjects,
        "version": shown,
        "text": with_contents(html),
        "has_pictures": has_progress(html),
        "main_file": next((file for file in shown.files.all() if _is_readable(file)), None),
        "versions": versions,
        "is_superseded": shown != versions[0],
        "head": page_metadata(work, record, opened),
        **_references(work, record, number),
        "used_by": used_by(record, user=request.user),
        "collections": _collections(record),
        "recommendations": Recommendation.objects.of_report(record, most=MOST_OF_REPORT),
        "practice": practice_of(record, user=request.user),
        "tried": tried_elsewhere(record),
        "may_judge": allows(request.user, "library.judge", record),
        "relations": ties,
        "related": _related(request.user, record) if subjects.topics else [],
        "lacking": _lacking(request, record),
        "usage": _usage(request, record, today),
        "canonical": settings.SITE_URL + record.get_absolute_url(),
    }
    answer = render(request, "library/catalogue/record_detail.html", context)
    kind = UseKind.REQUEST if shown.has_text else UseKind.INVESTIGATION
    count_use(request, answer, record_id=record.pk, kind=kind, thing=f"version:{shown.pk}")
    return answer


def _references(work: CitedWork, record: Record, number: int | None) -> dict[str, Any]:
    """Return the work in each citation style, and the address of its reference in each format."""
    name = "library:version_reference" if number else "library:record_reference"
    place = [record.pk, number] if number else [record.pk]
    return {
        "styles": [(label, write(work)) for label, write in STYLES.values()],
        "references": [
            (each.label, reverse(name, args=[*place, each.ending]))
            for each in FORMATS.values()
            if each.cite
        ],
    }


def _chosen(versions: list[Version], number: int | None) -> Version:
    for version in versions:
        if number in (None, version.number):
            return version
    raise Http404


@prepared
def _relations(user: Person, record: Record) -> QuerySet[Relation]:
    visible = Relation.objects.visible_to(user).beside(record)
    return visible.select_related("record", "target")


def _lacking(request: HttpRequest, record: Record) -> list[StrOrPromise]:
    """Return what editors are asked to add to the record."""
    if record.is_complete or not allows(request.user, "library.edit", record):
        return []
    asks = prompts_for_missing_fields(record.type)
    return [asks[name] for name in record.lacks]


def _usage(request: HttpRequest, record: Record, today: dt.date) -> SafeString:
    """Return a line of the visits of a year, for those who may see how often the record is used."""
    if not allows(request.user, "library.see_usage", record):
        return SafeString("")
    return line_of(usage_of(record, Period.last_year(today)))


@prepared
def _related(user: Person, record: Record) -> QuerySet[Any]:
    """Return the records that share the most topics with it, the newest first, without those that are tied to it."""
    ties = Relation.objects.visible_to(user).beside(record)
    return (
        Record.objects.visible_to(user)
        .exclude(pk=record.pk)
        .exclude(pk__in=ties.values("target"))
        .exclude(pk__in=ties.values("record"))
        .filter(topics__in=Record.topics.through.objects.filter(record=record).values("topic"))
        .annotate(shared=Count("topics"))
        .order_by("-shared", "-year", "pk")[:_RELATED]
    )


def _tombstone(request: HttpRequest, record: Record) -> HttpResponse:
    if record.replaced_by_id:
        # A merge can be undone, so the redirect is not permanent.
        answer = redirect("library:record_detail", record.replaced_by_id, permanent=True)
        patch_cache_control(answer, max_age=3600)
        return answer
    context = {
        "record": record,
        **_references(describe_work(record, subjects=Subjects()), record, None),
    }
    return render(request, "library/catalogue/record_withdrawn.html", context, status=410)
