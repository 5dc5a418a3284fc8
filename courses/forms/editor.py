"""The field in which the text of a lesson is written: with a toolbar, a preview and pasting where scripts run."""

from typing import Any

from django import forms


class LessonTextWidget(forms.Textarea):
    """A text area that one of our scripts gives a toolbar. Without it people write Markdown."""

    template_name = "courses/widgets/lesson_text.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 24, "dir": "auto", "data-editor": "", **(attrs or {})})
        # Where the script asks how the text looks; a form that knows its lesson says so.
        self.looks_at = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["looks_at"] = self.looks_at
        return context
