"""A certificate as a PDF: its claims in words, and the code to check them."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.files.pdf import render_pdf
from courses.models import Certificate

_QUIET_ZONE = 4
# As many letters stand on one line in the large type.
_SHORT_NAME = 34


@dataclass(frozen=True)
class Claim:
    """One thing that the certificate says, in the same words on paper and on its page."""

    label: str
    value: str


def claims_of(certificate: Certificate) -> list[Claim]:
    """Return the claims of the certificate, without outcomes and quizzes."""
    hours = ngettext("%(hours)s hour", "%(hours)s hours", certificate.hours)
    return [
        Claim(_("Name"), certificate.name),
        Claim(_("Course"), certificate.course_title),
        Claim(_("Course version"), str(certificate.release_number)),
        Claim(_("Completed on"), date_format(certificate.completed_on, "j F Y")),
        Claim(_("Planned effort"), hours % {"hours": certificate.hours}),
    ]


def scores_of(certificate: Certificate) -> list[str]:
    """Return the result of each quiz: that of the attempt that passed it."""
    return [
        _("%(quiz)s: %(percent)s%%") % {"quiz": score["title"], "percent": score["percent"]}
        for score in certificate.scores
    ]


def address_to_check(certificate: Certificate) -> str:
    """Return the full address of the page that repeats every claim."""
    return f"{settings.SITE_URL}{certificate.get_absolute_url()}"


def certificate_pdf(certificate: Certificate) -> bytes:
    """Return the certificate as a tagged PDF of one page, however long the name is."""
    address = address_to_check(certificate)
    context = {
        "certificate": certificate,
        "claims": claims_of(certificate),
        "scores": scores_of(certificate),
        "address": address,
        "qr": qr_svg(address, title=_("QR code of %(address)s") % {"address": address}),
        "institute_name": settings.INSTITUTE_NAME,
        "is_long_name": len(certificate.name) > _SHORT_NAME,
    }
    return render_pdf(
        "courses/certificate_pdf.html", context, title=str(certificate), fits_one_page=True
    )


def qr_svg(text: str, *, title: str) -> SafeString:
    """Return the text as a QR code: one path in an SVG, dark on white whatever the page's colours."""
    import qrcode

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    matrix = code.modules
    size = len(matrix) + 2 * _QUIET_ZONE
    path = "".join(
        f"M{x + _QUIET_ZONE} {y + _QUIET_ZONE}h1v1h-1z"
        for y, row in enumerate(matrix)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{}" viewBox="0 0 {} {}" '
        'shape-rendering="crispEdges"><title>{}</title><rect width="{}" height="{}" fill="#fff"/>'
        '<path fill="#000" d="{}"/></svg>',
        title, size, size, title, size, size, mark_safe(path),  # noqa: S308  (digits and letters made here)
    )  # fmt: skip
