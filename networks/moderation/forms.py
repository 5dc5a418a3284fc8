"""The forms of flags, decisions, appeals and the code of conduct."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms.bases import FingerprintForm, Form, Helper
from core.forms.layouts import Layout, Submit
from networks.actions.cases import Outcome
from networks.forms.networks import MARKDOWN_HINT
from networks.models import FlagReason


class FlagForm(Form):
    """What a member says is wrong."""

    reason = forms.ChoiceField(
        label=gettext_lazy("What is wrong?"),
        choices=FlagReason,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Personal or patient information is hidden at once, until a moderator decides."
        ),
        error_messages={"required": gettext_lazy("Choose what is wrong")},
    )
    details = forms.CharField(
        label=gettext_lazy("Tell the moderators more"),
        help_text=gettext_lazy("We do not tell the author who flagged it."),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("reason", "details", Submit("flag", _("Send to the moderators")))
        return helper


class DecisionForm(Form):
    """What a moderator decides, and the words for the author."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=Outcome,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a decision")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy(
            "The author reads this when something is hidden or shown again. Do not name who flagged it."
        ),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Enter the reason")},
    )
    pause = forms.ChoiceField(
        label=gettext_lazy("Pause the author’s posting in this network"),
        choices=[
            ("", gettext_lazy("No")),
            ("7", gettext_lazy("For 7 days")),
            ("30", gettext_lazy("For 30 days")),
        ],
        required=False,
        help_text=gettext_lazy("Only if you hide it."),
    )

    def __init__(self, *args: Any, is_escalated: bool, is_appeal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_escalated:
            field = self.fields["outcome"]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  (tells the type checker)
            field.choices = [choice for choice in Outcome.choices if choice[0] != Outcome.ESCALATE]
        if is_appeal:
            del self.fields["pause"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("pause") and cleaned.get("outcome") != Outcome.UPHOLD:
            self.add_error("pause", _("You can only pause posting if you hide something"))
        return cleaned

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(*self.fields, Submit("decide", _("Decide")))
        return helper


class AppealForm(Form):
    """Why an author asks somebody else to look again."""

    appeal = forms.CharField(
        label=gettext_lazy("Why should someone else look at this again?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Say why")},
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("appeal", Submit("send", _("Appeal")))
        return helper


class ConductForm(FingerprintForm):
    """The text of the next version of the code of conduct."""

    body = forms.CharField(
        label=gettext_lazy("Text"),
        help_text=MARKDOWN_HINT,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 18}),
        error_messages={"required": gettext_lazy("Enter the text")},
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("seen", "body", Submit("publish", _("Publish a new version")))
        return helper
