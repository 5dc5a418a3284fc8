"""The form of notification preferences."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.models import User
from core.forms.bases import Form, Helper
from core.forms.layouts import Fieldset, Layout, Submit, Words
from notifications.groups import GROUPS, Group
from notifications.kinds import Channel, all_kinds, kinds_that_can_stop
from notifications.models import Frequency, Preference, QuietHours, StoppedKind

_QUIET = _(
    "We send emails after these hours end, in your time zone. Codes and changed or cancelled sessions "
    "reach you at once. Leave both empty for no quiet hours."
)
# The answer that leaves a group to the default of each of its kinds.
DEFAULT_CHANNEL = "default"


def _clock(label: StrOrPromise) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": _("Enter a time such as 22:00")},
    )


class PreferencesForm(Form):
    """A channel for each group of kinds, how often the summary comes, quiet hours, and what was stopped in a mail."""

    frequency = forms.ChoiceField(
        label=_("How often do you want a summary email?"),
        choices=Frequency.choices,
        widget=forms.RadioSelect,
    )
    quiet_from = _clock(_("No emails from"))
    quiet_until = _clock(_("until"))
    stopped = forms.MultipleChoiceField(
        label=_("Emails you have stopped"),
        help_text=_("Clear a box to get these emails again"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = Preference.objects.chosen_by(user)
        choice = getattr(user, "digest_choice", None)
        self.fields["frequency"].initial = choice.frequency if choice else Frequency.WEEKLY
        hours = QuietHours.objects.filter(user=user).first()
        if hours:
            self.fields["quiet_from"].initial = hours.begins
            self.fields["quiet_until"].initial = hours.ends
        self._show_stopped(user)
        for group in self.groups():
            self.fields[group.name] = forms.ChoiceField(
                label=group.label,
                choices=[
                    (DEFAULT_CHANNEL, _("Recommended for each notification")),
                    *Channel.choices,
                ],
                initial=chosen.get(group.name, DEFAULT_CHANNEL),
            )

    def _show_stopped(self, user: User) -> None:
        can_stop = set(kinds_that_can_stop())
        rows = StoppedKind.objects.filter(user=user, kind__in=can_stop).order_by("kind")
        labels = {kind.name: kind.label for kind in all_kinds()}
        self.stopped_kinds = [row.kind for row in rows]
        field = self.fields["stopped"]
        if not self.stopped_kinds:
            del self.fields["stopped"]
            return
        field.choices = [(kind, labels[kind]) for kind in self.stopped_kinds]  # type: ignore[attr-defined]
        field.initial = self.stopped_kinds

    @property
    def resumed(self) -> list[str]:
        """Return the kinds that the person wants mail about again."""
        kept = self.cleaned_data.get("stopped", [])
        return [kind for kind in self.stopped_kinds if kind not in kept]

    def clean(self) -> dict[str, Any]:
        """Quiet hours have a beginning and an end, or there are none."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("quiet_from"), cleaned.get("quiet_until")
        if "quiet_from" not in cleaned or "quiet_until" not in cleaned:
            return cleaned
        if (begins is None) != (ends is None):
            empty = "quiet_from" if begins is None else "quiet_until"
            self.add_error(empty, _("Enter both times, or neither"))
        elif begins is not None and begins == ends:
            self.add_error("quiet_until", _("Quiet hours cannot start and end at the same time."))
        return cleaned

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
            Fieldset(
                _("Quiet hours"),
                Words(_QUIET),
                "quiet_from",
                "quiet_until",
            ),
            *(["stopped"] if "stopped" in self.fields else []),
            Fieldset(_("How to notify you about"), *[group.name for group in self.groups()]),
            Submit("save", _("Save")),
        )
        return helper
