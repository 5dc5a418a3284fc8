"""Putting an issue together, and sending it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import EditForm, FingerprintForm, Form, Helper, KeyedForm
from core.forms.layouts import Field, Layout, Submit
from library.vocabularies.forms.topics import TOPICS_TEMPLATE, TopicsField
from newsletters.forms.subscribing import MOST_TOPICS
from newsletters.models import Issue
from newsletters.sections import News

_TITLE_MISSING = {"required": _("Enter the title")}
_TITLE_HINT = _("It is the subject of the email, too: say what readers find in it.")
_INTRODUCTION_HINT = _("You can use Markdown.")


class NewIssueForm(KeyedForm):
    """A new issue: its title and introduction."""

    title = forms.CharField(
        label=_("Title"), max_length=150, help_text=_TITLE_HINT, error_messages=_TITLE_MISSING
    )
    introduction = forms.CharField(
        label=_("Introduction"),
        max_length=5_000,
        required=False,
        help_text=_INTRODUCTION_HINT,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "form_key", "title", "introduction", Submit("make", _("Save the draft"))
        )
        return helper


class IssueForm(EditForm):
    """Title and introduction of a draft."""

    class Meta:
        model = Issue
        fields = ("title", "introduction")
        labels = {"title": _("Title"), "introduction": _("Introduction")}
        help_texts = {"title": _TITLE_HINT, "introduction": _INTRODUCTION_HINT}
        widgets = {"introduction": forms.Textarea(attrs={"rows": 8})}
        error_messages = {"title": _TITLE_MISSING}

    def _post_clean(self) -> None:
        """Leave the row as it is: the action writes it, and checks it again."""

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "edit_number", "title", "introduction", Submit("save", _("Save the draft"))
        )
        return helper


class SinceForm(Form):
    """From which day on things are new."""

    since = forms.DateField(
        label=_("New since"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "invalid": _("Enter a day, such as 2026-11-30"),
            "required": _("Enter a day"),
        },
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_since(self) -> dt.date:
        """Take no day to come, and none before there could be anything."""
        day: dt.date = self.cleaned_data["since"]
        if day > self.today:
            raise forms.ValidationError(_("Enter a day that is not in the future"))
        if day.year < 2000:
            raise forms.ValidationError(_("Enter a day after 1 January 2000"))
        return day


class ChooseItemsForm(Form):
    """Boxes for what is new, a field for each section. What is in the issue already is not offered."""

    keeps_unsent = False

    def __init__(self, *args: Any, news: Mapping[str, Sequence[News]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections = {f"section-{name}": name for name in news}
        for field, name in self.sections.items():
            self.fields[field] = forms.MultipleChoiceField(
                choices=[(each.key, each.title) for each in news[name]],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                error_messages={
                    "invalid_choice": _("Something you chose is no longer available. Choose again.")
                },
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(self.chosen.values()):
            raise forms.ValidationError(_("Choose at least one item"))
        return cleaned

    @property
    def chosen(self) -> dict[str, list[str]]:
        """Return the keys of what was chosen, by section."""
        return {name: self.cleaned_data.get(field, []) for field, name in self.sections.items()}


class _ItemNote(Form):
    note = forms.CharField(
        label=_("Your words about it"),
        max_length=1_000,
        required=False,
        help_text=_(
            "One or two sentences that say why it matters. Readers see them instead of its summary."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ItemNoteForm(FingerprintForm, _ItemNote):
    """The editor's words about something that was chosen."""

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("seen", "note", Submit("save", _("Save")))
        return helper


class _OwnItem(_ItemNote):
    title = forms.CharField(label=_("Title"), max_length=300, error_messages=_TITLE_MISSING)
    address = forms.URLField(
        label=_("Web address"),
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Enter a web address, such as https://www.example.org/call")},
    )
    topics = TopicsField(
        label=_("Topics"),
        help_text=_("Without topics it goes to everyone."),
        most=MOST_TOPICS,
        required=False,
    )
    field_order = ("title", "address", "note", "topics")

    def shown_fields(self) -> list[Any]:
        """Return the fields in their order."""
        return ["title", "address", "note", Field("topics", template=TOPICS_TEMPLATE)]


class NewItemForm(KeyedForm, _OwnItem):
    """Something that no section knows, such as a call of somebody else."""

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("form_key", *self.shown_fields(), Submit("add", _("Add the item")))
        return helper


class OwnItemForm(FingerprintForm, _OwnItem):
    """What an editor wrote by hand."""

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("seen", *self.shown_fields(), Submit("save", _("Save")))
        return helper


class SendForm(Form):
    """The second click: it carries which text its sender has read."""

    keeps_unsent = False

    edit_number = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("edit_number", Submit("send", _("Send it now")))
        return helper


class WithdrawForm(Form):
    """Why an issue is taken out of the archive."""

    reason = forms.CharField(
        label=_("Why it is withdrawn"),
        max_length=500,
        help_text=_("Readers who follow a link to this issue see these words."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why it is withdrawn")},
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "reason", Submit("withdraw", _("Withdraw the issue"), css_class="button-danger")
        )
        return helper


class LookUpForm(Form):
    """One exact address that somebody wrote about."""

    keeps_unsent = False

    address = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        help_text=_("Enter the full address."),
        error_messages={
            "required": _("Enter an email address"),
            "invalid": _("Enter an email address, such as name@example.org"),
        },
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("address", Submit("look_up", _("Look up")))
        return helper
