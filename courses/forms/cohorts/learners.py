"""Getting people into a cohort: the key, invitations, lists; and moving or removing a learner."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import Form, Helper
from core.forms.layouts import ButtonHolder, Layout, Submit
from courses.cohorts.lists import MOST_AT_ONCE, addresses_in
from courses.models import Cohort

MOST_BYTES = 500_000


class JoinForm(Form):
    """The key of a cohort that asks for one."""

    field_of_refusals: str | None = None

    key = forms.CharField(
        label=_("Key"),
        help_text=_("You get it from the facilitators of the cohort."),
        max_length=50,
        error_messages={"required": _("Enter the key.")},
    )

    def __init__(self, *args: Any, cohort: Cohort, is_full: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_full = is_full
        if cohort.entry == Cohort.Entry.KEY:
            self.field_of_refusals = "key"
        else:
            del self.fields["key"]

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        label = _("Join the waiting list") if self.is_full else _("Join the cohort")
        helper.layout = Layout(*self.fields, Submit("join", label))
        return helper


class AddLearnersForm(Form):
    """A list of addresses, typed or out of a file. It is checked first, and then added."""

    addresses = forms.CharField(
        label=_("Email addresses"),
        help_text=_("One on each line, or pasted from a table with a column “email”."),
        max_length=100_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    file = forms.FileField(
        label=_("Or a CSV file"),
        help_text=_("With a column “email”. Its addresses take the place of those above."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "file" in self.errors or "addresses" in self.errors:
            return cleaned
        if file := cleaned.get("file"):
            text = self._text_of(file)
            if text is None:
                return cleaned
            cleaned["addresses"] = text
            self.renew("addresses", "\n".join(addresses_in(text)))
        cleaned["listed"] = addresses_in(cleaned.get("addresses", ""))
        if not cleaned["listed"]:
            self.add_error("addresses", _("Enter at least one email address."))
        elif len(cleaned["listed"]) > MOST_AT_ONCE:
            self.add_error(
                "addresses",
                _("Add at most %(most)s people at once.") % {"most": MOST_AT_ONCE},
            )
        return cleaned

    def _text_of(self, file: Any) -> str | None:
        if file.size > MOST_BYTES:
            self.add_error("file", _("This file is too large for a list of people."))
            return None
        content = file.read()
        for encoding in ("utf-8-sig", "cp1252"):
            try:
                text: str = content.decode(encoding)
            except UnicodeDecodeError:
                continue
            if "\x00" not in text:
                return text
        self.add_error("file", _("This is not a CSV file."))
        return None

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("addresses", "file", Submit("check", _("Check the list")))
        return helper

    @property
    def checked_helper(self) -> Helper:
        """Lay the form out once its list was checked: the same fields, and the button that adds everyone."""
        helper = self.helper
        helper.layout = Layout(
            "addresses",
            "file",
            ButtonHolder(
                Submit("add", _("Add these people")),
                Submit("check", _("Check the list again"), css_class="button-secondary"),
            ),
        )
        return helper


class MoveLearnerForm(Form):
    """The cohort to which a learner moves."""

    cohort = forms.TypedChoiceField(
        label=_("Move to"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a cohort.")},
    )

    def __init__(self, *args: Any, cohorts: Sequence[Cohort], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cohorts = {cohort.pk: cohort for cohort in cohorts}
        choices = [(pk, cohort.name) for pk, cohort in self.cohorts.items()]
        self.fields["cohort"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Cohort:
        """Return the cohort that was chosen."""
        return self.cohorts[self.cleaned_data["cohort"]]

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("cohort", Submit("move", _("Move the learner")))
        return helper


class RemoveLearnerForm(Form):
    """Why a learner is taken out of a cohort."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The learner reads it. They keep the course and continue alone."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Enter the reason.")},
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "reason",
            Submit("remove", _("Remove from the cohort"), css_class="button-danger"),
        )
        return helper
