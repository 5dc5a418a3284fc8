"""The forms of safeguarding."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms.bases import Form, Helper, KeyedForm
from core.forms.layouts import Layout, Submit
from safeguarding.places import is_page_of_ours
from safeguarding.states import CONCERN_FLOW

MOVES = {
    "assess": _("Start assessing"),
    "act": _("Take action"),
    "close": _("Close the concern"),
    "reopen": _("Reopen the concern"),
}


class ConcernForm(KeyedForm):
    """What somebody reports."""

    # A concern is read by safeguarding leads alone, and nothing of it is kept where they cannot see who looked.
    keeps_unsent = False

    happened = forms.CharField(
        label=_("What happened?"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Say what you saw or heard, and when. You do not need proof."),
        error_messages={"required": _("Say what happened")},
    )
    person = forms.ChoiceField(
        label=_("Who is it about?"), required=False, widget=forms.RadioSelect
    )
    where = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        if people:
            choices = [(key, person.full_name) for key, person in self.people.items()]
            nobody = ("", _("Someone else, or no one in particular"))
            self.fields["person"].choices = [*choices, nobody]  # type: ignore[attr-defined]
        else:
            del self.fields["person"]

    def clean_where(self) -> str:
        """Keep only pages of this site: the address came with the link and can be anything."""
        where: str = self.cleaned_data["where"]
        return where if is_page_of_ours(where) else ""

    @property
    def about(self) -> User | None:
        return self.people.get(self.cleaned_data.get("person", ""))

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        names = [
            name for name in ("happened", "person", "where", "form_key") if name in self.fields
        ]
        helper.layout = Layout(*names, Submit("report", _("Send to the safeguarding lead")))
        return helper


class CaseForm(Form):
    """A lead's next move, or only a note. Both are logged."""

    keeps_unsent = False

    note = forms.CharField(
        label=_("Note for the log"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only safeguarding leads read it."),
    )

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.possible = CONCERN_FLOW.possible(state)

    @property
    def move(self) -> str:
        """Return the move whose button was pressed; nothing for a note alone."""
        return next((name for name in MOVES if name in self.data), "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.move and not cleaned.get("note") and "note" not in self.errors:
            self.add_error("note", _("Write a note"))
        return cleaned

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        moves = [name for name in MOVES if name in self.possible]
        buttons = [
            Submit(name, MOVES[name], css_class="" if name == moves[0] else "button-secondary")
            for name in moves
        ]
        note = Submit("write", _("Add a note only"), css_class="button-quiet")
        helper.layout = Layout("note", *buttons, note)
        return helper
