"""Pages on which data managers keep dimensions and their groups."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.forms.answering import save, show
from core.permissions import require
from core.tables.work_table import WorkTable
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from core.web.way_back import leads_back
from indicators.catalogue.actions.dimensions import (
    create_dimension,
    delete_dimension,
    edit_dimension,
    groups_without_figures,
)
from indicators.catalogue.forms.dimensions import DimensionForm, NewDimensionForm
from indicators.catalogue.models import Dimension
from indicators.catalogue.views.dimension_table import DIMENSIONS


@leads_back(gettext_lazy("the dimensions"))
@require_safe
def dimension_table(request: MemberRequest) -> HttpResponseBase:
    """See all ways to divide people, and how many groups each has."""
    require(request.user, "indicators.manage")
    dimensions = Dimension.objects.annotate(group_count=Count("subgroups"))
    table = WorkTable(request.GET, DIMENSIONS, dimensions)
    if table.is_asked_for_as_csv:
        return table.as_csv()
    return render(request, "indicators/dimension_table.html", table.context)


@reads_and_writes
def dimension_new(request: MemberRequest) -> HttpResponse:
    """Add a dimension with its groups."""
    require(request.user, "indicators.manage")
    form = NewDimensionForm(posted(request))
    answer = save(
        request,
        form,
        lambda: create_dimension(groups=form.added, **form.dimension),
        to="indicators:dimension_table",
        said=lambda dimension: _("%(dimension)s added.") % {"dimension": dimension},
    )
    return answer or show(request, "indicators/dimension_new.html", form)


@reads_and_writes
def dimension_edit(request: MemberRequest, code: str) -> HttpResponse:
    """Change a dimension: its words, and the names and the order of its groups."""
    require(request.user, "indicators.manage")
    dimension = get_object_or_404(Dimension, code=code)
    groups = list(dimension.subgroups.in_order())
    unused = groups_without_figures(dimension)
    form = DimensionForm(posted(request), dimension=dimension, groups=groups, unused=unused)
    answer = save(
        request,
        form,
        lambda: edit_dimension(dimension=dimension, groups=form.group_words, **form.dimension),
        to="indicators:dimension_table",
        said=_("Dimension saved."),
    )
    context = {"dimension": dimension, "is_unused": len(unused) == len(groups)}
    return answer or show(request, "indicators/dimension_edit.html", form, context)


@require_POST
def dimension_delete(request: MemberRequest, code: str) -> HttpResponse:
    """Delete a dimension that has no figures."""
    require(request.user, "indicators.manage")
    dimension = get_object_or_404(Dimension, code=code)
    delete_dimension(dimension=dimension)
    messages.success(request, _("%(dimension)s deleted.") % {"dimension": dimension})
    return redirect("indicators:dimension_table")
