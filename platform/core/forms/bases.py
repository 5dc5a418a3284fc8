"""The bases of every form: plain line breaks, no control characters, our layout, and form keys against double clicks."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.template import Context
from django.template.defaulttags import CsrfTokenNode
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from core.forms.copied_fields import QuicklyCopied
from core.forms.edit_conflicts import EditedElsewhere
from core.forms.form_keys import AlreadySubmitted
from core.forms.layouts import Layout, Page
from core.forms.markup import attributes
from core.forms.unsent import unsent_part
from core.forms.usual_words import say_limits, say_no_choice, say_what_did_not_come
from core.refusals import Refusal
from core.validators import no_control_characters, no_control_characters_in_paragraphs
from core.web.way_back import FIELD, list_before

_HIDDEN = {"form_key", "seen", "edit_number"}


class Helper:
    """How a form is laid out and where it is sent. The server checks it, so that every reader gets the same words."""

    def __init__(self, form: forms.BaseForm | None = None) -> None:
        self.layout = Layout(*(form.fields if form else ()))
        self.form_method = "post"
        # The address that the form is sent to; without one, that of its page.
        self.form_action = ""
        self.form_id = ""
        self.attrs: dict[str, str | bool] = {"novalidate": True}

    def render(self, form: Any, context: Context) -> SafeString:
        """Return the form, before its fields what keeps the words until they are sent.

        A form that is saved while it is written (``data-draft``) keeps its words by itself.
        """
        request, is_sent = context.get("request"), self.form_method == "post"
        kept = SafeString()
        if is_sent and "data-draft" not in self.attrs:
            # What the reader continues is filled in, so this comes before the fields.
            kept = unsent_part(form, request, address=self.form_action)
        fields = self.layout.render(form, Page(context, says_optional=is_sent))
        return format_html(
            "<form{}>{}{}{}{}</form>",
            attributes(self._attributes(form)),
            CsrfTokenNode().render(context) if is_sent else "",
            _way_back(request) if is_sent and request else "",
            render_to_string("components/error_summary.html", {"form": form})
            if form.errors
            else "",
            kept + fields,
        )

    def _attributes(self, form: forms.BaseForm) -> dict[str, str | bool]:
        named = {"action": self.form_action, "id": self.form_id}
        attrs = {**self.attrs, **{name: value for name, value in named.items() if value}}
        attrs["method"] = self.form_method
        return {**attrs, "enctype": "multipart/form-data"} if form.is_multipart() else attrs


def _way_back(request: HttpRequest) -> SafeString:
    """Return the field that takes along the list from which the page was opened."""
    before = list_before(request)
    if before is None:
        return SafeString()
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, before.address)


def with_line_feeds(data: Any) -> Any:
    """Return sent words with one sign for each line break, as files, programs and our own texts have it.

    Browsers send two of them, a carriage return and a line feed. Left in, they would count twice towards a limit, differ
    from the same words of another origin, and stand before the end of a line where a pattern looks for it.
    """
    listed = dict(data.lists()) if hasattr(data, "lists") else {k: [v] for k, v in data.items()}
    if not any(isinstance(v, str) and "\r" in v for values in listed.values() for v in values):
        return data
    plain = data.copy()
    for name, values in listed.items():
        changed = [_with_line_feeds(value) for value in values]
        if hasattr(plain, "setlist"):
            plain.setlist(name, changed)
        else:
            plain[name] = changed[0]
    return plain


def _with_line_feeds(value: Any) -> Any:
    is_text = isinstance(value, str)
    return value.replace("\r\n", "\n").replace("\r", "\n") if is_text else value


class _Base:
    """What a form knows beyond Django's: clean text, and why the action refused it."""

    # Whether the words of a form of more than a line are kept until they are sent (``core.forms.unsent``).
    keeps_unsent = True
    # The fields whose files are kept while the form is shown again.
    kept_files: frozenset[str] = frozenset()
    # Form field by model field, where their names differ. With ``None`` all problems are shown above the form.
    names_of_fields: Mapping[str, str] | None = None
    # The field beside which refusals are shown; with ``None`` they are shown above the form.
    field_of_refusals: str | None = None

    base_fields: dict[str, forms.Field]
    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]
    data: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # The fields whose lists have words for no choice.
        self._said: set[str] = set()
        self.base_fields = QuicklyCopied(type(self).base_fields)
        super().__init__(*args, **kwargs)
        if self.is_bound:  # type: ignore[attr-defined]
            self.data = with_line_feeds(self.data)
        self.status = 200
        self.refusal: Exception | None = None
        # The fields that were saved differently elsewhere, with what stands there now.
        self.conflict: list[tuple[StrOrPromise, str]] = []
        self.refuse_control_characters()

    def __getitem__(self, name: str) -> forms.BoundField:
        """Return a field to show. The first time, its list gets words for no choice, also where it was added after the form was made."""
        if name in self.fields and name not in self._said:
            self._said.add(name)
            say_no_choice(self.fields[name])
        bound: forms.BoundField = super().__getitem__(name)  # type: ignore[misc]
        return bound

    def full_clean(self) -> None:
        """Check everything; say in our words which numbers and files can be taken, also in fields added after the form was made."""
        for field in self.fields.values() if self.is_bound else ():  # type: ignore[attr-defined]
            if isinstance(field, forms.IntegerField):
                say_limits(field)
            elif isinstance(field, forms.FileField):
                say_what_did_not_come(field)
        super().full_clean()  # type: ignore[misc]

    def refuse_control_characters(self) -> None:
        """Check every text; a form that adds fields after it was made calls this again."""
        for field in self.fields.values():
            # ``UUIDField`` is a subclass of ``CharField``, but its values are not text.
            is_text = isinstance(field, forms.CharField) and not isinstance(field, forms.UUIDField)
            if not is_text:
                continue
            has_paragraphs = isinstance(field.widget, forms.Textarea)
            check = no_control_characters_in_paragraphs if has_paragraphs else no_control_characters
            if check not in field.validators:
                field.validators = [*field.validators, check]

    @property
    def words(self) -> dict[str, Any]:
        """Return what people wrote, without the fields that only the form itself needs."""
        return {name: value for name, value in self.cleaned_data.items() if name not in _HIDDEN}

    def is_overtaken(self) -> bool:
        """Tell whether other words were saved since this form was opened; ``conflict`` then lists them."""
        return False

    def refuse(self, refusal: Refusal | forms.ValidationError) -> None:
        """Keep what was written and say why the action refused it."""
        self.refusal = refusal
        if isinstance(refusal, Refusal):
            self.add_error(self.field_of_refusals, str(refusal))  # type: ignore[attr-defined]
        elif self.names_of_fields is None or not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal.messages)  # type: ignore[attr-defined]
        else:
            for name, problems in refusal.message_dict.items():
                field = self.names_of_fields.get(name, name)
                for problem in problems:
                    self.add_error(field if field in self.fields else None, problem)  # type: ignore[attr-defined]

    def renew(self, name: str, value: object) -> None:
        """Give a hidden field a new value beside the words that were sent."""
        self.data = self.data.copy()
        self.data[self.add_prefix(name)] = str(value)  # type: ignore[attr-defined]

    def written(self) -> list[tuple[str, forms.Field]]:
        """List the fields that people fill in; files are not compared."""
        return [
            (name, field)
            for name, field in self.fields.items()
            if not field.widget.is_hidden and not isinstance(field, forms.FileField)
        ]

    def differing_from(self, stored: Mapping[str, Any]) -> list[tuple[StrOrPromise, str]]:
        """List the fields whose words are not those that are stored, with what is stored."""
        return [
            (field.label or "", _in_words(field, stored.get(name)))
            for name, field in self.written()
            if _shown(self.cleaned_data[name]) != _shown(stored.get(name))
        ]


