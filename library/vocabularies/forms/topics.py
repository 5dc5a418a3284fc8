"""Choosing topics from the tree."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.validators import validate_slug
from django.db.models import QuerySet
from django.utils.translation import ngettext

from core.prepared import prepared
from library.vocabularies.models import Topic

# Sixty check boxes are folded away at first.
TOPICS_TEMPLATE = "library/vocabularies/_topics_field.html"


class GroupedTopics(forms.models.ModelChoiceIterator):
    """The topics below the broad topic that heads them, in one query that makes no topic of its rows."""

    def __iter__(self) -> Iterator[Any]:
        groups: dict[str, list[tuple[str, str]]] = {}
        for code, label, head in _rows():
            groups.setdefault(head or label, []).append((code, label))
        yield from groups.items()


@prepared
def _rows() -> QuerySet[Topic, tuple[str, str, str | None]]:
    """Return code and label of every topic, which is what each such field offers, and the label of its head."""
    return Topic.objects.in_order().values_list("code", "label", "parent__label")


class TopicsField(forms.ModelMultipleChoiceField):
    """Check boxes for every topic, in groups below the broad topic that heads them; at most ``most``.

    Topics are sent by their codes. Anything that cannot be a code is refused before a query sees it: a
    number too large or a NUL breaks the query itself.
    """

    iterator = GroupedTopics
    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, most: int | None = None, **kwargs: Any) -> None:
        super().__init__(Topic.objects.in_order(), to_field_name="code", **kwargs)
        self.most = most

    def clean(self, value: Any) -> Any:
        for code in value or []:
            try:
                validate_slug(code)
            except forms.ValidationError as error:
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], "invalid_choice", {"value": code}
                ) from error
        topics = super().clean(value)
        if self.most is not None and len(topics) > self.most:
            raise forms.ValidationError(
                ngettext(
                    "Choose at most %(most)d topic.", "Choose at most %(most)d topics.", self.most
                )
                % {"most": self.most},
                code="too_many",
            )
        return topics
