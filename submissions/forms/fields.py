"""Fields that several forms share, and a form that may be saved half-filled."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from library.models import Topic
from submissions.content import MAX_TOPICS, ContentField, Input

_LONGEST_KEY = 18


class GroupedTopics(forms.models.ModelChoiceIterator):
    """The topics under the label of their parent, in one query."""

    def __iter__(self) -> Iterator[Any]:
        groups: dict[str, list[Any]] = {}
        for topic in self.queryset.all():
            head = topic.parent or topic
            groups.setdefault(head.label, []).append(self.choice(topic))
        yield from groups.items()


class TopicsField(forms.ModelMultipleChoiceField):
    """One to six topics; a draft may have none yet."""

    iterator = GroupedTopics
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Topic.objects.in_order(),
            label=_("Topics"),
            help_text=_("Choose one to six. Networks that share a topic will hear of the work."),
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        for key in value or []:
            # A number that no database can hold would break the query, not the check.
            if not str(key).isascii() or not str(key).isdigit() or len(str(key)) > _LONGEST_KEY:
                raise forms.ValidationError(
                    self.error_messages["invalid_pk_value"], "invalid_pk_value", {"pk": key}
                )
        topics = super().clean(value)
        if len(topics) > MAX_TOPICS:
            raise forms.ValidationError(_("Choose at most six topics."), code="too_many")
        return topics


class DraftableForm(Form):
    """A form that can be saved at any time, and is asked for everything only when it is sent.

    ``required`` then speaks of sending: it decides what is marked as optional, and what ``ask_for`` names.
    """

    use_required_attribute = False
    edit_number = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)

    def full_clean(self) -> None:
        needed = [field for field in self.fields.values() if field.required]
        for field in needed:
            field.required = False
        super().full_clean()
        for field in needed:
            field.required = True

    def answers(self) -> dict[str, Any]:
        """What was written, without what only the form itself needs."""
        return {k: v for k, v in self.cleaned_data.items() if k != "edit_number"}


def form_field(field: ContentField) -> forms.Field:
    """The form field in which this field of a kind is written."""
    words: dict[str, Any] = {
        "label": field.label,
        "help_text": field.hint,
        "required": field.is_required,
    }
    match field.input:
        case Input.PROSE:
            area = forms.Textarea(attrs={"rows": 6})
            return forms.CharField(max_length=field.max_length, widget=area, **words)
        case Input.LINE:
            return forms.CharField(max_length=field.max_length, **words)
        case Input.LINK:
            return forms.URLField(
                max_length=field.max_length,
                assume_scheme="https",
                error_messages={
                    "invalid": _("Enter a web address, for example https://example.org/report")
                },
                **words,
            )
        case Input.YEAR:
            return forms.IntegerField(
                min_value=1800,
                max_value=timezone.localdate().year + 1,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
                error_messages={"invalid": _("Enter the year in four digits, for example 2025.")},
                **words,
            )
        case Input.DAY:
            return forms.DateField(
                widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
                error_messages={"invalid": _("Enter a day, for example 2026-03-31.")},
                **words,
            )
