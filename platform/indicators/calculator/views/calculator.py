"""The calculator, its files, and the guide to measures."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.files.pdf import render_pdf
from core.files.spreadsheets import csv_answer
from core.forms.answering import show
from core.slugs import slug_of
from core.web.ratelimit import limit_rate
from core.web.requests import key_of, reads_and_writes
from indicators.calculator.answers import Answer, answer_to
from indicators.calculator.forms import CalculatorForm
from indicators.calculator.models import DataSet
from indicators.calculator.pasted import NotReadable
from indicators.calculator.questions import Question
from indicators.measures.catalogue import FAMILIES, MEASURES
from indicators.measures.refusals import MeasureRefused

LONGEST_ADDRESS = 1_500
# Year 6, England, 2017/18: National Child Measurement Programme, NHS Digital. Open Government Licence v3.0.
_EXAMPLE = "\n".join(
    ("Decile\tObese\tMeasured", *(
        f"Decile {n}\t{cases}\t{measured}"
        for n, (cases, measured) in enumerate(
            zip(
                (20929, 17976, 14847, 12419, 10447, 9496, 8415, 7919, 7165, 6244),
                (77978, 70052, 62275, 56663, 52305, 51224, 49677, 50457, 51213, 53425),
                strict=True,
            ),
            start=1,
        )
    ))
)  # fmt: skip


@login_not_required
@limit_rate("calculator", "60/m")
@reads_and_writes
def calculator(request: HttpRequest) -> HttpResponse:
    """Measure pasted figures; nothing is stored. A short question moves into the address."""
    sent = request.POST if request.method == "POST" else request.GET
    if request.method != "POST" and "figures" not in sent:
        return calculator_page(request, CalculatorForm())
    form = CalculatorForm(sent, request.FILES or None)
    if not form.is_valid():
        return calculator_page(request, form)
    question = form.question
    query = question.to_query()
    if request.method == "POST" and len(query) <= LONGEST_ADDRESS:
        if data_set := own_data_set(request, form):
            query = f"{query}&data_set={data_set.pk}"
        return redirect(f"{reverse('indicators:calculator')}?{query}")
    return answer_page(request, form, question)


@login_not_required
@limit_rate("calculator-file", "30/m")
@reads_and_writes
def calculator_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Answer with the measures as CSV or PDF, or the chart as SVG; what cannot be measured leads to the page."""
    words = QueryDict(request.POST.get("query", "")) if request.method == "POST" else request.GET
    form = CalculatorForm(words)
    if not form.is_valid():
        return calculator_page(request, form)
    question = form.question
    try:
        answer = answer_to(question)
    except (NotReadable, MeasureRefused):
        return answer_page(request, form, question)
    name = slug_of(answer.title, fallback="figures", most=60)
    if kind == "csv":
        return csv_answer(answer.lines(), name=name)
    if kind == "svg":
        return _svg(request, form, answer, name)
    pdf = render_pdf("indicators/calculation_pdf.html", {"answer": answer}, title=answer.title)
    return _file(pdf, f"{name}.pdf", "application/pdf")


@login_not_required
@require_safe
def measure_list(request: HttpRequest) -> HttpResponse:
    """Show the guide: what each measure says, and when not to use it."""
    families = [
        (title, [measure for measure in MEASURES if measure.family is family])
        for family, title in FAMILIES.items()
    ]
    return render(request, "indicators/measure_list.html", {"families": families})


def answer_page(request: HttpRequest, form: CalculatorForm, question: Question) -> HttpResponse:
    """Show what the figures say, with the form to change them; or why they cannot be measured."""
    try:
        answer = answer_to(question)
    except (NotReadable, MeasureRefused) as refusal:
        form.refuse_figures(refusal)
        return calculator_page(request, form)
    form.put_right(question)
    return calculator_page(request, form, answer)


def own_data_set(request: HttpRequest, form: CalculatorForm) -> DataSet | None:
    """Return the reader's own data set whose figures the form changes, if it names one."""
    key = key_of(form.data.get("data_set")) if form.is_bound else 0
    return DataSet.objects.visible_to(request.user).filter(pk=key).first() if key else None


def _in_full(query: str) -> str:
    """Return a question as the form sends it, with what it works out: so that two can be compared."""
    form = CalculatorForm(QueryDict(query))
    return form.question.to_query() if form.is_valid() else query


def calculator_page(
    request: HttpRequest, form: CalculatorForm, answer: Answer | None = None
) -> HttpResponse:
    """Show the page with its form and, where there is one, the answer. Figures of a data set stay with its name."""
    data_set = own_data_set(request, form)
    query = answer.question.to_query() if answer else ""
    example = Question(_EXAMPLE, title=_("Obesity in Year 6, England, 2017/18"), better="lower")
    context = {
        "answer": answer,
        "query": query,
        "data_set": data_set,
        "is_changed": data_set is not None and bool(query) and _in_full(data_set.query) != query,
        "example": f"{reverse('indicators:calculator')}?{example.to_query()}",
    }
    return show(request, "indicators/calculator.html", form, context)


def _svg(request: HttpRequest, form: CalculatorForm, answer: Answer, name: str) -> HttpResponseBase:
    if answer.figure is None:
        return calculator_page(request, form, answer)
    picture = f'<?xml version="1.0" encoding="UTF-8"?>\n{answer.figure.svg}\n'
    return _file(picture.encode(), f"{name}.svg", "image/svg+xml")


def _file(content: bytes, name: str, media_type: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    return answer
