"""Telling a learner that nobody fits yet, and asking full mentors for one more place."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import Form, Helper
from core.forms.layouts import Layout, Submit
from mentoring.suggestions.mentor_suggestions import SuggestedMentor


class NobodyFitsForm(Form):
    """A word to the learner, and which of the full mentors are asked."""

    message = forms.CharField(
        label=_("Message to the learner"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("They also read that we keep looking, and what they can do in the meantime."),
    )
    mentors = forms.MultipleChoiceField(
        label=_("Ask these mentors to take one more mentee"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "They are suitable but have no free place. We do not tell them who is looking, and ask at most once in 14 days."
        ),
    )

    def __init__(self, *args: Any, full: list[SuggestedMentor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not full:
            del self.fields["mentors"]
            return
        keys = [str(one.profile.pk) for one in full]
        self.fields["mentors"].choices = list(zip(keys, map(_named, full), strict=True))  # type: ignore[attr-defined]
        self.fields["mentors"].initial = keys

    @property
    def helper(self) -> Helper:
        helper = Helper()
        helper.layout = Layout(*self.fields, Submit("tell", _("Tell them, and keep looking")))
        return helper


def _named(one: SuggestedMentor) -> str:
    return f"{one.profile.user}: {one.profile.headline}"
