"""The forms of judging and withdrawing."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from core.forms.bases import Form, Helper, KeyedForm
from core.forms.layouts import Fieldset, Layout, Submit
from library.practice.actions.judging import Judged
from library.practice.models import LONGEST
from library.practice.states import QUESTIONS, Criterion, Degree, MeasureKind

_MEASURE = ("measure", "baseline", "outcome", "evaluation")


class JudgeForm(KeyedForm):
    """How far each criterion is met, and by what an effect is measured."""

    measure = forms.ChoiceField(
        label=_("How is the effect measured?"),
        choices=MeasureKind.choices,
        widget=forms.RadioSelect,
        initial=MeasureKind.NONE,
        help_text=_("Without a measure, effectiveness counts as not reported."),
        error_messages={"required": _("Choose how it is measured.")},
    )
    baseline = forms.CharField(
        label=_("Value before"),
        required=False,
        max_length=200,
        help_text=_("For example: 31 per cent saw a dentist in 2023."),
    )
    outcome = forms.CharField(label=_("Value after"), required=False, max_length=200)
    evaluation = forms.CharField(
        label=_("Evaluation"),
        required=False,
        max_length=300,
        help_text=_("Who evaluated it, when, and where that can be read."),
    )

    # Problems have the names of the fields.
    names_of_fields: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion in Criterion:
            self.fields[criterion.value] = forms.ChoiceField(
                label=criterion.label,
                choices=Degree.choices,
                widget=forms.RadioSelect,
                help_text=QUESTIONS[criterion],
                error_messages={"required": _("Choose how far it is met.")},
            )
            self.fields[f"{criterion.value}_words"] = forms.CharField(
                label=_("Why: %(criterion)s") % {"criterion": criterion.label},
                required=False,
                max_length=LONGEST,
                validators=[MaxLengthValidator(LONGEST)],
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_("A sentence. Leave it empty only where it is not reported."),
            )
        self.refuse_control_characters()

    @property
    def judged(self) -> Judged:
        """Return what was found, for the action."""
        said = self.cleaned_data
        degrees = {
            each: (Degree(said[each.value]), said[f"{each.value}_words"]) for each in Criterion
        }
        measure, *named = (said[name] for name in _MEASURE)
        return Judged(degrees, MeasureKind(measure), *named)

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        criteria = [name for each in Criterion for name in (each.value, f"{each.value}_words")]
        helper.layout = Layout(
            "form_key",
            Fieldset(_("The eight criteria"), *criteria),
            Fieldset(_("Measure"), *_MEASURE),
            Submit("judge", _("Submit my judgement")),
        )
        return helper


class WithdrawAssessmentForm(Form):
    """Why judgements count no longer."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Anyone can read this. We tell the judges."),
        error_messages={"required": _("Enter the reason. Readers will see it.")},
    )

    names_of_fields: dict[str, str] = {}

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        button = Submit("withdraw", _("Withdraw the judgements"), css_class="button-danger")
        helper.layout = Layout("reason", button)
        return helper
