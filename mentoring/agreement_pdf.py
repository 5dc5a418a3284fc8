"""An agreement as a PDF for its two people: the text as it stands, and who has signed it."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from core.files.pdf import render_pdf
from mentoring.agreement_text import render_agreement
from mentoring.models import Match, Signature

_TOP_HEADING = 2


def agreement_pdf(match: Match, signatures: Sequence[Signature]) -> bytes:
    """Return the agreement as a tagged PDF with the signatures under its present text. Load the people of both."""
    people = {"mentor": match.mentor.full_name, "mentee": match.mentee.full_name}
    context = {
        "match": match,
        # Made anew, as the headings of a paper begin one level higher than those of the page.
        "text": render_agreement(match.agreement, top_heading=_TOP_HEADING),
        "signatures": signatures,
        "institute_name": settings.INSTITUTE_NAME,
    }
    title = _("Mentoring agreement of %(mentor)s and %(mentee)s") % people
    return render_pdf("mentoring/agreement_pdf.html", context, title=title)
