"""Pages on which data managers keep indicators."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.forms.answering import save, show
from core.permissions import require
from core.tables.work_table import WorkTable
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from core.web.way_back import leads_back
from indicators.catalogue.actions.indicators import (
    create_indicator,
    delete_indicator,
    edit_indicator,
)
from indicators.catalogue.forms.indicators import IndicatorForm
from indicators.catalogue.models import Indicator
from indicators.catalogue.views.indicator_table import INDICATORS


@leads_back(gettext_lazy("the indicators"))
@require_safe
def indicator_table(request: MemberRequest) -> HttpResponseBase:
    """See all indicators, also those without figures."""
    require(request.user, "indicators.manage")
    indicators = Indicator.objects.select_related("topic").annotate(release_count=Count("releases"))
    table = WorkTable(request.GET, INDICATORS, indicators)
    if table.is_asked_for_as_csv:
        return table.as_csv()
    return render(request, "indicators/indicator_table.html", table.context)


@reads_and_writes
def indicator_new(request: MemberRequest) -> HttpResponse:
    """Add an indicator."""
    require(request.user, "indicators.manage")
    form = IndicatorForm(posted(request))
    answer = save(
        request,
        form,
        lambda: create_indicator(
            by=request.user,
            at=timezone.now(),
            key=form.cleaned_data["form_key"],
            **form.words,
        ),
        to="indicators:indicator_table",
        said=lambda indicator: _("%(indicator)s added.") % {"indicator": indicator},
    )
    return answer or show(request, "indicators/indicator_new.html", form)


@reads_and_writes
def indicator_edit(request: MemberRequest, code: str) -> HttpResponse:
    """Change what an indicator says of itself."""
    require(request.user, "indicators.manage")
    indicator = get_object_or_404(Indicator.objects.select_related("topic"), code=code)
    form = IndicatorForm(posted(request), instance=indicator)
    answer = save(
        request,
        form,
        lambda: edit_indicator(
            indicator=indicator, opened_at=form.opened_at, at=timezone.now(), **form.words
        ),
        to="indicators:indicator_table",
        said=_("Indicator saved."),
    )
    context = {"indicator": indicator, "releases": indicator.releases.newest_first()}
    return answer or show(request, "indicators/indicator_edit.html", form, context)


@require_POST
def indicator_delete(request: MemberRequest, code: str) -> HttpResponse:
    """Delete an indicator that never had figures."""
    require(request.user, "indicators.manage")
    indicator = get_object_or_404(Indicator, code=code)
    delete_indicator(indicator=indicator)
    messages.success(request, _("%(indicator)s deleted.") % {"indicator": indicator})
    return redirect("indicators:indicator_table")
