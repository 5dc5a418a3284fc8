"""Reviewing the work of another learner, and reporting a review."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms.bases import Form, Helper
from core.forms.layouts import Fieldset, Layout, Submit
from courses.actions.coursework.grading import Mark
from courses.forms.coursework.grading import points_in_words
from courses.models import Criterion


class PeerReviewForm(Form):
    """A level and words for each criterion, and words for the whole."""

    feedback = forms.CharField(
        label=gettext_lazy("Your overall comment"),
        help_text=gettext_lazy("What works well, and one thing to change. Your name is not shown."),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Write a few words to the learner.")},
    )

    def __init__(self, *args: Any, criteria: Sequence[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for each in criteria:
            self.fields[f"level_{each.pk}"] = forms.TypedChoiceField(
                label=_("Level"),
                choices=[
                    (points, f"{points_in_words(points)}: {words}") for points, words in each.levels
                ],
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose a level.")},
            )
            self.fields[f"words_{each.pk}"] = forms.CharField(
                label=_("Comment on “%(criterion)s”") % {"criterion": each.title},
                max_length=2_000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
            )
        self.refuse_control_characters()

    @property
    def marks(self) -> dict[int, Mark]:
        """Return what was chosen and written, by criterion."""
        cleaned = self.cleaned_data
        return {
            each.pk: Mark(cleaned[f"level_{each.pk}"], cleaned[f"words_{each.pk}"])
            for each in self.criteria
        }

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            *(
                Fieldset(each.title, f"level_{each.pk}", f"words_{each.pk}")
                for each in self.criteria
            ),
            "feedback",
            Submit("send", _("Send the review")),
        )
        return helper


class ReportReviewForm(Form):
    """What is wrong with a review of one's own work."""

    reason = forms.CharField(
        label=gettext_lazy("What is wrong with it?"),
        help_text=gettext_lazy("The facilitators read it, and see who wrote the review."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Say what is wrong with it.")},
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("reason", Submit("report", _("Report the review")))
        return helper
