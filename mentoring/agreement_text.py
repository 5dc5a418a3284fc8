"""The default text of an agreement; the two change it before they sign."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.text import render_markdown
from mentoring.models import MentoringRequest

AGREEMENT_TOP_HEADING = 3


def default_agreement(request: MentoringRequest) -> tuple[str, SafeString]:
    """Return the first text of the agreement, as Markdown and as HTML."""
    text = render_to_string("mentoring/agreement.md", {"request": request}).strip()
    return text, render_agreement(text)


def render_agreement(text: str) -> SafeString:
    """Return the agreement as HTML that is safe to show."""
    return render_markdown(text, top_heading=AGREEMENT_TOP_HEADING)
