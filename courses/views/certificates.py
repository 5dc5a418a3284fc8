"""Pages of certificates: check, download, revoke."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.forms.answering import save, show
from core.permissions import allows, require
from core.types import MemberRequest
from core.web.ratelimit import limit_rate
from core.web.requests import posted, reads_and_writes
from courses.actions.certificates import revoke_certificate
from courses.certificates.codes import read_code
from courses.certificates.pdf import (
    AnyCertificate,
    achieved_in,
    certificate_pdf,
    claims_of,
    courses_of,
    scores_of,
)
from courses.forms.certificates import LookUpForm, RevokeForm
from courses.models import Certificate, ProgrammeCertificate
from courses.rules import owner_of


def _find(code: str) -> AnyCertificate | None:
    """Return the certificate of a course or a programme with this code, however it is typed."""
    read = read_code(code)
    if read is None:
        return None
    of_course = Certificate.objects.select_related("enrolment__release__course", "enrolment__user")
    of_programme = ProgrammeCertificate.objects.select_related(
        "completion__programme", "completion__user"
    )
    return of_course.filter(code=read).first() or of_programme.filter(code=read).first()


def _found_or_404(code: str) -> AnyCertificate:
    certificate = _find(code)
    if certificate is None:
        raise Http404
    return certificate


@login_not_required
@require_safe
@limit_rate("certificates", "30/m")
def certificate_look_up(request: HttpRequest) -> HttpResponse:
    """Type the code of a certificate to see what it claims."""
    form = LookUpForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        certificate = _find(form.cleaned_data["code"])
        if certificate is not None:
            return redirect(certificate)
        form.add_error("code", _("There is no certificate with this code. Check it and try again."))
    return render(request, "courses/certificate_look_up.html", {"form": form})


@login_not_required
@require_safe
@limit_rate("certificates", "30/m")
def certificate_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Repeat every claim of the certificate to whoever holds its code, revoked or not."""
    certificate = _find(code)
    if certificate is None:
        form = LookUpForm({"code": code})
        form.add_error("code", _("There is no certificate with this code. Check it and try again."))
        return render(request, "courses/certificate_look_up.html", {"form": form}, status=404)
    if certificate.code != code:
        return redirect(certificate, permanent=True)
    context = {
        "certificate": certificate,
        "claims": claims_of(certificate),
        "achieved": achieved_in(certificate),
        "scores": scores_of(certificate),
        "courses": courses_of(certificate),
        "is_mine": request.user.pk == owner_of(certificate),
        "may_revoke": not certificate.is_revoked
        and allows(request.user, "courses.revoke_certificate", certificate),
    }
    return render(request, "courses/certificate_detail.html", context)


@require_safe
@limit_rate("certificate-pdf", "20/m")
def certificate_download(request: MemberRequest, code: str) -> HttpResponse:
    """Send the certificate as a PDF to its owner and to those who could revoke it."""
    certificate = _found_or_404(code)
    require(request.user, "courses.download_certificate", certificate)
    response = HttpResponse(certificate_pdf(certificate), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="certificate-{certificate.code}.pdf"'
    return response


@reads_and_writes
def certificate_revoke(request: MemberRequest, code: str) -> HttpResponse:
    """Let a facilitator withdraw what the institute vouched for, with a public reason."""
    certificate = _found_or_404(code)
    require(request.user, "courses.revoke_certificate", certificate)

    form = RevokeForm(posted(request))
    answer = save(
        request,
        form,
        lambda: revoke_certificate(
            certificate=certificate, by=request.user, at=timezone.now(), **form.words
        ),
        to=certificate,
        said=_("Certificate revoked. Its page shows the reason."),
    )
    return answer or show(
        request, "courses/certificate_revoke.html", form, {"certificate": certificate}
    )
