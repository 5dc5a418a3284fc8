"""Mending a published lesson, and the key of a published question."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import EditForm, Form, Helper, KeyedForm
from core.forms.layouts import ButtonHolder, Hidden, Layout, Submit
from core.forms.lines import LinesField
from courses.forms.editor import LessonTextWidget
from courses.forms.numbers import NumberField
from courses.forms.quiz import OrderingField
from courses.forms.teaching import look_with
from courses.models import Lesson, Question
from courses.progress.regrading import Key
from courses.states import CHOICE_KINDS, NUMBER_KINDS, QuestionKind


class CorrectLessonForm(EditForm):
    """Title and text of a published lesson, and what its learners are told."""

    class Meta:
        model = Lesson
        fields = ("title", "body")
        labels = {"title": _("Title"), "body": _("Text")}
        error_messages = {
            "title": {"required": _("Enter a title.")},
        }
        widgets = {"body": LessonTextWidget}

    note = forms.CharField(
        label=_("What you corrected"),
        help_text=_(
            "Learners read it with its date, such as: “The rate in the second table is 12, not 21.”"
        ),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say what you corrected.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        look_with(self, self.instance)

    def written(self) -> list[tuple[str, forms.Field]]:
        """Leave out the note, which belongs to the correction and not to the lesson."""
        return [(name, field) for name, field in super().written() if name != "note"]

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "edit_number", "title", "body", "note", Submit("save", _("Correct the lesson"))
        )
        return helper


class RequirementForm(Form):
    """Why the certificate no longer asks for a lesson, or asks for it again."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Everyone who is learning in this version reads it."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Enter the reason.")},
    )

    def __init__(self, *args: Any, is_required: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_required = is_required

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        label = _("Do not require it") if self.is_required else _("Require it again")
        to = "no" if self.is_required else "yes"
        helper.layout = Layout("reason", Hidden("to", to), Submit("change", label))
        return helper


class RegradeForm(KeyedForm):
    """What counts as right from now on, why, and whether anybody may lose points."""

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        self.is_previewed = False
        self.fields.update(_key_fields(question))
        self.fields["reason"] = forms.CharField(
            label=_("Reason"),
            help_text=_("Everyone whose points change reads it."),
            max_length=500,
            widget=forms.Textarea(attrs={"rows": 2}),
            error_messages={"required": _("Enter the reason.")},
        )
        self.fields["may_lower"] = forms.BooleanField(
            label=_("Take points from learners whose answer no longer counts"),
            required=False,
            help_text=_("Anything already completed stays completed."),
        )
        self.refuse_control_characters()

    @property
    def answer_key(self) -> Key:
        """Return what counts as right, as a regrade takes it."""
        given = self.cleaned_data
        if self.question.kind in CHOICE_KINDS:
            chosen = given["right"] if isinstance(given["right"], list) else [given["right"]]
            return {"right": sorted(int(pk) for pk in chosen)}
        if self.question.kind == QuestionKind.ORDERING:
            return {"order": given["order"]}
        if self.question.kind in NUMBER_KINDS:
            places = Decimal("0.000001")
            tolerance = given["tolerance"] or Decimal(0)
            return {
                "answer": str(given["answer"].quantize(places)),
                "tolerance": str(tolerance.quantize(places)),
            }
        return {"accepted": given["accepted"]}

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        buttons = [
            Submit("preview", _("Show whose points would change"), css_class="button-secondary")
        ]
        if self.is_previewed:
            buttons.insert(0, Submit("apply", _("Mark the attempts again")))
        names = [name for name in self.fields if name != "form_key"]
        helper.layout = Layout("form_key", *names, ButtonHolder(*buttons))
        return helper


def _key_fields(question: Question) -> dict[str, forms.Field]:
    if question.kind in CHOICE_KINDS:
        options = list(question.options.order_by("position", "pk"))
        right = [str(option.pk) for option in options if option.is_correct]
        choices = [(str(option.pk), option.text) for option in options]
        missing = {"required": _("Mark at least one answer as correct.")}
        if question.kind == QuestionKind.SINGLE:
            return {
                "right": forms.ChoiceField(
                    label=_("Correct answer"),
                    choices=choices,
                    widget=forms.RadioSelect,
                    initial=right[0] if right else None,
                    error_messages=missing,
                )
            }
        return {
            "right": forms.MultipleChoiceField(
                label=_("Correct answers"),
                choices=choices,
                widget=forms.CheckboxSelectMultiple,
                initial=right,
                error_messages=missing,
            )
        }
    if question.kind == QuestionKind.ORDERING:
        options = list(question.options.order_by("position", "pk"))
        return {
            "order": OrderingField(
                options,
                label=_("Correct order"),
                help_text=_("Give each item a place, 1 for the first."),
                initial=[option.pk for option in options],
                error_messages={"required": _("Give each item a place.")},
            )
        }
    if question.kind in NUMBER_KINDS:
        return {
            "answer": NumberField(label=_("Correct number"), initial=question.answer),
            "tolerance": NumberField(
                label=_("Tolerance"), initial=question.tolerance, required=False
            ),
        }
    return {
        "accepted": LinesField(
            label=_("Accepted answers"),
            help_text=_("One on each line."),
            initial=question.accepted,
            max_length=4_000,
        )
    }
