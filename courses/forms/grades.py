"""Changing a grade, weighing the items, and reading grades from a file."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms.bases import FingerprintForm, Form, Helper, KeyedForm
from core.forms.layouts import ButtonHolder, Div, Field, Layout, Submit
from courses.forms.numbers import NumberField
from courses.grades.files import CheckedFile
from courses.grades.items import Item
from courses.models.grades import MOST_WEIGHT, GradeAct
from courses.progress.numbers import NotANumber, readings

MOST_BYTES = 2_000_000


class GradeFilterForm(Form):
    """Which learners of the gradebook are shown."""

    q = forms.CharField(label=gettext_lazy("Name"), max_length=100, required=False)
    show = forms.ChoiceField(
        label=gettext_lazy("Show"),
        required=False,
        choices=[
            ("", gettext_lazy("Everyone")),
            ("missing", gettext_lazy("Learners with something missing")),
            ("to_grade", gettext_lazy("Learners with work to grade")),
            ("changed", gettext_lazy("Learners with changed grades")),
        ],
    )


class PercentField(NumberField):
    """A grade in per cent. Where a text can be read as two numbers, the one that can be a grade is meant."""

    def to_python(self, value: Any) -> Any:
        text = forms.CharField.to_python(self, value)
        if not text:
            return None
        try:
            found = {one for one in readings(text.removesuffix("%").strip()) if 0 <= one <= 100}
        except NotANumber:
            found = set()
        if len(found) != 1 or any(one != one.quantize(Decimal("0.01")) for one in found):
            raise forms.ValidationError(
                _("Enter a number from 0 to 100 with at most two decimal places.")
            )
        return found.pop()


class GradeForm(KeyedForm):
    """Another grade for one learner and item, and why."""

    act = forms.ChoiceField(
        label=gettext_lazy("What do you want to do?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you want to do.")},
    )
    percent = PercentField(
        label=gettext_lazy("Grade in per cent"),
        help_text=gettext_lazy("From 0 to 100, with at most two decimal places."),
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The learner reads it."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Enter the reason.")},
    )
    counts_as_done = forms.BooleanField(
        label=gettext_lazy("Also count the lesson as done, which cannot be undone"), required=False
    )

    def __init__(
        self, *args: Any, is_total: bool, is_changed: bool, can_be_ticked: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(GradeAct.GRADE.value, _("Give another grade"))]
        if not is_total:
            choices.append((GradeAct.EXCUSE.value, _("Excuse: the item does not count")))
        if is_changed:
            choices.append((GradeAct.CLEAR.value, _("Go back to the computed grade")))
        self.fields["act"].choices = choices  # type: ignore[attr-defined]
        if not can_be_ticked:
            del self.fields["counts_as_done"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("act") != GradeAct.GRADE:
            cleaned["percent"] = None
        elif "percent" not in self.errors and cleaned.get("percent") is None:
            self.add_error("percent", _("Enter the grade in per cent."))
        return cleaned

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(*self.fields, Submit("save", _("Save the grade")))
        return helper


class WeightsForm(FingerprintForm):
    """How much each item of a draft counts."""

    def __init__(self, *args: Any, items: Sequence[Item], **kwargs: Any) -> None:
        initial = {f"weight_{item.key}": item.weight for item in items}
        super().__init__(*args, initial=initial, **kwargs)
        self._items = items
        for item in items:
            self.fields[f"weight_{item.key}"] = forms.IntegerField(
                label=item.title,
                help_text=item.kind if item.lesson else "",
                min_value=0,
                max_value=MOST_WEIGHT,
                error_messages={
                    "required": _("Enter a weight, or 0 if it does not count."),
                    **dict.fromkeys(
                        ("invalid", "min_value", "max_value"),
                        _("Enter a whole number from 0 to %(most)s.") % {"most": MOST_WEIGHT},
                    ),
                },
            )

    @property
    def weights(self) -> dict[str, int]:
        """Return the weight of each item by its key."""
        return {item.key: self.cleaned_data[f"weight_{item.key}"] for item in self._items}

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        weights = [name for name in self.fields if name.startswith("weight_")]
        others = [name for name in self.fields if name not in weights]
        helper.layout = Layout(
            Div(*weights, css_class="field-lines"), *others, Submit("save", _("Save the weights"))
        )
        return helper


class CohortWeightsForm(WeightsForm):
    """How much each item counts in a cohort, which begins with what its release says, and why that is changed."""

    def __init__(self, *args: Any, inherited: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in self._items:
            field = self.fields[f"weight_{item.key}"]
            usual = _("In the course: %(weight)s.") % {"weight": inherited[item.key]}
            field.help_text = f"{field.help_text} · {usual}" if field.help_text else usual
        self.fields["reason"] = forms.CharField(
            label=_("Reason for the change"),
            help_text=_(
                "Needed when you change a weight. Learners and facilitators of the cohort can read it."
            ),
            max_length=500,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        changed = any(
            cleaned.get(f"weight_{item.key}", item.weight) != item.weight for item in self._items
        )
        if changed and not cleaned.get("reason"):
            self.add_error("reason", _("Enter the reason for the change."))
        return cleaned

    def written(self) -> list[tuple[str, forms.Field]]:
        """Leave out the reason, which belongs to the change and not to the weights."""
        return [(name, field) for name, field in super().written() if name != "reason"]


class GradeFileForm(KeyedForm):
    """Grades out of a file. They are checked first, and then taken all at once."""

    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy("The one that the gradebook exports, with your grades in it."),
        required=False,
    )
    grades = forms.CharField(
        label=gettext_lazy("Or paste the table"),
        max_length=MOST_BYTES,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Learners whose grades change read it."),
        max_length=500,
        error_messages={"required": gettext_lazy("Enter the reason.")},
    )
    seen = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if file := cleaned.get("file"):
            text = self._text_of(file)
            if text is None:
                return cleaned
            # With carriage returns a form that is sent again would not be the same one.
            cleaned["grades"] = text.replace("\r\n", "\n").replace("\r", "\n")
            self.renew("grades", cleaned["grades"])
        is_unread = self.has_error("file") or self.has_error("grades")
        if not cleaned.get("grades", "").strip() and not is_unread:
            self.add_error("file", _("Choose a file, or paste the table."))
        return cleaned

    def _text_of(self, file: Any) -> str | None:
        if file.size > MOST_BYTES:
            self.add_error("file", _("This file is too large for a list of grades."))
            return None
        content = file.read()
        for encoding in ("utf-8-sig", "cp1252"):
            try:
                text: str = content.decode(encoding)
            except UnicodeDecodeError:
                continue
            if "\x00" not in text:
                return text
        self.add_error("file", _("This is not a CSV file."))
        return None

    def is_confirmed(self, checked: CheckedFile) -> bool:
        """Tell whether what the file would do now is what the reader has seen."""
        return bool(self.cleaned_data["seen"] == checked.mark)

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "form_key", "file", "grades", "reason", Submit("check", _("Check the grades"))
        )
        return helper

    @property
    def checked_helper(self) -> Helper:
        """Lay the form out below what would happen: the button that changes grades comes first."""
        helper = self.helper
        helper.layout = Layout(
            Field("form_key"),
            Field("seen"),
            "grades",
            "reason",
            ButtonHolder(
                Submit("take", _("Change these grades")),
                Submit("check", _("Check again"), css_class="button-secondary"),
            ),
        )
        return helper
