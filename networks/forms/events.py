"""Announcing an event of a network."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from events.forms.events import NewEventForm
from events.states import EventAccess
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