class Form(_Base, forms.Form):
    """A form whose text holds no control characters."""


class ModelForm(_Base, forms.ModelForm):
    """A model form whose text holds no control characters. Saving stays the action's work."""

    def full_clean(self) -> None:
        """Check everything; what the model says of a number is known before words are found for its limits."""
        for name, field in self.fields.items():
            if isinstance(field, forms.IntegerField) and name in (self._meta.fields or ()):
                _limit(field, self._meta.model._meta.get_field(name).validators)
        super().full_clean()


# What columns of whole numbers hold at most: nobody is told of it.
_MOST_OF_A_COLUMN = 2**31 - 1


def _limit(field: forms.IntegerField, validators: Iterable[Any]) -> None:
    for check in validators:
        if isinstance(check, MinValueValidator):
            field.min_value = max(check.limit_value, field.min_value or check.limit_value)
        elif isinstance(check, MaxValueValidator) and check.limit_value < _MOST_OF_A_COLUMN:
            field.max_value = min(check.limit_value, field.max_value or check.limit_value)


AnyForm = Form | ModelForm


class KeyedForm(Form):
    """A form that creates something. Its key lets the action answer a second submit with the first result."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = uuid.uuid4

    @property
    def key(self) -> uuid.UUID:
        return self.cleaned_data["form_key"]

    def clean_form_key(self) -> uuid.UUID:
        return self.cleaned_data["form_key"] or uuid.uuid4()

    def refuse(self, refusal: Refusal | forms.ValidationError) -> None:
        """Words that were sent before get a key of their own, so that they can be sent as well."""
        super().refuse(refusal)
        if isinstance(refusal, AlreadySubmitted):
            self.renew("form_key", uuid.uuid4())


class FingerprintForm(Form):
    """A form over a row without an edit number; it notices changes by a fingerprint.

    A mark of what stood in the form when it was opened comes back with it: another mark than that of what is
    stored now tells of a save between. What is stored is the form's ``initial``.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Made when it is asked for: forms add and remove fields after this.
        self.fields["seen"].initial = self._mark

    def _mark(self) -> str:
        marked = hashlib.sha256()
        for name, field in self.written():
            value = field.prepare_value(self.get_initial_for_field(field, name))
            text = sorted(map(str, value)) if isinstance(value, list | tuple) else value
            marked.update(f"{name}={text}\x1f".encode("utf-8", "replace"))
        return marked.hexdigest()

    def is_overtaken(self) -> bool:
        """Tell whether other words were saved meanwhile. The own words stay in the form, ready to be saved over them."""
        seen = self.cleaned_data["seen"]
        if not seen or seen == self._mark():
            return False
        self.conflict = self.differing_from(self.initial)
        if self.conflict:
            self.status = EditedElsewhere.status
            self.renew("seen", self._mark())
        return bool(self.conflict)


