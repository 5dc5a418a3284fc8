"""The forms of editors."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms.bases import Form, Helper
from core.forms.layouts import Layout, Submit
from library.vocabularies.models import Topic
from submissions.content import SubmissionKind
from submissions.models import Verdict
from submissions.reviewer_suggestions import ReviewerSuggestion
from submissions.states import REVIEW_TIME

_LONGEST = dt.timedelta(days=183)


class DeskFilterForm(Form):
    """Which submissions of a queue are shown."""

    q = forms.CharField(label=_("Title or author"), max_length=100, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All kinds")), *SubmissionKind.choices], required=False
    )
    topic = forms.ModelChoiceField(
        Topic.objects.in_order(),
        label=_("Topic"),
        to_field_name="code",
        required=False,
        empty_label=_("All topics"),
    )
    queue = forms.CharField(widget=forms.HiddenInput, required=False)


class InviteForm(Form):
    """The reviewer to invite, and until when."""

    reviewer = forms.TypedChoiceField(
        label=_("Reviewer"),
        widget=forms.RadioSelect,
        coerce=int,
        error_messages={
            "required": _("Choose who to ask."),
            "invalid_choice": _("Choose one of these people."),
        },
    )
    due_on = forms.DateField(
        label=_("Due date"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": _("Enter the date the review is due."),
            "invalid": _("Enter a day, for example 2026-03-31."),
        },
    )
    message = forms.CharField(
        label=_("Message to the reviewer"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The email already includes the title, the summary and the due date."),
    )

    def __init__(
        self, *args: Any, suggestions: Iterable[ReviewerSuggestion], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {s.person.pk: s.person for s in suggestions}
        self.fields["reviewer"].choices = [  # type: ignore[attr-defined]
            (s.person.pk, s.words) for s in suggestions
        ]
        self.fields["due_on"].initial = timezone.localdate() + REVIEW_TIME

    def clean_due_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["due_on"]
        today = timezone.localdate()
        if not today < day <= today + _LONGEST:
            raise forms.ValidationError(_("Choose a date from tomorrow to six months from now."))
        return day

    @property
    def chosen(self) -> User:
        """The person chosen, once the form is valid."""
        return self.people[self.cleaned_data["reviewer"]]

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "reviewer", "due_on", "message", Submit("ask", _("Ask for a review"))
        )
        return helper


class AssignForm(Form):
    """The editor to assign."""

    editor = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Editor"),
        empty_label=None,
        error_messages={"required": _("Choose an editor.")},
    )

    def __init__(self, *args: Any, editors: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["editor"].queryset = editors  # type: ignore[attr-defined]

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("editor", Submit("assign", _("Change the editor")))
        return helper


_SEND = {
    Verdict.ACCEPT: _("Accept and publish"),
    Verdict.CHANGES: _("Ask for changes"),
    Verdict.DECLINE: _("Decline the submission"),
}


class EditorDecisionForm(Form):
    """The editor's letter, and an answer to "without a review?" where nobody ever delivered one."""

    letter = forms.CharField(
        label=_("Letter to the author"),
        max_length=30_000,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_(
            "The author gets exactly this text. Remove what you do not want to pass on, and add "
            "your own words."
        ),
        error_messages={"required": _("Write the letter to the author.")},
    )
    without_review = forms.BooleanField(
        label=_("Accept it without a review"),
        error_messages={
            "required": _("Confirm that you accept it without a review, or ask for one.")
        },
    )

    def __init__(self, *args: Any, verdict: Verdict, has_reviews: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.verdict = verdict
        if has_reviews or verdict != Verdict.ACCEPT:
            del self.fields["without_review"]

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        style = "button-danger" if self.verdict == Verdict.DECLINE else ""
        helper.layout = Layout(*self.fields, Submit("decide", _SEND[self.verdict], css_class=style))
        return helper
