"""Choosing topics from the tree."""

from typing import Any

from django import forms

from library.models import Topic


class TopicsField(forms.ModelMultipleChoiceField):
    """Check boxes for every topic, in groups below the broad topic that heads them."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Topic.objects.in_order(), to_field_name="code", **kwargs)

    def group(self) -> None:
        """Read the tree and show it in groups. A form calls this when it is made."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for topic in Topic.objects.in_order():
            heading = topic.parent.label if topic.parent else topic.label
            groups.setdefault(heading, []).append((topic.code, topic.label))
        self.choices = list(groups.items())