class EditForm(ModelForm):
    """A form over a row with an edit number, which tells the action what this copy began with."""

    names_of_fields: Mapping[str, str] | None = {}

    edit_number = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["edit_number"].initial = self.instance.edit_number

    @property
    def opened_at(self) -> int | None:
        """Return the number of the save that this copy was opened with."""
        return self.cleaned_data["edit_number"]

    def stored_words(self, stored: Any) -> dict[str, Any]:
        """Return the stored values of the fields of the form, as they stand now."""
        return {name: getattr(stored, name, None) for name, _field in self.written()}

    def refuse(self, refusal: Refusal | forms.ValidationError) -> None:
        """Show a save elsewhere beside the words, which are kept ready to be saved over it."""
        if not isinstance(refusal, EditedElsewhere):
            super().refuse(refusal)
            return
        self.conflict = self.differing_from(self.stored_words(refusal.stored))
        if self.conflict:
            self.status = refusal.status
        self.begin_from(refusal.stored)

    def begin_from(self, stored: Any) -> None:
        """Keep the typed text, ready to overwrite what is stored now."""
        self.renew("edit_number", stored.edit_number)


def _in_words(field: forms.Field, value: Any) -> str:
    """Return a value in the words that its field offers readers."""
    if isinstance(field, forms.BooleanField):
        return str(_("Yes") if value else _("No"))
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        offered = {str(key): str(label) for key, label in field.widget.choices}
        return offered.get(_shown(value), _shown(value))
    if isinstance(value, dt.datetime):
        return date_format(timezone.localtime(value), "j F Y, H:i")
    if isinstance(value, dt.date):
        return date_format(value, "j F Y")
    return f"{value:%H:%M}" if isinstance(value, dt.time) else _shown(value)


def _shown(value: Any) -> str:
    """Return a value as readers compare it; several values in one line.

    What older saves stored may still have the line breaks of browsers.
    """
    if isinstance(value, models.Manager):
        value = value.all()
    if isinstance(value, models.QuerySet | list):
        return ", ".join(sorted(str(item) for item in value))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else _with_line_feeds(str(value))
