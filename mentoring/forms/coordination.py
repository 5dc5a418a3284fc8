"""Suggesting a mentor to a learner, or matching the two by hand."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.forms.bases import Helper, KeyedForm
from core.forms.layouts import Layout, Submit
from mentoring.suggestions.mentor_suggestions import SuggestedMentor


class SuggestForm(KeyedForm):
    """Which mentor, and a word: to the learner with a suggestion, to both with a match."""

    mentor = forms.ChoiceField(
        label=_("Mentor"),
        widget=forms.RadioSelect,
        help_text=_(
            "With a suggestion, the learner reads the reasons as they are worded here. Only you see the reasons against a mentor."
        ),
        error_messages={"required": _("Choose a mentor")},
    )
    text = forms.CharField(
        label=_("Message"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "The learner reads it with the suggestion. If you match them yourself, give the reason: both of them read it."
        ),
    )

    def __init__(
        self,
        *args: Any,
        mentors: list[SuggestedMentor],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        groups = [
            (_now("These fit"), [_choice(one) for one in mentors if one.fits]),
            (_now("Others with a free place"), [_choice(one) for one in mentors if not one.fits]),
        ]
        self.fields["mentor"].choices = [group for group in groups if group[1]]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "match" in self.data and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", _now("Give the reason for the match"))
        return cleaned

    @property
    def helper(self) -> Helper:
        helper = Helper()
        helper.layout = Layout(
            "mentor",
            "text",
            "form_key",
            Submit("suggest", _("Send the suggestion")),
            Submit("match", _("Match them"), css_class="button-secondary"),
        )
        return helper


def _choice(one: SuggestedMentor) -> tuple[str, str]:
    """Return a mentor with what speaks for and against them."""
    words = " · ".join(one.reasons)
    if one.against:
        against = _now("against: %(reasons)s") % {"reasons": " · ".join(one.against)}
        words = f"{words} – {against}" if words else against
    label = format_html('<strong>{}</strong> <span class="meta">{}</span>', one.profile.user, words)
    return str(one.profile.pk), label
