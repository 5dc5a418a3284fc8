"""Subscribing to the newsletter and choosing its topics."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import Form, Helper
from core.forms.layouts import Field, Layout, Submit
from library.vocabularies.forms.topics import TOPICS_TEMPLATE, TopicsField

MOST_TOPICS = 20


def _topics() -> TopicsField:
    return TopicsField(
        label=_("Topics"),
        help_text=_("Leave all boxes empty to get everything."),
        most=MOST_TOPICS,
        required=False,
    )


class SubscribeForm(Form):
    """An address without an account, and its topics."""

    keeps_unsent = False

    address = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        help_text=_(
            "We send a link to this address. You are subscribed once you have opened it and confirmed."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your email address"),
            "invalid": _("Enter an email address, such as name@example.org"),
        },
    )
    topics = _topics()

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "address",
            Field("topics", template=TOPICS_TEMPLATE),
            Submit("subscribe", _("Subscribe")),
        )
        return helper


class TopicsForm(Form):
    """The topics of somebody who subscribes, or is about to with their account."""

    keeps_unsent = False

    topics = _topics()

    def __init__(self, *args: Any, label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_of_button = label

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            Field("topics", template=TOPICS_TEMPLATE), Submit("save", self.label_of_button)
        )
        return helper
