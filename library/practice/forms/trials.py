"""The forms of what was tried elsewhere."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from core.forms.bases import Form, Helper, KeyedForm
from core.forms.layouts import Layout, Submit
from library.practice.models.trials import LONGEST_TRIAL
from library.practice.states import Manner, TrialResult


class TrialForm(KeyedForm):
    """Where somebody tried it, how, and what resulted."""

    place = forms.CharField(
        label=_("Where did you try it?"),
        max_length=200,
        help_text=_("For example: two schools in Leeds, England."),
        error_messages={"required": _("Enter the place.")},
    )
    manner = forms.ChoiceField(
        label=_("How did you do it?"),
        choices=Manner.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you did it.")},
    )
    result = forms.ChoiceField(
        label=_("What was the result?"),
        choices=TrialResult.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the result.")},
    )
    happened = forms.CharField(
        label=_("What happened?"),
        max_length=LONGEST_TRIAL,
        validators=[MaxLengthValidator(LONGEST_TRIAL)],
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What you adapted and why, for whom it worked, and for whom it did not."),
        error_messages={"required": _("Say what happened.")},
    )
    link = forms.URLField(
        label=_("Link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Where others can read more, if there is anything."),
        error_messages={
            "invalid": _("Enter a web address, for example https://example.org/report")
        },
    )

    names_of_fields: dict[str, str] = {}

    @property
    def told(self) -> dict[str, Any]:
        """Return what is told, by the names that the action takes."""
        said = self.cleaned_data
        same = {name: said[name] for name in ("place", "manner", "result", "link")}
        return {**same, "words": said["happened"]}

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        fields = ("place", "manner", "result", "happened", "link")
        helper.layout = Layout("form_key", *fields, Submit("tell", _("Send to the editors")))
        return helper


class TrialDecisionForm(Form):
    """An editor's answer to what somebody tells."""

    answer = forms.CharField(
        label=_("Answer"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads it. Needed if you do not confirm it."),
    )

    names_of_fields: dict[str, str] = {}

    @property
    def is_declined(self) -> bool:
        return "decline" in self.data

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "answer",
            Submit("confirm", _("Confirm and show it")),
            Submit("decline", _("Do not confirm"), css_class="button-secondary"),
        )
        return helper

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.is_declined and not cleaned.get("answer", "").strip():
            self.add_error("answer", _("Say why. The person reads it."))
        return cleaned
