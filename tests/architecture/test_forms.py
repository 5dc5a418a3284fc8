"""How forms are laid out, and what all of them do with what is sent."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import (
    BaseForm,
    ChoiceField,
    Field,
    ModelChoiceField,
    ModelMultipleChoiceField,
    Textarea,
)
from django.urls import get_resolver

from core.forms.bases import Form, ModelForm

_DASHES = BLANK_CHOICE_DASH[0]
ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("courses", "library", "mentoring", "networks", "submissions", "platform")
PACKAGES = {*FOLDERS, *(path.name for path in (ROOT / "platform").iterdir() if path.is_dir())}


def _names_of_buttons(layout: ast.AST) -> set[str]:
    return {
        str(call.args[0].value)
        for call in ast.walk(layout)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) == "Submit"
        and isinstance(call.args[0], ast.Constant)
    }


def _names_of_fields(form: ast.ClassDef) -> set[str]:
    return {
        target.id
        for line in form.body
        if isinstance(line, ast.Assign)
        for target in line.targets
        if isinstance(target, ast.Name)
    }


def test_no_button_has_the_name_of_a_field():
    """Browsers send both, and the words of the button would take the place of what was written."""
    forms = [
        (path.relative_to(ROOT), form)
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        if re.search(r"Form\b", text := path.read_text(encoding="utf-8"))
        for form in ast.walk(ast.parse(text))
        if isinstance(form, ast.ClassDef) and form.name.endswith("Form")
    ]

    taken = {
        f"{path}:{form.name}": both
        for path, form in forms
        if (both := _names_of_buttons(form) & _names_of_fields(form))
    }

    assert len(forms) > 60
    assert taken == {}


def _kinds_of(base: type) -> Iterator[type]:
    for kind in base.__subclasses__():
        yield kind
        yield from _kinds_of(kind)


def test_every_form_with_paragraphs_has_the_base_that_makes_line_breaks_plain():
    """Browsers send two signs for a line break; patterns, limits and comparisons know one."""
    assert get_resolver().url_patterns  # Loads all views, and with them their forms.
    ours = {
        kind
        for kind in _kinds_of(BaseForm)
        if kind.__module__.partition(".")[0] in PACKAGES
        and any(isinstance(field.widget, Textarea) for field in kind.base_fields.values())
    }

    assert len(ours) > 20
    assert {kind for kind in ours if not issubclass(kind, Form | ModelForm)} == set()


# Lists that may stay empty and name no words for it, by what they then say: a new one is a decision. "Not stated" is for what somebody
# could say of a thing and has not; a list where "none" is an answer, or a filter, says so itself.
NOT_STATED = {
    "RecordForm.evidence_kind",
    "NewRecordForm.evidence_kind",
    "RecommendationForm.principle",
    "RecommendationForm.horizon",
    "NewRecommendationForm.principle",
    "NewRecommendationForm.horizon",
}
# Each form gives them words of their own when it is made.
SAID_WHEN_MADE = {
    "CourseForm.level",
    "NewCourseForm.level",
    "EditCourseForm.level",
    "QuestionForm.taught_in",
    "NewQuestionForm.taught_in",
    "ExerciseForm.taught_in",
    "NewExerciseForm.taught_in",
}


def _says_nothing_of_no_choice(field: Field) -> bool:
    if isinstance(field, ModelMultipleChoiceField) or not isinstance(field, ChoiceField):
        return False
    if isinstance(field, ModelChoiceField):
        return field.empty_label == _DASHES[1]
    return next(iter(field.choices), None) == _DASHES


def test_each_list_that_may_stay_empty_says_what_that_means():
    assert get_resolver().url_patterns
    silent = {
        f"{kind.__name__}.{name}"
        for kind in _kinds_of(BaseForm)
        if kind.__module__.partition(".")[0] in PACKAGES
        for name, field in kind.base_fields.items()
        if not field.required and _says_nothing_of_no_choice(field)
    }

    assert silent == NOT_STATED | SAID_WHEN_MADE


def test_each_list_with_djangos_dashes_is_in_a_form_that_replaces_them():
    assert get_resolver().url_patterns
    kept = {
        kind
        for kind in _kinds_of(BaseForm)
        if kind.__module__.partition(".")[0] in PACKAGES
        and not issubclass(kind, Form | ModelForm)
        and any(_says_nothing_of_no_choice(field) for field in kind.base_fields.values())
    }

    assert kept == set()
