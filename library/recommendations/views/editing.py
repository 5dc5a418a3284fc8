"""Pages on which editors keep the recommendations of a report."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from core.files.spreadsheets import csv_answer
from core.files.tables import TableNotReadable
from core.forms.answering import save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.ratelimit import limit_rate
from core.web.requests import posted, reads_and_writes
from core.web.telling import Undo, linked, told
from library.catalogue.models import Record
from library.recommendations.actions.recommendations import (
    add_recommendation,
    edit_recommendation,
    restore_recommendation,
    withdraw_recommendation,
    write_table,
)
from library.recommendations.forms.recommendations import (
    ConfirmTableForm,
    NewRecommendationForm,
    RecommendationForm,
    TableForm,
    WithdrawRecommendationForm,
    links_of,
)
from library.recommendations.models import Recommendation
from library.recommendations.states import RECOMMENDATION_FLOW
from library.recommendations.tables import CheckedTable, Verdict, check_table, table_of
from library.vocabularies.models import Topic
from workflow.models import Transition


@reads_and_writes
def record_recommendations(request: MemberRequest, pk: int) -> HttpResponse:
    """Show editors the recommendations of a report, and check a file with more of them."""
    record = _record(request, pk)
    form = TableForm(posted(request), request.FILES if request.method == "POST" else None)
    if form.is_valid():
        return _show_check(request, record, form.text)
    context = {
        "record": record,
        "recommendations": Recommendation.objects.of(record).for_list().in_order(),
    }
    return show(request, "library/recommendations/record_recommendations.html", form, context)


def _show_check(request: MemberRequest, record: Record, text: str) -> HttpResponse:
    checked = check_table(text, record)
    initial = {"text": text, "mark": checked.mark}
    form = ConfirmTableForm(initial=initial, address=_write_address(record))
    return show(
        request, "library/recommendations/table_check.html", form, _checked(record, checked)
    )


def _write_address(record: Record) -> str:
    return reverse("recommendations:table_write", args=[record.pk])


def _checked(record: Record, checked: CheckedTable) -> dict[str, Any]:
    return {
        "record": record,
        "checked": checked,
        "refused": checked.of(Verdict.REFUSED),
        "changed": checked.of(Verdict.CHANGED),
        "new": checked.of(Verdict.NEW),
    }


@reads_and_writes
def table_write(request: MemberRequest, pk: int) -> HttpResponse:
    """Write a table that was checked: all of it, or nothing."""
    record = _record(request, pk)
    if request.method != "POST":
        return redirect("recommendations:record_recommendations", record.pk)
    form = ConfirmTableForm(request.POST, address=_write_address(record))
    answer = save(
        request,
        form,
        lambda: write_table(record=record, **form.words, by=request.user, at=timezone.now()),
        to=("recommendations:record_recommendations", record.pk),
        said=_("Imported."),
    )
    if answer:
        return answer
    checked = _checked_again(form, record)
    return show(
        request, "library/recommendations/table_check.html", form, _checked(record, checked)
    )


def _checked_again(form: ConfirmTableForm, record: Record) -> CheckedTable:
    """Check a table whose writing was refused once more, to show what would become of it now."""
    try:
        checked = check_table(form.cleaned_data["text"], record)
    except (KeyError, TableNotReadable) as problem:
        # No page of ours sends such a form.
        raise Http404 from problem
    form.renew("mark", checked.mark)
    return checked


@login_not_required
@require_safe
@limit_rate("recommendations", "30/m")
def record_export(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send the recommendations of a report as the table that can be imported again."""
    record = get_object_or_404(Record.objects.visible_to(request.user), pk=pk)
    topics = Prefetch("topics", Topic.objects.order_by("code"))
    found = Recommendation.objects.published().of(record).for_list().prefetch_related(topics)
    return csv_answer(table_of(found.in_order()), name=f"recommendations-{record.pk}")


@reads_and_writes
def recommendation_new(request: MemberRequest, pk: int) -> HttpResponse:
    """Add a recommendation to a report."""
    record = _record(request, pk)
    form = NewRecommendationForm(posted(request), instance=Recommendation())
    answer = save(
        request,
        form,
        lambda: add_recommendation(
            record=record,
            reference=form.cleaned_data["reference"],
            wording=form.wording,
            by=request.user,
            at=timezone.now(),
            key=form.key,
        ),
        to=("recommendations:record_recommendations", record.pk),
        said=lambda made: told(_("%(it)s added."), it=linked(made.reference, made)),
    )
    page = "library/recommendations/recommendation_new.html"
    return answer or show(request, page, form, {"record": record})


@reads_and_writes
def recommendation_edit(request: MemberRequest, reference: str) -> HttpResponse:
    """Change what a recommendation says."""
    require(request.user, "library.edit")
    recommendation = get_object_or_404(
        Recommendation.objects.for_list().prefetch_related("topics"), reference=reference
    )
    title, initial = str(recommendation), links_of(recommendation)
    form = RecommendationForm(posted(request), instance=recommendation, initial=initial)
    answer = save(
        request,
        form,
        lambda: edit_recommendation(
            recommendation=recommendation,
            wording=form.wording,
            opened_at=form.opened_at,
            by=request.user,
            at=timezone.now(),
        ),
        to=lambda edited: edited,
        said=_("Recommendation saved."),
    )
    context = {"recommendation": recommendation, "title": title}
    return answer or show(
        request, "library/recommendations/recommendation_edit.html", form, context
    )


@reads_and_writes
def recommendation_withdraw(request: MemberRequest, reference: str) -> HttpResponse:
    """Withdraw a recommendation with a reason, or restore it; shows the history of both."""
    require(request.user, "library.edit")
    recommendation = get_object_or_404(Recommendation.objects.for_list(), reference=reference)
    form = WithdrawRecommendationForm(request.POST if "reason" in request.POST else None)
    if request.method == "POST" and "restore" in request.POST:
        with RECOMMENDATION_FLOW.once("restore", recommendation, by=request.user):
            restore_recommendation(
                recommendation=recommendation, by=request.user, at=timezone.now()
            )
        messages.success(request, _("Recommendation restored."))
        return redirect(recommendation)
    own = reverse("recommendations:recommendation_withdraw", args=[recommendation.reference])
    answer = save(
        request,
        form,
        lambda: _withdraw(recommendation, form.cleaned_data["reason"], by=request.user),
        to=own,
        said=lambda _nothing: told(
            _("%(reference)s withdrawn. Its address shows the reason."),
            Undo(own, {"restore": "yes"}),
            reference=recommendation.reference,
        ),
    )
    context = {
        "recommendation": recommendation,
        "history": Transition.objects.of(recommendation),
    }
    return answer or show(
        request, "library/recommendations/recommendation_withdraw.html", form, context
    )


def _withdraw(recommendation: Recommendation, reason: str, *, by: User) -> None:
    with RECOMMENDATION_FLOW.once("withdraw", recommendation, by=by, note=reason):
        withdraw_recommendation(
            recommendation=recommendation, reason=reason, by=by, at=timezone.now()
        )


def _record(request: MemberRequest, pk: int) -> Record:
    """Return a published report to editors. Raises 403 and 404."""
    require(request.user, "library.edit")
    return get_object_or_404(Record.objects.published(), pk=pk)
