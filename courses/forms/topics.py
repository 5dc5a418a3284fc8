"""Choosing topics from the library's taxonomy."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from library.models import Topic

MAX_TOPICS = 6
# Sixty checkboxes are folded away until they are wanted.
TOPICS_TEMPLATE = "courses/_topics_field.html"


class TopicsField(forms.ModelMultipleChoiceField):
    """Topics as checkboxes under the subject they belong to, at most six."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Topics"))
        kwargs.setdefault("required", False)
        super().__init__(
            queryset=Topic.objects.in_order(), widget=forms.CheckboxSelectMultiple, **kwargs
        )
        self.choices = self._grouped

    def _grouped(self) -> Iterator[tuple[str, list[tuple[int, str]]]]:
        topics = list(Topic.objects.in_order())
        for parent, group in groupby(topics, key=lambda topic: topic.parent or topic):
            members = list(group)
            children = [topic for topic in members if topic.parent_id] or members
            yield parent.label, [(topic.pk, topic.label) for topic in children]

    def clean(self, value: Any) -> Any:
        topics = super().clean(value)
        if len(topics) > MAX_TOPICS:
            raise forms.ValidationError(
                _("Choose at most %(most)s topics.") % {"most": MAX_TOPICS}, code="too_many"
            )
        return topics
