"""The base of every form: no control characters, our own layout, and a key against the double click."""

import hashlib
import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from core.refusals import Refusal
from core.repeats import SentBefore
from core.validators import no_control_characters, no_control_characters_in_paragraphs


class Helper(FormHelper):
    """A POST form that leaves checking to the server, so that every reader gets the same words."""

    def __init__(self, form: forms.BaseForm | None = None) -> None:
        super().__init__(form)
        self.form_method = "post"
        self.attrs = {"novalidate": ""}


class _CleanTextMixin:
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refuse_control_characters()

    def refuse_control_characters(self) -> None:
        """Check every text; a form that adds fields after it was made calls this again."""
        for field in self.fields.values():
            # A UUIDField is a CharField whose values are no text.
            is_text = isinstance(field, forms.CharField) and not isinstance(field, forms.UUIDField)
            if not is_text:
                continue
            has_paragraphs = isinstance(field.widget, forms.Textarea)
            check = no_control_characters_in_paragraphs if has_paragraphs else no_control_characters
            if check not in field.validators:
                field.validators = [*field.validators, check]


class Form(_CleanTextMixin, forms.Form):
    """A form whose text holds no control characters."""


class ModelForm(_CleanTextMixin, forms.ModelForm):
    """The same over a model's fields. Saving stays the action's work."""


class KeyedForm(Form):
    """A form that creates something. Its key lets the action answer a second submit with the first result."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = uuid.uuid4

    def clean_form_key(self) -> uuid.UUID:
        return self.cleaned_data["form_key"] or uuid.uuid4()

    def refuse(self, refusal: Refusal) -> None:
        """Say above the kept words why the action refused; words sent before get a key of their own."""
        self.add_error(None, str(refusal))
        if isinstance(refusal, SentBefore):
            self.data = _with(self.data, self.add_prefix("form_key"), uuid.uuid4())


class SeenForm(Form):
    """A form over something that may be open twice and does not count its saves.

    A mark of what stood in the form when it was opened comes back with it: another mark than that of what is
    stored now tells of a save between. What is stored is the form's ``initial``.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self._mark()

    def _mark(self) -> str:
        marked = hashlib.sha256()
        for name, field in self._written():
            value = field.prepare_value(self.get_initial_for_field(field, name))
            text = sorted(map(str, value)) if isinstance(value, list | tuple) else value
            marked.update(f"{name}={text}\x1f".encode("utf-8", "replace"))
        return marked.hexdigest()

    def _written(self) -> list[tuple[str, forms.Field]]:
        """The fields that people fill in; files are not compared."""
        return [
            (name, field)
            for name, field in self.fields.items()
            if not field.widget.is_hidden and not isinstance(field, forms.FileField)
        ]

    @property
    def words(self) -> dict[str, Any]:
        """What was written, without what only the form itself needs."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def conflict(self) -> list[tuple[StrOrPromise, str]]:
        """The fields that were saved differently elsewhere, with what stands there now; none when none was.

        The words stay in the form, ready to be saved over what is there.
        """
        seen = self.cleaned_data["seen"]
        if not seen or seen == self.fields["seen"].initial:
            return []
        differing = [
            (field.label or "", _in_words(field, self.initial.get(name)))
            for name, field in self._written()
            if _shown(self.cleaned_data[name]) != _shown(self.initial.get(name))
        ]
        if differing:
            self.data = _with(self.data, self.add_prefix("seen"), self.fields["seen"].initial)
        return differing


class EditForm(ModelForm):
    """A form over something that may be open twice. Its number tells the action which text it began with."""

    # Where the form asks for a field of the model under another name.
    names_of_fields: Mapping[str, str] = {}

    edit_number = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["edit_number"].initial = self.instance.edit_number

    def differing_from(self, stored: models.Model, **kept: Any) -> list[tuple[StrOrPromise, str]]:
        """The fields that were saved differently elsewhere, with what stands there now.

        ``kept`` is what stands there for fields that are no columns.
        """
        differing = []
        for name, field in self.fields.items():
            if name == "edit_number":
                continue
            theirs = kept[name] if name in kept else getattr(stored, name)
            if _shown(self.cleaned_data[name]) != _shown(theirs):
                differing.append((field.label or "", _in_words(field, theirs)))
        return differing

    def refuse_fields(self, refusal: forms.ValidationError) -> None:
        """Say why the action refused, beside the fields that it named; the rest stands above."""
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal)
            return
        for name, problems in refusal.message_dict.items():
            field = self.names_of_fields.get(name, name)
            for problem in problems:
                self.add_error(field if field in self.fields else None, problem)

    def begin_from(self, stored: Any) -> None:
        """Keep the words, ready to be saved over what is there now."""
        self.data = _with(self.data, self.add_prefix("edit_number"), stored.edit_number)


def _with(data: Any, name: str, value: object) -> Any:
    data = data.copy()
    data[name] = str(value)
    return data


def _in_words(field: forms.Field, value: Any) -> str:
    """A value as its field offers it to readers."""
    if isinstance(field, forms.BooleanField):
        return str(_("Yes") if value else _("No"))
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        offered = {str(key): str(label) for key, label in field.widget.choices}
        return offered.get(_shown(value), _shown(value))
    return _shown(value)


def _shown(value: Any) -> str:
    """A value as readers compare it; many are one line."""
    if isinstance(value, models.Manager):
        value = value.all()
    if isinstance(value, models.QuerySet | list):
        return ", ".join(sorted(str(item) for item in value))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)
