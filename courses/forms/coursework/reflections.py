"""Writing a reflection."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import EditForm, Helper
from core.forms.layouts import Layout, Submit
from courses.models import Reflection


class ReflectionForm(EditForm):
    """A private text, and whether the facilitators may read it."""

    names_of_fields: Mapping[str, str] | None = {}

    class Meta:
        model = Reflection
        fields = ("words", "is_shared")
        labels = {
            "words": _("Your reflection"),
            "is_shared": _("The facilitators of the course can read it"),
        }
        help_texts = {
            "words": _(
                "Only you can read this. The lesson is done once you have written a few sentences."
            ),
            "is_shared": _("You can change this at any time."),
        }
        widgets = {"words": forms.Textarea(attrs={"rows": 10, "dir": "auto"})}

    def __init__(self, *args: Any, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._address = address

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.form_action = self._address
        helper.layout = Layout("edit_number", "words", "is_shared", Submit("save", _("Save")))
        return helper
