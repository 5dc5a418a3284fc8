"""Answers to recommendations: given, shown, withdrawn; and who gave them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from core.forms.answering import save, show
from core.permissions import allows, require
from core.types import MemberRequest
from core.web.ratelimit import limit_rate
from core.web.requests import paginate, posted, reads_and_writes
from core.web.telling import Undo, told
from library.recommendations.actions.responses import (
    record_public_response,
    record_response,
    restore_response,
    withdraw_response,
)
from library.recommendations.forms.responses import RespondForm, WithdrawResponseForm
from library.recommendations.models import Recommendation, Respondent, Response
from library.recommendations.standing import counts_of, lines_of
from library.recommendations.states import RESPONSE_FLOW


@reads_and_writes
@limit_rate("responses", "60/h", methods=["POST"])
def response_new(request: MemberRequest, reference: str) -> HttpResponse:
    """Answer a recommendation for somebody; those who answer for nobody are told how they can."""
    published = Recommendation.objects.published().for_list()
    recommendation = get_object_or_404(published, reference=reference)
    if not allows(request.user, "library.respond"):
        return redirect("recommendations:representation_new")
    form = RespondForm(posted(request), user=request.user)
    answer = save(
        request,
        form,
        lambda: _record(recommendation, form, request.user),
        to=lambda response: response,
        said=_("Answer published."),
    )
    context = {"recommendation": recommendation}
    return answer or show(request, "library/recommendations/response_new.html", form, context)


def _record(recommendation: Recommendation, form: RespondForm, by: User) -> Response:
    cleaned = form.cleaned_data
    if cleaned.get("respondent") is not None:
        return record_response(
            recommendation=recommendation,
            respondent=cleaned["respondent"],
            said=form.said,
            by=by,
            at=timezone.now(),
            key=form.key,
        )
    return record_public_response(
        recommendation=recommendation,
        organisation=cleaned["organisation"],
        place=cleaned["place"],
        said=form.said,
        by=by,
        at=timezone.now(),
        key=form.key,
    )


@login_not_required
@require_safe
def response_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an answer with its history and the commitments that follow from it.

    One that was set aside when its respondent was merged leads to the answer that counts.
    """
    seen = Response.objects.visible_to(request.user)
    if not seen.filter(pk=pk).exists() and (counting := _instead_of(pk)):
        return redirect(counting)
    response = _find(request, pk)
    now = timezone.now()
    context = {
        "response": response,
        "statements": response.statements.order_by("-number"),
        "commitments": lines_of(response.commitments.in_order(), now),
        "may_answer": request.user.is_authenticated
        and allows(request.user, "library.answer_for", response.respondent),
    }
    return render(request, "library/recommendations/response_detail.html", context)


@reads_and_writes
@limit_rate("responses", "60/h", methods=["POST"])
def response_change(request: MemberRequest, pk: int) -> HttpResponse:
    """Answer anew; what was said before stays in the history."""
    response = _find(request, pk)
    require(request.user, "library.answer_for", response.respondent)
    last = response.current
    initial = (
        {"stance": last.stance, "statement": last.words, "document": last.document} if last else {}
    )
    form = RespondForm(posted(request), initial=initial, user=request.user, response=response)
    answer = save(
        request,
        form,
        lambda: record_response(
            recommendation=response.recommendation,
            respondent=response.respondent,
            said=form.said,
            by=request.user,
            at=timezone.now(),
            key=form.key,
        ),
        to=response,
        said=_("Answer published. The earlier one stays in the history."),
    )
    context = {"response": response}
    return answer or show(request, "library/recommendations/response_change.html", form, context)


@reads_and_writes
def response_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Hide an answer that was recorded by mistake, or show it again."""
    require(request.user, "library.edit")
    response = _find(request, pk)
    form = WithdrawResponseForm(request.POST if "reason" in request.POST else None)
    if request.method == "POST" and "restore" in request.POST:
        with RESPONSE_FLOW.once("restore", response, by=request.user):
            restore_response(response=response, by=request.user, at=timezone.now())
        messages.success(request, _("The answer is shown again."))
        return redirect(response)
    own = reverse("recommendations:response_withdraw", args=[pk])
    answer = save(
        request,
        form,
        lambda: _withdraw(response, form.cleaned_data["reason"], by=request.user),
        to=response,
        said=lambda _nothing: told(_("Answer withdrawn."), Undo(own, {"restore": "yes"})),
    )
    context = {"response": response}
    return answer or show(request, "library/recommendations/response_withdraw.html", form, context)


def _withdraw(response: Response, reason: str, *, by: User) -> None:
    with RESPONSE_FLOW.once("withdraw", response, by=by, note=reason):
        withdraw_response(response=response, reason=reason, by=by, at=timezone.now())


@login_not_required
@require_safe
def respondent_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what an organisation or a place answered, and how its commitments are doing."""
    respondent = get_object_or_404(Respondent.objects.with_names(), pk=pk)
    if respondent.replaced_by_id:
        return redirect("recommendations:respondent_detail", respondent.replaced_by_id)
    given = Response.objects.given().filter(respondent=respondent)
    merges = respondent.merged.filter(parted_at=None)
    page = paginate(request, given.for_list().newest_first())
    context = {
        "respondent": respondent,
        "page": page,
        "counts": counts_of(given, timezone.now()),
        "merges": merges.select_related("gone__organisation", "gone__place").order_by("pk"),
    }
    return render(request, "library/recommendations/respondent_detail.html", context)


def _instead_of(pk: int) -> Response | None:
    aside = Response.objects.filter(pk=pk, respondent__replaced_by__isnull=False)
    kept = aside.values("recommendation", "respondent__replaced_by").first()
    if kept is None:
        return None
    given = Response.objects.given().filter(recommendation=kept["recommendation"])
    return given.filter(respondent=kept["respondent__replaced_by"]).first()


def _find(request: HttpRequest, pk: int) -> Response:
    seen = Response.objects.visible_to(request.user).for_list()
    return get_object_or_404(seen, pk=pk)
