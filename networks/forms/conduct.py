"""The box by which a member accepts the code of conduct, in every form with which they write in a network."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _

from core.forms.bases import Form
from core.refusals import Refusal
from networks.models import ConductVersion
from networks.refusals import ConductChanged

_FIELDS = ("conduct", "conduct_number")


class AsksForConduct(Form):
    """A form that asks for the version of the code of conduct which its writer has not accepted, if there is one."""

    def ask_for_conduct(self, conduct: ConductVersion | None) -> None:
        """Add the box, once for each version. Without a version nothing is asked."""
        if conduct is None:
            return
        label = format_html(
            _("I have read the <a href='{}'>code of conduct</a> (version {}) and will keep to it"),
            conduct.get_absolute_url(),
            conduct.number,
        )
        self.fields["conduct"] = forms.BooleanField(
            label=label,
            error_messages={"required": _("Accept the code of conduct before you post")},
        )
        self.fields["conduct_number"] = forms.IntegerField(
            initial=conduct.number, widget=forms.HiddenInput, required=False
        )

    @property
    def conduct(self) -> int | None:
        """Return the number of the version that was accepted with this form; nothing where none was asked for."""
        if "conduct" not in self.fields:
            return None
        # A box that was ticked on no page of ours accepts no version.
        return self.cleaned_data["conduct_number"] or 0

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "conduct" in self.errors:
            self._ask_again()
        return cleaned

    def refuse(self, refusal: Refusal | forms.ValidationError) -> None:
        """Show the box for the newest version, empty, where another one was accepted."""
        super().refuse(refusal)
        if isinstance(refusal, ConductChanged):
            self._ask_again()

    def written(self) -> list[tuple[str, forms.Field]]:
        """List the fields that people fill in; the box is none of the words."""
        return [(name, field) for name, field in super().written() if name not in _FIELDS]

    def _ask_again(self) -> None:
        self.renew("conduct_number", self.fields["conduct_number"].initial)
        self.data.pop("conduct", None)
