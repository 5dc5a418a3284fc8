"""Pages of a person's data sets."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.forms.answering import save, show
from core.tables.work_table import WorkTable, show_table
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from core.web.telling import Undo, linked, told
from core.web.way_back import leads_back
from indicators.calculator.actions import (
    change_figures,
    delete_data_set,
    rename_data_set,
    restore_data_set,
    save_data_set,
)
from indicators.calculator.forms import CalculatorForm, DataSetForm
from indicators.calculator.models import DataSet
from indicators.calculator.tables import DATA_SETS
from indicators.calculator.views.calculator import answer_page, calculator_page


@leads_back(gettext_lazy("my data sets"))
@require_safe
def data_set_list(request: MemberRequest) -> HttpResponseBase:
    """Show the figures that the person saved."""
    table = WorkTable(request.GET, DATA_SETS, DataSet.objects.visible_to(request.user))
    return show_table(request, "indicators/data_set_list.html", table)


@require_POST
def data_set_new(request: MemberRequest) -> HttpResponse:
    """Save the figures of the calculator under a name."""
    figures = CalculatorForm(QueryDict(request.POST.get("query", "")))
    if not figures.is_valid():
        return calculator_page(request, figures)
    query = figures.question.to_query()
    form = DataSetForm(request.POST, query=query, button=_("Save"))
    answer = save(
        request,
        form,
        lambda: save_data_set(
            owner=request.user, name=form.cleaned_data["name"], query=query, at=timezone.now()
        ),
        to=lambda data_set: data_set,
        said=_told_of_saving,
    )
    return answer or show(request, "indicators/data_set_new.html", form, {"query": query})


@require_safe
def data_set_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the measures of saved figures, and the form to change them."""
    data_set = get_object_or_404(DataSet.objects.visible_to(request.user), pk=pk)
    words = QueryDict(data_set.query, mutable=True)
    words["data_set"] = str(data_set.pk)
    form = CalculatorForm(words)
    if not form.is_valid():
        return calculator_page(request, form)
    return answer_page(request, form, form.question)


@require_POST
def data_set_change(request: MemberRequest, pk: int) -> HttpResponse:
    """Save other figures under the name of a data set; the message takes it back."""
    data_set = get_object_or_404(DataSet.objects.visible_to(request.user), pk=pk)
    words = QueryDict(request.POST.get("query", ""), mutable=True)
    words["data_set"] = str(data_set.pk)
    figures = CalculatorForm(words)
    if not figures.is_valid():
        return calculator_page(request, figures)
    before = data_set.query
    change_figures(data_set=data_set, query=figures.question.to_query(), at=timezone.now())
    undo = Undo(reverse("indicators:data_set_change", args=[data_set.pk]), {"query": before})
    words_of_it = linked(f"“{data_set.name}”", data_set)
    messages.success(request, told(_("%(data_set)s changed."), undo, data_set=words_of_it))
    return redirect(data_set)


@reads_and_writes
def data_set_rename(request: MemberRequest, pk: int) -> HttpResponse:
    """Give a data set another name."""
    data_set = get_object_or_404(DataSet.objects.visible_to(request.user), pk=pk)
    form = DataSetForm(posted(request), initial={"name": data_set.name}, button=_("Rename"))
    undo = Undo(reverse("indicators:data_set_rename", args=[data_set.pk]), {"name": data_set.name})
    answer = save(
        request,
        form,
        lambda: rename_data_set(
            data_set=data_set, name=form.cleaned_data["name"], at=timezone.now()
        ),
        to="indicators:data_set_list",
        said=lambda _nothing: told(
            _("%(data_set)s renamed."),
            undo,
            data_set=linked(f"“{form.cleaned_data['name']}”", data_set),
        ),
    )
    return answer or show(request, "indicators/data_set_rename.html", form, {"data_set": data_set})


@require_POST
def data_set_delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Delete a data set; one that is gone stays gone."""
    data_set = DataSet.objects.visible_to(request.user).filter(pk=pk).first()
    if data_set is not None:
        delete_data_set(data_set=data_set, at=timezone.now())
        undo = Undo(reverse("indicators:data_set_restore", args=[data_set.pk]))
        messages.success(request, told(_("“%(name)s” deleted."), undo, name=data_set.name))
    return redirect("indicators:data_set_list")


@require_POST
def data_set_restore(request: MemberRequest, pk: int) -> HttpResponse:
    """Bring back a data set that was deleted."""
    data_set = restore_data_set(owner=request.user, pk=pk)
    if data_set is None:
        messages.warning(request, _("This data set was deleted for good."))
        return redirect("indicators:data_set_list")
    words = linked(f"“{data_set.name}”", data_set)
    messages.success(request, told(_("%(data_set)s is back."), data_set=words))
    return redirect("indicators:data_set_list")


def _told_of_saving(data_set: DataSet) -> str:
    undo = Undo(reverse("indicators:data_set_delete", args=[data_set.pk]))
    # What was there before must not go with an Undo.
    is_new = data_set.created_at == data_set.changed_at
    return told(
        _("%(data_set)s saved to your data sets."),
        undo if is_new else None,
        data_set=linked(f"“{data_set.name}”", data_set),
    )
