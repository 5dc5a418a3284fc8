"""Pages of releases: for data managers to work on, and for readers to see where figures come from."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Count
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from core.files.spreadsheets import csv_answer
from core.files.uploads import answer_whole
from core.forms.answering import save, show
from core.permissions import allows, require
from core.tables.work_table import WorkTable
from core.types import MemberRequest, Person
from core.web.requests import posted, reads_and_writes
from core.web.way_back import leads_back
from indicators.catalogue.actions.publishing import ask_to_publish, cancel_publishing
from indicators.catalogue.actions.releases import (
    create_release,
    delete_release,
    edit_release,
    empty_release,
    restore_release,
    what_is_missing,
    withdraw_release,
)
from indicators.catalogue.files import json_of, table_of
from indicators.catalogue.forms.releases import ReleaseForm, WithdrawReleaseForm
from indicators.catalogue.models import Observation, Publication, Release
from indicators.catalogue.models.observations import ObservationQuerySet
from indicators.catalogue.refusals import ReleaseIsNotADraft
from indicators.catalogue.states import ReleaseState
from indicators.importing.actions.imports import start_import
from indicators.importing.forms import FigureFileForm
from indicators.importing.tables import COLUMNS
from indicators.importing.views.imports import LOOK_AGAIN
from indicators.importing.views.release_table import RELEASES
from workflow.flows import TransitionNotAllowed


@leads_back(gettext_lazy("the releases"))
@require_safe
def release_list(request: MemberRequest) -> HttpResponseBase:
    """See all releases."""
    require(request.user, "indicators.manage")
    table = WorkTable(request.GET, RELEASES, Release.objects.all())
    if table.is_asked_for_as_csv:
        return table.as_csv()
    return render(request, "indicators/release_list.html", table.context)


@reads_and_writes
def release_new(request: MemberRequest) -> HttpResponse:
    """Create a draft of a release."""
    require(request.user, "indicators.manage")
    form = ReleaseForm(posted(request))
    answer = save(
        request,
        form,
        lambda: create_release(
            by=request.user,
            at=timezone.now(),
            key=form.cleaned_data["form_key"],
            breaks=form.cleaned_data["breaks"],
            **form.words,
        ),
        to=lambda release: release,
        said=_("Draft saved. Now import its figures."),
    )
    return answer or show(request, "indicators/release_new.html", form)


@reads_and_writes
def release_import(request: MemberRequest, pk: int) -> HttpResponse:
    """Upload a file of figures for a draft, to be checked."""
    release = _find_managed(request, pk)
    if not release.is_draft:
        raise ReleaseIsNotADraft
    form = FigureFileForm(posted(request), request.FILES if request.method == "POST" else None)
    answer = save(
        request,
        form,
        lambda: start_import(release=release, by=request.user, at=timezone.now(), **form.words),
        to=lambda begun: begun,
    )
    context = {"release": release, "columns": COLUMNS}
    return answer or show(request, "indicators/release_import.html", form, context)


@login_not_required
@require_safe
def release_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where figures come from; data managers import into a draft and publish it."""
    release = find_release(request.user, pk)
    may_manage = allows(request.user, "indicators.manage")
    indicators = release.indicators.by_name()
    figures = dict(release.observations.order_by().values_list("indicator").annotate(n=Count("pk")))
    context = {
        "release": release,
        "may_manage": may_manage,
        "indicators": [(indicator, figures.get(indicator.pk, 0)) for indicator in indicators],
        "breaks": release.breaks.select_related("indicator").order_by(
            "indicator__name", "starts_on"
        ),
        "newer": release.superseded_by.published().order_by("pk").first(),
        "imports": release.imports.newest_first()[:20] if may_manage else [],
        "missing": what_is_missing(release) if may_manage and release.is_draft else [],
        "figure_count": sum(figures.values()),
        "publication": Publication.objects.filter(release=release).first() if may_manage else None,
    }
    answer = render(request, "indicators/release_detail.html", context)
    if release.is_being_published:
        answer["Refresh"] = LOOK_AGAIN
    return answer


