"""Making and changing reading lists, and putting works into them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms.bases import FingerprintForm, Form, Helper, KeyedForm
from core.forms.layouts import Layout, Submit
from core.permissions import allows
from library.catalogue.models import Record
from library.lists.actions import MOST_LISTED
from library.lists.models import ReadingList, Sharing

_NAME = {"required": _("Enter a name for the list.")}


def _sharing_for(user: User) -> list[tuple[str, Any]]:
    """Return the choices of who may read a list; only those who may curate make collections."""
    may_curate = allows(user, "library.curate")
    return [choice for choice in Sharing.choices if may_curate or choice[0] != Sharing.CURATED]


class _ListWords(Form):
    name = forms.CharField(label=_("Name"), max_length=150, error_messages=_NAME)
    about = forms.CharField(
        label=_("What it is for"),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sharing = forms.ChoiceField(
        label=_("Who can read it"),
        widget=forms.RadioSelect,
        initial=Sharing.PRIVATE,
        help_text=_(
            "Anyone with the link can open the list, without an account. If you stop sharing, "
            "this link stops working for good."
        ),
        error_messages={"required": _("Choose who can read it.")},
    )

    def __init__(
        self, *args: Any, user: User, reading_list: ReadingList | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = _sharing_for(user)
        if reading_list is not None and reading_list.user_id != user.pk:
            # Otherwise a colleague's collection, or one whose maker left, would be lost to everybody.
            offered = [choice for choice in offered if choice[0] == reading_list.sharing]
        self.fields["sharing"].choices = offered  # type: ignore[attr-defined]


class NewListForm(KeyedForm, _ListWords):
    """A new reading list."""

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "form_key", "name", "about", "sharing", Submit("make", _("Create list"))
        )
        return helper


class ListForm(FingerprintForm, _ListWords):
    """What a list says of itself and who can read it."""

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("seen", "name", "about", "sharing", Submit("save", _("Save")))
        return helper


class ListNoteForm(FingerprintForm):
    """Why a work stands in a list."""

    note = forms.CharField(
        label=_("Note"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everyone who can read the list sees this next to the work."),
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("seen", "note", Submit("save", _("Save")))
        return helper


class ListedAgainForm(Form):
    """A work that goes back into a list: what the button "Undo" sends."""

    record = forms.ModelChoiceField(queryset=Record.objects.all())
    note = forms.CharField(max_length=500, required=False)
    position = forms.IntegerField(min_value=1, max_value=MOST_LISTED)


class ListRecordForm(KeyedForm):
    """Into which list a record goes: one that is there, or a new one with this name."""

    reading_list = forms.ModelChoiceField(
        label=_("List"),
        queryset=ReadingList.objects.none(),
        required=False,
        empty_label=_("A new list"),
        error_messages={"invalid_choice": _("This list no longer exists.")},
    )
    name = forms.CharField(label=_("Name of the new list"), max_length=150, required=False)
    note = forms.CharField(
        label=_("Note"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example, why it is in the list. Optional."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lists = ReadingList.objects.editable_by(user).latest_first()
        self.fields["reading_list"].queryset = lists  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        is_named = cleaned.get("reading_list") or cleaned.get("name")
        if not is_named and not {"reading_list", "name"} & set(self.errors):
            self.add_error("name", _("Choose a list, or enter a name for a new one."))
        return cleaned

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "form_key", "reading_list", "name", "note", Submit("add", _("Add to list"))
        )
        return helper
