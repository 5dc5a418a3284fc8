"""Writing the questions of a survey, and answering them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import EditForm, Form, Helper, KeyedForm
from core.forms.layouts import Layout, Submit
from core.forms.lines import LinesField
from courses.models import SurveyQuestion
from courses.states import SurveyQuestionKind


class SurveyQuestionForm(EditForm):
    """A question, its kind, and for a choice what can be chosen."""

    class Meta:
        model = SurveyQuestion
        fields = ("prompt", "kind")
        labels = {"prompt": _("Question"), "kind": _("How it is answered")}
        widgets = {
            "prompt": forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
            "kind": forms.RadioSelect,
        }

    options = LinesField(
        label=_("Answers to choose from"),
        help_text=_("One on each line. Only for “One of several answers”."),
        required=False,
        max_length=4_000,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = SurveyQuestionKind.choices  # type: ignore[attr-defined]
        if self.instance.options:
            self.initial["options"] = self.instance.options

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        options = cleaned.get("options") or []
        if cleaned.get("kind") != SurveyQuestionKind.CHOICE:
            cleaned["options"] = []
        elif "options" not in self.errors and len(set(options)) < max(2, len(options)):
            self.add_error("options", _("Write at least two answers, each once."))
        return cleaned

    @property
    def words(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("prompt", "kind", "options")}

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        hidden = [name for name in ("form_key",) if name in self.fields]
        submit = Submit("save", _("Save the question"))
        helper.layout = Layout("edit_number", *hidden, "prompt", "kind", "options", submit)
        return helper


class NewSurveyQuestionForm(KeyedForm, SurveyQuestionForm):
    """A question that is added: the key tells a second click from a second question."""


class SurveyForm(Form):
    """All questions of a survey; none has to be answered."""

    # What is written here is nobody's: it is not kept under a person's name either.
    keeps_unsent = False

    def __init__(
        self, *args: Any, questions: Sequence[SurveyQuestion], address: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._address = address
        self._questions = questions
        for question in questions:
            self.fields[f"question_{question.pk}"] = _field(question)
        self.refuse_control_characters()

    @property
    def answers(self) -> dict[int, str]:
        """Return what was answered, by question."""
        return {each.pk: self.cleaned_data[f"question_{each.pk}"] for each in self._questions}

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.form_action = self._address
        helper.layout = Layout(*self.fields, Submit("answer", _("Send my answers")))
        return helper


def _field(question: SurveyQuestion) -> forms.Field:
    if question.kind == SurveyQuestionKind.TEXT:
        area = forms.Textarea(attrs={"rows": 3, "dir": "auto"})
        return forms.CharField(
            label=question.prompt,
            help_text=_("Please do not include names or anything that could identify you."),
            max_length=2_000,
            required=False,
            widget=area,
        )
    hint = (
        _("From 1, not at all, to 5, very much.")
        if question.kind == SurveyQuestionKind.SCALE
        else ""
    )
    return forms.ChoiceField(
        label=question.prompt,
        help_text=hint,
        choices=[(choice, choice) for choice in question.choices],
        required=False,
        widget=forms.RadioSelect,
    )
