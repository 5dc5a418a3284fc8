"""Grading work by its rubric, and returning much of it at once."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.forms.bases import Form, Helper
from core.forms.edit_conflicts import EditedElsewhere
from core.forms.layouts import ButtonHolder, Fieldset, Layout, Submit
from core.refusals import Refusal
from core.web.requests import key_of
from courses.actions.coursework.grading import Mark
from courses.models import Criterion, HandIn

MOST_AT_ONCE = 100
_FEEDBACK = forms.Textarea(attrs={"rows": 5, "dir": "auto"})


class GradeForm(Form):
    """A level and words for each criterion, words for the whole, and one of two buttons."""

    feedback = forms.CharField(
        label=gettext_lazy("Overall feedback"),
        max_length=10_000,
        required=False,
        widget=_FEEDBACK,
    )
    edit_number = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, hand_in: HandIn, criteria: Sequence[Criterion], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        marks = {mark.criterion_id: mark for mark in hand_in.marks.all()}
        self.fields["edit_number"].initial = hand_in.edit_number
        self.fields["feedback"].initial = hand_in.feedback
        for each in criteria:
            mark = marks.get(each.pk)
            self.fields[f"level_{each.pk}"] = forms.TypedChoiceField(
                label=_("Level"),
                help_text=_("Needed to accept the work."),
                choices=[
                    (points, f"{points_in_words(points)}: {words}") for points, words in each.levels
                ],
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
                initial=mark.points if mark else None,
            )
            self.fields[f"words_{each.pk}"] = forms.CharField(
                label=_("Comment on “%(criterion)s”") % {"criterion": each.title},
                max_length=2_000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
                initial=mark.words if mark else "",
            )
        self.refuse_control_characters()

    @property
    def is_accepting(self) -> bool:
        return "accept" in self.data

    @property
    def marks(self) -> dict[int, Mark]:
        """Return what was chosen and written, by criterion."""
        cleaned = self.cleaned_data
        return {
            each.pk: Mark(cleaned[f"level_{each.pk}"], cleaned[f"words_{each.pk}"])
            for each in self.criteria
        }

    def refuse(self, refusal: Refusal | forms.ValidationError) -> None:
        """Show what somebody else decided meanwhile beside the own words, which stay."""
        if not isinstance(refusal, EditedElsewhere):
            super().refuse(refusal)
            return
        stored: HandIn = refusal.stored
        theirs = {mark.criterion_id: mark for mark in stored.marks.all()}
        shown: dict[str, Any] = {"feedback": stored.feedback}
        for each in self.criteria:
            mark = theirs.get(each.pk)
            shown[f"level_{each.pk}"] = mark.points if mark else None
            shown[f"words_{each.pk}"] = mark.words if mark else ""
        self.conflict = self.differing_from(shown)
        is_same = (stored.state == HandIn.State.ACCEPTED) == self.is_accepting
        if not is_same or self.conflict:
            self.conflict.insert(0, (_("Decision"), stored.get_state_display()))
            self.status = refusal.status
        self.renew("edit_number", stored.edit_number)

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "edit_number",
            *(
                Fieldset(each.title, f"level_{each.pk}", f"words_{each.pk}")
                for each in self.criteria
            ),
            "feedback",
            ButtonHolder(
                Submit("accept", _("Accept")),
                Submit("return", _("Return for changes"), css_class="button-secondary"),
            ),
        )
        return helper


def points_in_words(points: int) -> str:
    """Return “2 points”."""
    return ngettext("%(points)d point", "%(points)d points", points) % {"points": points}


class ReturnManyForm(Form):
    """The same words for all work that was chosen."""

    chosen = forms.CharField(widget=forms.HiddenInput, max_length=2_000)
    feedback = forms.CharField(
        label=gettext_lazy("What to change"),
        help_text=gettext_lazy("Everyone whose work you return reads this."),
        max_length=10_000,
        widget=_FEEDBACK,
        error_messages={"required": gettext_lazy("Say what to change.")},
    )

    def clean_chosen(self) -> list[int]:
        keys = [key_of(key) for key in self.cleaned_data["chosen"].split(",")]
        return [key for key in keys if key][:MOST_AT_ONCE]

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("chosen", "feedback", Submit("return", _("Return for changes")))
        return helper
