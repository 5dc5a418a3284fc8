"""A certificate as a PDF: its claims in words, and the code to check them."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.files.pdf import render_pdf
from core.times.lengths import in_hours_and_minutes
from courses.models import Certificate, ProgrammeCertificate

_QUIET_ZONE = 4
# As many letters stand on one line in the large type.
_SHORT_NAME = 34


@dataclass(frozen=True)
class Claim:
    """One thing that the certificate says, in the same words on paper and on its page."""

    label: str
    value: str


AnyCertificate = Certificate | ProgrammeCertificate


def claims_of(certificate: AnyCertificate) -> list[Claim]:
    """Return the claims of the certificate, without what was achieved, quizzes and courses."""
    if isinstance(certificate, ProgrammeCertificate):
        return [
            Claim(_("Name"), certificate.name),
            Claim(_("Programme"), certificate.programme_title),
            Claim(_("Completed on"), date_format(certificate.completed_on, "j F Y")),
            Claim(_("Planned effort"), in_hours_and_minutes(certificate.minutes)),
        ]
    return [
        Claim(_("Name"), certificate.name),
        Claim(_("Course"), certificate.course_title),
        Claim(_("Course version"), str(certificate.release_number)),
        Claim(_("Completed on"), date_format(certificate.completed_on, "j F Y")),
        Claim(
            _("Planned effort"),
            in_hours_and_minutes(certificate.hours * 60 + certificate.minutes),
        ),
    ]


def achieved_in(certificate: AnyCertificate) -> list[str]:
    """Return what learners can do afterwards, as it was when the certificate was issued."""
    if isinstance(certificate, ProgrammeCertificate):
        return list(certificate.aims)
    return list(certificate.outcomes)


def courses_of(certificate: AnyCertificate) -> list[str]:
    """Return the completed courses of a programme, each with its version and day; of a course nothing."""
    if not isinstance(certificate, ProgrammeCertificate):
        return []
    return [
        _("%(course)s, version %(number)s, completed on %(day)s")
        % {
            "course": course["title"],
            "number": course["release"],
            "day": date_format(dt.date.fromisoformat(course["completed_on"]), "j F Y"),
        }
        for course in certificate.courses
    ]


def scores_of(certificate: AnyCertificate) -> list[str]:
    """Return the result of each quiz: that of the attempt that passed it; of a programme nothing."""
    if isinstance(certificate, ProgrammeCertificate):
        return []
    return [
        _("%(quiz)s: %(percent)s%%") % {"quiz": score["title"], "percent": score["percent"]}
        for score in certificate.scores
    ]


def address_to_check(certificate: AnyCertificate) -> str:
    """Return the full address of the page that repeats every claim."""
    return f"{settings.SITE_URL}{certificate.get_absolute_url()}"


def certificate_pdf(certificate: AnyCertificate) -> bytes:
    """Return the certificate as a tagged PDF of one page, however long the name is."""
    address = address_to_check(certificate)
    context = {
        "certificate": certificate,
        "claims": claims_of(certificate),
        "what": claims_of(certificate)[1].value,
        "is_programme": isinstance(certificate, ProgrammeCertificate),
        "achieved": achieved_in(certificate),
        "scores": scores_of(certificate),
        "courses": courses_of(certificate),
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
