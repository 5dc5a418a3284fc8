"""Asking for another attempt at a quiz, and giving one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import Form, Helper, KeyedForm
from core.forms.layouts import Layout, Submit
from courses.models import Lesson
from courses.models.more_attempts import MOST_EXTRA_ATTEMPTS


class AskForAttemptForm(Form):
    """A few words to the facilitators."""

    message = forms.CharField(
        label=_("Message to the facilitators"),
        help_text=_("What went wrong, or what you would like explained."),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("message", Submit("ask", _("Ask for another attempt")))
        return helper


class GiveAttemptsForm(KeyedForm):
    """The quiz, how many more attempts, and why."""

    lesson = forms.TypedChoiceField(label=_("Quiz"), coerce=int, widget=forms.RadioSelect)
    number = forms.IntegerField(
        label=_("More attempts"), min_value=1, max_value=MOST_EXTRA_ATTEMPTS, initial=1
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The learner reads it, and it stays in their history."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Enter the reason.")},
    )

    def __init__(self, *args: Any, quizzes: Sequence[Lesson], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(quiz.pk, quiz.title) for quiz in quizzes]
        self.fields["lesson"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["lesson"].initial = choices[0][0]

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "form_key", "lesson", "number", "reason", Submit("give", _("Give the attempts"))
        )
        return helper
