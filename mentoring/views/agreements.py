"""The agreement of a match: read and signed, changed, taken along as a PDF."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.forms.answering import save, show
from core.forms.bases import Form
from core.types import MemberRequest
from core.web.ratelimit import limit_rate
from core.web.requests import posted, reads_and_writes
from mentoring.actions.agreement import change_agreement, change_terms, sign_agreement
from mentoring.agreement_pdf import agreement_pdf
from mentoring.forms.matches import AgreementForm, TermsForm
from mentoring.models import AgreementTerms, Match, Signature
from mentoring.models.agreements import TERMS
from mentoring.participants import partner_of
from mentoring.states import MATCH_FLOW, MatchState
from mentoring.views.matches import find_match
from workflow.flows import TransitionNotAllowed


@reads_and_writes
def agreement(request: MemberRequest, pk: int) -> HttpResponse:
    """Read the agreement and sign it."""
    match = find_match(request, pk)
    form = Form(posted(request))
    if answer := save(
        request,
        form,
        lambda: sign_agreement(
            match=match,
            by=request.user,
            seen=request.POST.get("seen", ""),
            at=timezone.now(),
        ),
        to=match,
        said=_("Agreement signed."),
        page_for=(TransitionNotAllowed,),
    ):
        return answer
    if form.refusal:
        match.refresh_from_db(fields=["agreement", "agreement_html", "state"])
    signatures = Signature.objects.filter(match=match).select_related("user")
    standing = list(signatures.standing().order_by("signed_at", "pk"))
    context = {
        "match": match,
        "other": partner_of(match, request.user),
        "terms": AgreementTerms.objects.filter(match=match).first(),
        "signatures": standing,
        "has_signed": any(one.user_id == request.user.pk for one in standing),
        "voided": list(signatures.exclude(voided_at=None).order_by("signed_at", "pk")),
        "may_edit": match.state in {MatchState.SIGNING, MatchState.ACTIVE},
        "refused": str(form.refusal or ""),
    }
    return show(request, "mentoring/agreement.html", form, context)


@reads_and_writes
def agreement_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change the fields of what both will sign, or the text of an agreement that was made without fields."""
    match = find_match(request, pk)
    if request.method == "GET" and "revise" not in MATCH_FLOW.possible(match.state):
        return redirect("mentoring:agreement", match.pk)
    terms = AgreementTerms.objects.filter(match=match).first()
    form, act = _terms(request, match, terms) if terms else _text(request, match)
    before = match.agreement_hash
    answer = save(
        request,
        form,
        act,
        to=("mentoring:agreement", match.pk),
        said=lambda saved: (
            _("Nothing has changed: the agreement is as it was.")
            if saved.agreement_hash == before
            else _("Agreement saved. Both of you need to sign it.")
        ),
    )
    context = {"match": match, "other": partner_of(match, request.user)}
    return answer or show(request, "mentoring/agreement_edit.html", form, context)


def _terms(
    request: MemberRequest, match: Match, terms: AgreementTerms
) -> tuple[TermsForm, Callable[[], Match]]:
    form = TermsForm(posted(request), initial={name: getattr(terms, name) for name in TERMS})

    def act() -> Match:
        return change_terms(match=match, by=request.user, terms=form.words, at=timezone.now())

    return form, act


def _text(request: MemberRequest, match: Match) -> tuple[AgreementForm, Callable[[], Match]]:
    form = AgreementForm(posted(request), initial={"agreement": match.agreement})

    def act() -> Match:
        text = form.cleaned_data["agreement"]
        return change_agreement(match=match, by=request.user, text=text, at=timezone.now())

    return form, act


@require_safe
@limit_rate("agreement-pdf", "20/m")
def agreement_download(request: MemberRequest, pk: int) -> HttpResponse:
    """Send the agreement as a PDF to its two people."""
    match = find_match(request, pk)
    signatures = Signature.objects.filter(match=match).standing().select_related("user")
    paper = agreement_pdf(match, list(signatures.order_by("signed_at", "pk")))
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="mentoring-agreement.pdf"'
    return response