def find_release(user: Person, pk: int) -> Release:
    """Return a release that this person may see, or answer 404."""
    return get_object_or_404(
        Release.objects.visible_to(user).select_related("supersedes", "created_by"), pk=pk
    )


@login_not_required
@require_safe
def release_csv(request: HttpRequest, pk: int) -> FileResponse:
    """Answer with the figures of a release as CSV; those of a draft for data managers, of a withdrawn one for nobody."""
    release = find_release(request.user, pk)
    return csv_answer(table_of(_figures_of(release)), name=f"release-{release.pk}")


@login_not_required
@require_safe
def release_json(request: HttpRequest, pk: int) -> FileResponse:
    """Answer with the figures of a release as JSON, to the same readers as ``release_csv``."""
    release = find_release(request.user, pk)
    about = {
        "title": release.title,
        "publisher": release.publisher,
        "licence": release.licence,
        "state": release.state,
        "notes": release.notes,
    }
    return answer_whole(
        json_of(_figures_of(release), about),
        name=f"release-{release.pk}.json",
        media_type="application/json",
    )


def _figures_of(release: Release) -> ObservationQuerySet:
    figures = Observation.objects.filter(release=release)
    return figures.none() if release.state == ReleaseState.WITHDRAWN else figures


@reads_and_writes
def release_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Correct what a release says of its source."""
    release = _find_managed(request, pk)
    form = ReleaseForm(posted(request), instance=release)
    answer = save(
        request,
        form,
        lambda: edit_release(
            release=release,
            opened_at=form.opened_at,
            breaks=form.cleaned_data["breaks"],
            **form.words,
        ),
        to=lambda done: done,
        said=_("Release saved."),
    )
    return answer or show(request, "indicators/release_edit.html", form, {"release": release})


@require_POST
def release_publish(request: MemberRequest, pk: int) -> HttpResponse:
    """Queue a draft to be published; a second click changes nothing."""
    release = _find_managed(request, pk)
    ask_to_publish(release=release, by=request.user, at=timezone.now())
    return redirect(release)


@require_POST
def release_publish_cancel(request: MemberRequest, pk: int) -> HttpResponse:
    """Make a draft of a release again that is not published yet."""
    release = _find_managed(request, pk)
    cancel_publishing(release=release, by=request.user, at=timezone.now())
    messages.success(request, _("Cancelled. The release is a draft again."))
    return redirect(release)


@reads_and_writes
def release_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Withdraw a published release, with the reason."""
    release = _find_managed(request, pk)
    if release.is_unpublished:
        raise TransitionNotAllowed("withdraw", release)
    if release.state == ReleaseState.WITHDRAWN:
        return redirect(release)
    form = WithdrawReleaseForm(posted(request))
    answer = save(
        request,
        form,
        lambda: withdraw_release(
            release=release, by=request.user, reason=form.cleaned_data["reason"], at=timezone.now()
        ),
        to=release,
        said=_("Withdrawn. No page shows its figures any more; you can restore them here."),
    )
    return answer or show(request, "indicators/release_withdraw.html", form, {"release": release})


@require_POST
def release_restore(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the figures of a withdrawn release again; a second click changes nothing."""
    release = _find_managed(request, pk)
    if release.state != ReleaseState.PUBLISHED:
        restore_release(release=release, by=request.user, at=timezone.now())
    messages.success(request, _("Restored. Everyone can see the figures again."))
    return redirect(release)


@require_POST
def release_empty(request: MemberRequest, pk: int) -> HttpResponse:
    """Delete the figures of a draft, to import them anew."""
    release = _find_managed(request, pk)
    deleted = empty_release(release=release)
    words = ngettext("%(count)s figure deleted.", "%(count)s figures deleted.", deleted)
    messages.success(request, words % {"count": deleted})
    return redirect(release)


@require_POST
def release_delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Delete a draft with its figures."""
    release = _find_managed(request, pk)
    delete_release(release=release)
    messages.success(request, _("Draft deleted."))
    return redirect("indicators:release_list")


def _find_managed(request: MemberRequest, pk: int) -> Release:
    release = find_release(request.user, pk)
    require(request.user, "indicators.manage")
    return release
