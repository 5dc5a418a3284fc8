"""What everyone reads: which advice was asked for, what was advised, and what happened."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from advice.calendar_files import closing_entry
from advice.forms.sending import AdviceFilterForm
from advice.models import AdviceCase
from advice.views.common import not_stored
from advice.views.tables import ADVICE, ADVICE_FILE
from core.files.calendar_files import published_calendar
from core.files.uploads import download
from core.tables.filters import Filters
from core.tables.work_table import WorkTable, show_table
from core.text import render_markdown
from core.web.ratelimit import limit_rate
from core.web.way_back import leads_back
from library.catalogue.models import Record
from library.recommendations.models import Recommendation


@leads_back(gettext_lazy("the advice given"))
@login_not_required
@require_safe
@limit_rate("finder", "600/m")
def case_list(request: HttpRequest) -> HttpResponseBase:
    """List the public cases: what was asked, what was advised, and the outcome."""
    form = AdviceFilterForm(request.GET)
    public = AdviceCase.objects.public()
    layout = ADVICE_FILE if request.GET.get("as") == "csv" else ADVICE
    table = WorkTable(request.GET, layout, form.narrow(public).for_list())
    context = {"filters": Filters(form, request.GET), "totals": public.totals()}
    return show_table(request, "advice/case_list.html", table, context)


@login_not_required
@require_safe
def case_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a case: what is asked, what was advised on which evidence, and what happened."""
    case = _find(request, pk)
    is_told = case.is_advised
    cited = case.cited.select_related("version__record__replaced_by").order_by("cited_at", "pk")
    readable = Record.objects.published()
    letters = list(case.letters.counted().in_order())
    context = {
        "case": case,
        "is_over": case.is_over(timezone.now()),
        "advice_text": render_markdown(case.draft, top_heading=3) if is_told else "",
        "cited": cited.filter(version__record__in=readable.values("pk")) if is_told else [],
        "recommendations": _recommendations(case) if is_told else [],
        "outcomes": list(case.outcomes.order_by("-known_on", "-pk")),
        "networks": sorted(
            case.calls.values_list("discussion__network__name", flat=True).distinct()
        ),
        "kept": case.contributions.count(),
        "letters": letters,
        "named": list(dict.fromkeys(each.body for each in letters if each.is_named)),
        "record": case.record if case.record and case.record.is_published else None,
        "works_on_it": AdviceCase.objects.worked_on_by(request.user).filter(pk=pk).exists(),
    }
    return not_stored(render(request, "advice/case_detail.html", context), case)


@login_not_required
@require_safe
def case_ics(request: HttpRequest, pk: int) -> HttpResponse:
    """Download the closing moment for one's calendar."""
    case = _find(request, pk)
    if case.closes_at is None:
        raise Http404
    content = published_calendar([closing_entry(case)])
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="closing.ics"'
    return not_stored(answer, case)


@login_not_required
@require_safe
def case_document(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send the document as it went to those who asked."""
    case = _find(request, pk)
    if not case.document or not case.is_advised:
        raise Http404
    return download(case.document, name=case.document_name, media_type=case.document_type)


def _find(request: HttpRequest, pk: int) -> AdviceCase:
    visible = AdviceCase.objects.visible_to(request.user)
    return get_object_or_404(visible.for_list(), pk=pk)


def _recommendations(case: AdviceCase) -> list[Recommendation]:
    published = Recommendation.objects.published().filter(advice_cases=case)
    return list(published.select_related("record").in_order())
