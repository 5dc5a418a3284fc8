"""Announcing an event of a network."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms.bases import Form, Helper
from core.forms.layouts import Layout, Submit
from events.forms.events import NewEventForm
from events.models import Event
from events.states import EventAccess
from events.templatetags.events import when
from networks.models import Network

_WHO = [
    (EventAccess.GROUP, _("Members of the network")),
    (EventAccess.PUBLIC, _("Everyone: it is also in the public list of events")),
]


class NewNetworkEventForm(NewEventForm):
    """A new event, or a series of them, for the members of a network or for everyone."""

    def __init__(self, *args: Any, network: Network, author: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"access": EventAccess.GROUP, **kwargs.get("initial", {})}
        super().__init__(*args, author=author, **kwargs)
        self.fields["access"] = forms.ChoiceField(
            label=_("Who can come"),
            choices=_WHO,
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose who can come")},
        )
        self.initial["hosts"] = [author]
        self.initial["topics"] = list(network.topics.order_by("label", "pk"))


class AddNetworkEventsForm(Form):
    """Events to come that the reader looks after."""

    field_of_refusals = "events"

    events = forms.MultipleChoiceField(
        label=_("Events to add"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one event."),
            "invalid_choice": _("This event can no longer be added. Choose again."),
        },
    )

    def __init__(self, *args: Any, events: list[Event], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(event.pk), f"{event.title}: {when(event)}") for event in events]
        self.fields["events"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[int]:
        """Return the keys of the chosen events."""
        return [int(key) for key in self.cleaned_data["events"]]

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("events", Submit("add", _("Add to the network")))
        return helper
