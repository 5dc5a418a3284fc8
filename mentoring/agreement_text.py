"""The text of an agreement, made from its fields; the two change these before they sign."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.text import render_markdown
from mentoring.models import AgreementTerms, MentoringRequest
from mentoring.models.agreements import USUAL_MONTHS, MeetingWay, Rhythm

AGREEMENT_TOP_HEADING = 3
_USUAL_MINUTES = 60


def usual_terms() -> dict[str, Any]:
    """Return the fields with which every agreement begins."""
    return {
        "rhythm": Rhythm.MONTHLY,
        "minutes": _USUAL_MINUTES,
        "months": USUAL_MONTHS,
        "way": MeetingWay.VIDEO,
        "boundaries": _(
            "The mentee brings the questions and records what was agreed. The mentor listens, asks, and shares "
            "experience; the decisions stay with the mentee. Neither does the other’s work. Between sessions we "
            "write through the platform."
        ),
        "limit_harm": _("If someone is at risk of serious harm, we tell those who can help."),
        "limit_protection": _(
            "If a child or an adult who needs protection may be at risk, we tell the safeguarding lead."
        ),
        "limit_law": _(
            "If the law requires us to tell someone, we do, and tell each other first where we can."
        ),
        "ending": _(
            "Either of us may pause or end the mentoring at any time, without blame. In the last session we look at what we achieved."
        ),
        "also": "",
    }


def agreement_of(request: MentoringRequest, terms: AgreementTerms) -> str:
    """Return the text of the agreement with these fields, as Markdown."""
    return render_to_string("mentoring/agreement.md", {"request": request, "terms": terms}).strip()


def render_agreement(text: str, *, top_heading: int = AGREEMENT_TOP_HEADING) -> SafeString:
    """Return the agreement as HTML that is safe to show."""
    return render_markdown(text, top_heading=top_heading)
