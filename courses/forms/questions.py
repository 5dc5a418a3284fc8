"""Writing a question with its options, without JavaScript."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext_lazy as _

from core.forms.bases import EditForm, Form, KeyedForm
from core.forms.edit_conflicts import EditedElsewhere
from core.forms.lines import LinesField
from core.refusals import Refusal
from core.web.requests import key_of
from courses.actions.questions import OptionWords, options_of
from courses.forms.numbers import NumberField
from courses.lessons.publishing_checks import missing_in_question
from courses.models import Lesson, Option, Question
from courses.states import CHOICE_KINDS, OPTION_KINDS, LessonKind, QuestionKind

MAX_OPTIONS = 12
_PREFIX = "options"


class QuestionForm(EditForm):
    """The text of a question; its fields depend on the kind."""

    class Meta:
        model = Question
        fields = (
            "prompt", "answer", "tolerance", "unit", "points", "hint", "taught_in", "explanation",
        )  # fmt: skip
        labels = {
            "prompt": _("Question"),
            "unit": _("Unit"),
            "points": _("Points"),
            "hint": _("Hint"),
            "taught_in": _("Lesson to read again"),
            "explanation": _("Explanation"),
        }
        error_messages = {
            "prompt": {"required": _("Enter the question.")},
            "points": {"required": _("Enter how many points it is worth.")},
        }
        help_texts = {
            "unit": _("For example, years or per cent. Learners can include it or leave it out."),
            "hint": _("Shown after a wrong answer. Do not give the correct answer away."),
            "taught_in": _("Offered after a wrong answer."),
            "explanation": _(
                "Shown with the correct answer once the learner has passed the quiz, whatever they answered."
            ),
        }
        widgets = {
            "prompt": forms.Textarea(attrs={"rows": 3}),
            "hint": forms.Textarea(attrs={"rows": 2}),
            "explanation": forms.Textarea(attrs={"rows": 3}),
        }

    answer = NumberField(
        label=_("Correct number"),
        help_text=_("As you usually write it: 1,234.5, 1.234,5 or 1 234.5."),
        error_messages={"required": _("Enter the correct number.")},
    )
    tolerance = NumberField(
        label=_("Tolerance"),
        help_text=_("How far an answer can be from the correct number, above or below."),
        required=False,
    )
    accepted = LinesField(
        label=_("Accepted answers"),
        help_text=_("One on each line. We ignore capitals, accents and surrounding punctuation."),
        max_length=4_000,
        error_messages={"required": _("Enter at least one accepted answer.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options: list[OptionWords] = []
        kind = self.instance.kind
        if kind != QuestionKind.NUMERIC:
            del self.fields["answer"], self.fields["tolerance"], self.fields["unit"]
        if kind == QuestionKind.SHORT_TEXT:
            self.fields["accepted"].initial = self.instance.accepted
        else:
            del self.fields["accepted"]

        texts = Lesson.objects.filter(
            module__release=self.instance.lesson.module.release_id, kind=LessonKind.TEXT
        )
        self.fields["taught_in"].queryset = texts.in_order()  # type: ignore[attr-defined]
        self.fields["taught_in"].empty_label = _("None in particular")  # type: ignore[attr-defined]

    def clean_tolerance(self) -> Decimal:
        """Without a tolerance only the number itself is right."""
        tolerance: Decimal = self.cleaned_data["tolerance"] or Decimal(0)
        if tolerance < 0:
            raise forms.ValidationError(_("Enter 0 or more."))
        return tolerance

    def refuse(self, refusal: Refusal | forms.ValidationError) -> None:
        """Show a save elsewhere with its answers, all together."""
        super().refuse(refusal)
        if isinstance(refusal, EditedElsewhere):
            theirs = options_of(refusal.stored)
            if theirs != self.options:
                lines = [_in_one_line(option) for option in theirs]
                self.conflict.append((_("Answers"), "\n".join(lines)))
                self.status = refusal.status


def _in_one_line(option: OptionWords) -> str:
    mark = _("correct") if option.is_correct else ""
    return " · ".join(str(part) for part in (option.text, mark, option.feedback) if part)


class NewQuestionForm(KeyedForm, QuestionForm):
    """A question that is added: the key tells a second click from a second question."""


class OptionForm(Form):
    """One answer to choose from. An empty one is left out."""

    text = forms.CharField(label=_("Answer"), max_length=500, required=False)
    is_correct = forms.BooleanField(label=_("This answer is correct"), required=False)
    feedback = forms.CharField(
        label=_("Feedback for people who choose this"), max_length=1_000, required=False
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind not in CHOICE_KINDS:
            del self.fields["is_correct"], self.fields["feedback"]


class OptionFormSet(BaseFormSet):
    """All options of a question, checked against its kind."""

    form = OptionForm
    extra, min_num, max_num, absolute_max = 0, 0, MAX_OPTIONS, MAX_OPTIONS + 1
    can_order = can_delete = can_delete_extra = False
    validate_max = True
    validate_min = False
    edit_only = False
    renderer = None

    def __init__(self, data: Any = None, *, question: Question, initial: Any = None) -> None:
        self.question = question
        super().__init__(data, prefix=_PREFIX, initial=initial, form_kwargs={"kind": question.kind})

    @property
    def options(self) -> list[OptionWords]:
        return [
            OptionWords(
                form.cleaned_data["text"],
                form.cleaned_data.get("is_correct", False),
                form.cleaned_data.get("feedback", ""),
            )
            for form in self.forms
            if form.cleaned_data.get("text")
        ]

    def clean(self) -> None:
        if any(self.errors) or self.question.kind not in OPTION_KINDS:
            return
        drafts = [Option(text=item.text, is_correct=item.is_correct) for item in self.options]
        lacks = missing_in_question(self.question, drafts)
        if lacks:
            raise forms.ValidationError(lacks)


def options_for(question: Question, *, at_least: int = 4) -> OptionFormSet:
    """Return the formset of the options, with empty ones to fill."""
    initial: list[dict[str, Any]] = []
    if question.pk:
        initial = [
            {"text": option.text, "is_correct": option.is_correct, "feedback": option.feedback}
            for option in question.options.order_by("position", "pk")
        ]
    initial += [{}] * (at_least - len(initial))
    return OptionFormSet(question=question, initial=initial)


def with_one_more(data: Mapping[str, Any], question: Question) -> OptionFormSet:
    """Return the formset as typed so far, unchecked, with one more empty option."""
    count = min(key_of(data.get(f"{_PREFIX}-TOTAL_FORMS")), MAX_OPTIONS - 1)
    initial = [
        {
            "text": data.get(f"{_PREFIX}-{number}-text", ""),
            "is_correct": f"{_PREFIX}-{number}-is_correct" in data,
            "feedback": data.get(f"{_PREFIX}-{number}-feedback", ""),
        }
        for number in range(count)
    ]
    return OptionFormSet(question=question, initial=[*initial, {}])
