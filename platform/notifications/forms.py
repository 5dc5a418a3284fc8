"""The form of notification preferences."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms.bases import Form, Helper
from notifications.groups import GROUPS, Group
from notifications.kinds import Channel, all_kinds
from notifications.models import Frequency, Preference

# The answer that leaves a group to the default of each of its kinds.
DEFAULT_CHANNEL = "default"


class PreferencesForm(Form):
    """A channel for each group of kinds, and how often the summary comes."""

    frequency = forms.ChoiceField(
        label=_("How often do you want a summary email?"),
        choices=Frequency.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = Preference.objects.chosen_by(user)
        choice = getattr(user, "digest_choice", None)
        self.fields["frequency"].initial = choice.frequency if choice else Frequency.WEEKLY
        for group in self.groups():
            self.fields[group.name] = forms.ChoiceField(
                label=group.label,
                choices=[
                    (DEFAULT_CHANNEL, _("Recommended for each notification")),
                    *Channel.choices,
                ],
                initial=chosen.get(group.name, DEFAULT_CHANNEL),
            )

    @staticmethod
    def groups() -> list[Group]:
        """Return the groups that hold at least one kind that can be switched off."""
        used = {kind.group for kind in all_kinds() if kind.can_be_off}
        return [group for group in GROUPS.values() if group.name in used]

    @property
    def channels(self) -> dict[str, str]:
        """Return the channel of each group; an empty choice means each kind's own default."""
        chosen = {group.name: self.cleaned_data[group.name] for group in self.groups()}
        return {name: "" if value == DEFAULT_CHANNEL else value for name, value in chosen.items()}

    @property
    def helper(self) -> Helper:
        helper = Helper()
        helper.layout = Layout(
            "frequency",
            Fieldset(_("How to notify you about"), *[group.name for group in self.groups()]),
            Submit("save", _("Save")),
        )
        return helper
