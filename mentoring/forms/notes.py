"""Writing a note, for both or for oneself, and changing it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import FingerprintForm, Helper, KeyedForm
from core.forms.layouts import Layout, Submit


def _body() -> forms.CharField:
    return forms.CharField(
        label=_("Note"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("You can use Markdown."),
        error_messages={"required": _("Enter the note")},
    )


class NoteForm(KeyedForm):
    """A note, for both or for its author alone.

    Who reads it is asked before the words, and nothing is chosen in advance: nobody shows by default what they meant
    to keep.
    """

    readers = forms.ChoiceField(
        label=_("Who reads this note?"),
        choices=[("me", _("Only me")), ("both", _("Both of us"))],
        widget=forms.RadioSelect,
        help_text=_("You cannot change this later."),
        error_messages={"required": _("Choose who reads the note")},
    )
    body = _body()

    def __init__(self, *args: Any, address: str = "", **kwargs: Any) -> None:
        """``address`` is where the form is sent, when it stands on another page."""
        super().__init__(*args, **kwargs)
        self.address = address

    def offer_only_private(self) -> None:
        """Offer nobody else as a reader, where the two do not write to each other any more."""
        self.fields["readers"].choices = [("me", _("Only me"))]  # type: ignore[attr-defined]

    @property
    def helper(self) -> Helper:
        helper = Helper()
        helper.form_action = self.address
        helper.layout = Layout("readers", "body", "form_key", Submit("save", _("Save the note")))
        return helper


class NoteChangeForm(FingerprintForm):
    """Other words for a note. Who reads it stays as it was."""

    body = _body()

    @property
    def helper(self) -> Helper:
        helper = Helper()
        helper.layout = Layout("seen", "body", Submit("save", _("Save the note")))
        return helper
