"""Writing a note, for both or for oneself."""

from typing import Any

from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import Helper, KeyedForm


class NoteForm(KeyedForm):
    """A note, for both or for its author alone."""

    body = forms.CharField(
        label=_("Note"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("You can use Markdown."),
        error_messages={"required": _("Enter the note")},
    )
    readers = forms.ChoiceField(
        label=_("Who reads it"),
        choices=[("both", _("Both of us")), ("me", _("Only me"))],
        widget=forms.RadioSelect,
        initial="both",
        error_messages={"required": _("Choose who reads the note")},
    )

    def __init__(self, *args: Any, is_new: bool = True, address: str = "", **kwargs: Any) -> None:
        """``address`` is where the form is sent, when it stands on another page."""
        super().__init__(*args, **kwargs)
        self.is_new = is_new
        self.address = address
        if not is_new:
            # Whether a note is private cannot be changed afterwards.
            del self.fields["readers"]

    @property
    def helper(self) -> Helper:
        helper = Helper()
        helper.form_action = self.address
        readers = ["readers"] if self.is_new else []
        helper.layout = Layout("body", *readers, "form_key", Submit("save", _("Save the note")))
        return helper
