"""Writing what an assignment takes, and its rubric."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import EditForm, FingerprintForm, Helper, KeyedForm
from core.forms.layouts import Fieldset, Layout, Submit
from core.forms.lines import lines_of
from courses.models import Assignment, Criterion
from courses.models.assignments import MOST_POINTS

_MOST_LEVELS = 10
_LEVEL = re.compile(r"^(\d{1,4})\s*[:.)–-]?\s+(\S.*)$")
_TAKES = {
    "takes_text": _("A text written here"),
    "takes_files": _("Files"),
    "takes_link": _("A link"),
}

_NUMBERS = ("points_needed", "reviews_given", "reviews_needed", "review_days")


class AssignmentForm(FingerprintForm):
    """What learners hand in, and when it can be accepted."""

    takes = forms.MultipleChoiceField(
        label=_("Learners hand in"),
        choices=list(_TAKES.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    points_needed = forms.IntegerField(
        label=_("Points needed"),
        help_text=_("The fewest rubric points with which work can be accepted. 0 for no minimum."),
        min_value=0,
        max_value=2_000,
    )

    reviews_given = forms.IntegerField(
        label=_("Reviews that each learner writes"),
        help_text=_(
            "They review each other’s work without names. 0: the facilitators judge all work."
        ),
        min_value=0,
        max_value=10,
    )
    reviews_needed = forms.IntegerField(
        label=_("Reviews that each work gets"),
        help_text=_("No more than each learner writes."),
        min_value=0,
        max_value=10,
    )
    review_days = forms.IntegerField(
        label=_("Days for the reviews"),
        help_text=_("After that, the facilitators judge the work with the reviews it has."),
        min_value=2,
        max_value=90,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        given, needed = cleaned.get("reviews_given"), cleaned.get("reviews_needed")
        if given is not None and needed is not None:
            if needed > given:
                text = _("Each learner writes at least as many reviews as each work gets.")
                self.add_error("reviews_needed", text)
            elif given and not needed:
                self.add_error("reviews_needed", _("Enter how many reviews each work gets."))
        return cleaned

    def __init__(self, *args: Any, assignment: Assignment, **kwargs: Any) -> None:
        taken = [name for name in _TAKES if getattr(assignment, name)]
        initial = {"takes": taken, **{name: getattr(assignment, name) for name in _NUMBERS}}
        super().__init__(*args, initial=initial, **kwargs)

    @property
    def words(self) -> dict[str, Any]:
        """Return what ``edit_assignment`` takes."""
        taken = self.cleaned_data["takes"]
        return {
            **{name: name in taken for name in _TAKES},
            **{name: self.cleaned_data[name] for name in _NUMBERS},
        }

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "seen",
            "takes",
            "points_needed",
            Fieldset(
                _("Learners review each other"), "reviews_given", "reviews_needed", "review_days"
            ),
            Submit("save", _("Save")),
        )
        return helper


class LevelsField(forms.CharField):
    """The levels of a criterion, one on each line: the points, then what they are given for."""

    widget = forms.Textarea(attrs={"rows": 5, "dir": "auto"})

    def clean(self, value: Any) -> list[list[int | str]]:
        levels: list[list[int | str]] = []
        for line in lines_of(super().clean(value)):
            found = _LEVEL.match(line)
            if found is None:
                raise forms.ValidationError(
                    _("Begin each line with its points: %(line)s"), params={"line": line[:80]}
                )
            levels.append([int(found[1]), found[2].strip()])
        points = [level[0] for level in levels]
        if not 2 <= len(levels) <= _MOST_LEVELS:
            raise forms.ValidationError(_("Write from two to ten levels, one on each line."))
        if len(set(points)) < len(points):
            raise forms.ValidationError(_("Give each level points of its own."))
        if max(points) > MOST_POINTS:  # type: ignore[operator]
            raise forms.ValidationError(_("Give at most 100 points."))
        if any(len(str(level[1])) > 500 for level in levels):
            raise forms.ValidationError(_("Keep each level under 500 characters."))
        return sorted(levels, key=lambda level: int(level[0]))

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "\n".join(f"{points} {words}" for points, words in value)
        return value


class CriterionForm(EditForm):
    """One line of the rubric."""

    class Meta:
        model = Criterion
        fields = ("title",)
        labels = {"title": _("What is assessed")}
        help_texts = {"title": _("For example: who is heard.")}

    levels = LevelsField(
        label=_("Levels"),
        help_text=_(
            "One on each line: the points, then what earns them. For example: 2 Names two groups and says why."
        ),
        max_length=6_000,
        error_messages={"required": _("Write the levels.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.levels:
            self.initial["levels"] = self.instance.levels

    @property
    def words(self) -> dict[str, Any]:
        return {"title": self.cleaned_data["title"], "levels": self.cleaned_data["levels"]}

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        hidden = [name for name in ("form_key",) if name in self.fields]
        helper.layout = Layout(
            "edit_number", *hidden, "title", "levels", Submit("save", _("Save the criterion"))
        )
        return helper


class NewCriterionForm(KeyedForm, CriterionForm):
    """A criterion that is added: the key tells a second click from a second criterion."""
