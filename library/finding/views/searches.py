"""Pages of saved searches and of gaps."""

from itertools import chain

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.files.spreadsheets import csv_answer
from core.forms.answering import save, show
from core.permissions import require
from core.tables.filters import state_tabs
from core.tables.work_table import WorkTable, show_table
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from core.web.telling import Undo, linked, told
from core.web.way_back import leads_back
from library.finding.actions import change_search, decide_gap, delete_search, save_search
from library.finding.forms.searches import GapForm, SavedSearchForm
from library.finding.models import Gap, GapState, SavedSearch
from library.finding.search_address import canonical_query, run_search
from library.finding.views.search_tables import GAPS, SAVED_SEARCHES
from library.gaps.came_from import gaps_from


@leads_back(gettext_lazy("saved searches"))
@require_safe
def saved_search_list(request: MemberRequest) -> HttpResponseBase:
    """Show the searches that the reader keeps."""
    table = WorkTable(request.GET, SAVED_SEARCHES, SavedSearch.objects.visible_to(request.user))
    return show_table(request, "library/finding/saved_search_list.html", table)


@reads_and_writes
def saved_search_new(request: MemberRequest) -> HttpResponse:
    """Save the search of the present address."""
    query = canonical_query(request.GET)
    results = run_search(request.GET, user=request.user)
    form = SavedSearchForm(posted(request), initial={"name": results.query.text[:100]})
    if answer := save(
        request,
        form,
        lambda: save_search(user=request.user, query=query, at=timezone.now(), **form.words),
        to="library:saved_search_list",
        said=_told_of_saving,
    ):
        return answer
    context = {
        "results": results,
        "filters": [label for counted in results.facets for _value, label in counted.chips()],
        "query": query,
    }
    return show(request, "library/finding/saved_search_new.html", form, context)


@reads_and_writes
def saved_search_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Give a kept search another name or rhythm."""
    search = get_object_or_404(SavedSearch.objects.visible_to(request.user), pk=pk)

    initial = {"name": search.name, "rhythm": search.rhythm}
    form = SavedSearchForm(posted(request), initial=initial)
    answer = save(
        request,
        form,
        lambda: change_search(search=search, **form.words),
        to="library:saved_search_list",
        said=lambda _nothing: told(
            _("%(search)s saved."), search=linked(f"“{form.words['name']}”", search)
        ),
    )
    return answer or show(
        request, "library/finding/saved_search_edit.html", form, {"search": search}
    )


@require_POST
def saved_search_delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Delete a saved search; one that is gone stays gone."""
    search = SavedSearch.objects.visible_to(request.user).filter(pk=pk).first()
    if search is not None:
        delete_search(search=search)
        save_again = f"{reverse('library:saved_search_new')}?{search.query}"
        undo = Undo(save_again, {"name": search.name, "rhythm": search.rhythm})
        messages.success(request, told(_("“%(name)s” deleted."), undo, name=search.name))
    return redirect("library:saved_search_list")


def _told_of_saving(search: SavedSearch) -> str:
    undo = Undo(reverse("library:saved_search_delete", args=[search.pk]))
    return told(_("%(search)s saved."), undo, search=linked(f"“{search.name}”", search))


@leads_back(gettext_lazy("searches with no results"))
@require_safe
def gap_list(request: MemberRequest) -> HttpResponseBase:
    """List the gaps, the most wanted first."""
    require(request.user, "library.edit")

    asked = request.GET.get("state", "")
    state = asked if asked in GapState.values else GapState.OPEN
    gaps = Gap.objects.filter(state=state).select_related("answered_by")
    table = WorkTable(request.GET, GAPS, gaps)
    context = {"tabs": state_tabs(GapState, state)}
    return show_table(request, "library/finding/gap_list.html", table, context)


@reads_and_writes
def gap_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Show whether the words of a gap find anything by now, and record a decision."""
    require(request.user, "library.edit")
    gap = get_object_or_404(Gap.objects.select_related("answered_by"), pk=pk)

    initial = {"state": gap.state, "note": gap.note, "record": gap.answered_by_id or ""}
    form = GapForm(posted(request), initial=initial)
    if answer := save(
        request,
        form,
        lambda: decide_gap(gap=gap, **form.words, by=request.user, at=timezone.now()),
        to="library:gap_list",
        said=lambda _nothing: told(
            _("%(words)s saved."), words=linked(f"“{gap.text}”", "library:gap_edit", gap.pk)
        ),
    ):
        return answer
    query = request.GET.copy()
    query["q"] = gap.text
    results = run_search(query, user=request.user)
    context = {
        "gap": gap,
        "found": results.index.total,
        "evidence_gaps": list(gaps_from("search", gap.text, user=request.user)),
    }
    return show(request, "library/finding/gap_edit.html", form, context)


@require_safe
def gap_export(request: MemberRequest) -> HttpResponseBase:
    """Export all gaps as a table."""
    require(request.user, "library.edit")

    head = ["words", "times", "first", "last", "state", "note"]
    rows = (
        [gap.text, gap.times, gap.first_on, gap.last_on, gap.state, gap.note]
        for gap in Gap.objects.most_wanted_first()
    )
    return csv_answer(chain([head], rows), name="searches-without-result")
