"""Forms about networks, their members and their news."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from core.forms.bases import FingerprintForm, Form, Helper, ModelForm
from core.forms.layouts import Layout, Submit
from library.vocabularies.forms.topics import TopicsField
from networks.models import Membership, Network, NetworkAccess, NetworkNews

MARKDOWN_HINT = gettext_lazy(
    "You can use Markdown: **bold**, *italic*, lists that start with a dash, and [links](https://…)."
)
MOST_TOPICS = 8


class NetworkSearchForm(Form):
    """Words to look for; anything that cannot be searched for is not."""

    q = forms.CharField(max_length=200, required=False)

    @property
    def text(self) -> str:
        """Return the words to search for; empty for everything."""
        return self.cleaned_data["q"] if self.is_valid() else ""


class MemberSearchForm(NetworkSearchForm):
    """A part of a member's name."""

    q = forms.CharField(label=gettext_lazy("Name"), max_length=200, required=False)


class NetworkForm(FingerprintForm, ModelForm):
    """What a network says about itself."""

    field_of_refusals = "name"

    access = forms.ChoiceField(
        label=gettext_lazy("Who can join?"), choices=NetworkAccess, widget=forms.RadioSelect
    )
    topics = TopicsField(
        label=gettext_lazy("Topics"),
        most=MOST_TOPICS,
        help_text=gettext_lazy("New library records on these topics appear in the network."),
        error_messages={"required": gettext_lazy("Choose at least one topic")},
    )

    class Meta:
        model = Network
        fields = ["name", "purpose", "access", "topics"]
        labels = {
            "name": gettext_lazy("Name of the network"),
            "purpose": gettext_lazy("What is it for?"),
        }
        help_texts = {
            "purpose": format_lazy(
                "{} {}",
                gettext_lazy("Everyone who can see the network can read this."),
                MARKDOWN_HINT,
            ),
        }
        error_messages = {
            "name": {"required": gettext_lazy("Enter a name")},
            "purpose": {"required": gettext_lazy("Say what the network is for")},
        }

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        label = _("Save") if self.instance.pk else _("Create network")
        helper.layout = Layout("seen", "name", "purpose", "access", "topics", Submit("save", label))
        return helper


class JoinForm(Form):
    """What somebody who asks to join tells the moderators."""

    message = forms.CharField(
        label=gettext_lazy("Why would you like to join?"),
        help_text=gettext_lazy("The moderators can read this."),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Enter a message to the moderators")},
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("message", Submit("ask", _("Ask to join")))
        return helper


class NewsForm(Form):
    """What a person wants to be told of each of their networks."""

    def __init__(self, *args: Any, memberships: Sequence[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {f"network_{each.pk}": each.pk for each in memberships}
        for each in memberships:
            self.fields[f"network_{each.pk}"] = forms.ChoiceField(
                label=each.network.name, choices=NetworkNews, initial=each.news
            )

    @property
    def choices(self) -> dict[int, str]:
        """Return what was chosen, by membership."""
        return {pk: self.cleaned_data[name] for name, pk in self.names.items()}

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(*self.names, Submit("save", _("Save")))
        return helper


class ModerationReasonForm(Form):
    """Why a moderator does something that somebody else will ask about."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Enter the reason")},
    )

    def __init__(
        self,
        *args: Any,
        hint: StrOrPromise,
        submit: StrOrPromise,
        danger: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = str(hint)
        self._submit = submit
        self._danger = danger

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        style = "button-danger" if self._danger else ""
        helper.layout = Layout("reason", Submit("confirm", self._submit, css_class=style))
        return helper
