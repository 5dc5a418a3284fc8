"""Which registrations of an event are shown."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import Form
from events.states import RegistrationState


class PeopleFilterForm(Form):
    """A part of the name, and the state of the registration."""

    q = forms.CharField(label=_("Name"), max_length=100, required=False)
    state = forms.ChoiceField(label=_("Status"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", _("Any status")), *RegistrationState.choices]  # type: ignore[attr-defined]

    @property
    def conditions(self) -> dict[str, str]:
        """Return the chosen filters, for the query."""
        if not self.is_valid():
            return {}
        names = {"q": "user__full_name__icontains", "state": "state"}
        return {names[name]: value for name, value in self.cleaned_data.items() if value}
