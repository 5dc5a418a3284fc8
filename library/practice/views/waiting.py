"""The editors' queue of case studies that wait for a judgement."""

from typing import Any

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.conflicts_of_interest import people_in_conflict_with
from core.permissions import require
from core.tables.filters import Filters
from core.tables.work_table import WorkTable, show_table
from core.types import MemberRequest
from core.web.way_back import leads_back
from library.practice.forms.waiting import WaitingFilterForm
from library.practice.views.waiting_table import ALL_WAITING, WAITING
from library.practice.waiting import needing_judgement, open_to, waiting_studies


@leads_back(gettext_lazy("the case studies to judge"))
@require_safe
def practice_desk(request: MemberRequest) -> HttpResponseBase:
    """List the case studies that lack a judgement, the longest waiting first: those one may judge, or all."""
    require(request.user, "library.edit")
    shows_all = request.GET.get("show") == "all"
    close_to = people_in_conflict_with(request.user)
    form = WaitingFilterForm(request.GET or None)

    everything = _narrowed(needing_judgement(), form)
    lists = {False: open_to(request.user, everything, close_to=close_to), True: everything}
    table = WorkTable(
        request.GET,
        ALL_WAITING if shows_all else WAITING,
        lists[shows_all].select_related("current_version").prefetch_related("creators"),
        rows=lambda records: waiting_studies(records, judge=request.user, close_to=close_to),
    )
    labels = {False: _("You can judge"), True: _("All")}
    tabs = [
        (f"{labels[is_all]} ({found.count()})", "?show=all" if is_all else "?", is_all == shows_all)
        for is_all, found in lists.items()
    ]
    context = {"tabs": tabs, "shows_all": shows_all, "filters": Filters(form, request.GET)}
    return show_table(request, "library/practice/practice_desk.html", table, context)


def _narrowed(found: QuerySet[Any], form: WaitingFilterForm) -> QuerySet[Any]:
    chosen = form.cleaned_data if form.is_valid() else {}
    if words := chosen.get("q"):
        found = found.filter(title__icontains=words)
    if missing := chosen.get("missing"):
        found = found.filter(begun_at__isnull=missing == "first")
    if topic := chosen.get("topic"):
        found = found.filter(topics=topic)
    return found
