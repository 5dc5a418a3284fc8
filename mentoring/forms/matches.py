"""The agreement of a match, its ending, and the feedback on it."""

from typing import Any

from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import FingerprintForm, Form, Helper


class AgreementForm(FingerprintForm):
    """The text of the agreement."""

    agreement = forms.CharField(
        label=_("Agreement"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text=_(
            "You can use Markdown. If you change the text, both of you need to sign again."
        ),
        error_messages={"required": _("Enter the text of the agreement")},
    )

    @property
    def helper(self) -> Helper:
        helper = Helper()
        helper.layout = Layout("seen", "agreement", Submit("save", _("Save the agreement")))
        return helper


class CancellingReasonForm(Form):
    """The reason why a session is cancelled; the other person reads it."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The other person reads it."),
        error_messages={"required": _("Enter the reason")},
    )

    def __init__(self, *args: Any, label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label = label

    @property
    def helper(self) -> Helper:
        helper = Helper()
        helper.layout = Layout("reason", Submit("save", self.label, css_class="button-danger"))
        return helper


class EndingReasonForm(CancellingReasonForm):
    """The reason why a mentoring ends; the coordinator alone reads it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "Only the mentoring coordinator reads it. The other person is told that it ended."
        )


class FeedbackForm(Form):
    """Feedback of one of the two at the end."""

    text = forms.CharField(
        label=_("How was it?"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What helped, and what you learned. Only the two of you can read it."),
        error_messages={"required": _("Enter your feedback")},
    )

    @property
    def helper(self) -> Helper:
        helper = Helper()
        helper.layout = Layout("text", Submit("save", _("Send the feedback")))
        return helper
