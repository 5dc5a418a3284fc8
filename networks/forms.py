"""The forms of the networks."""

import re
from collections.abc import Sequence
from typing import Any, Self

from crispy_forms.layout import Div, Layout, Submit
from django import forms
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms.bases import FingerprintForm, Form, Helper, KeyedForm, ModelForm
from core.web.requests import key_of
from courses.models import ActionPlan
from library.catalogue.models import Record
from library.vocabularies.forms.topics import TopicsField
from networks.models import ConductVersion, Membership, Network, NetworkAccess, NetworkNews

MARKDOWN_HINT = gettext_lazy(
    "You can use Markdown: **bold**, *italic*, lists that start with a dash, and [links](https://…)."
)
MOST_TOPICS = 8
_RECORD_ADDRESS = re.compile(r"/library/(\d+)/")


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
        hint: str | Promise,
        submit: str | Promise,
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


class InviteMemberForm(Form):
    """The person a moderator invites."""

    field_of_refusals = "email"

    email = forms.EmailField(
        label=gettext_lazy("Email address"),
        max_length=254,
        help_text=gettext_lazy("They do not need an account yet."),
        error_messages={
            "required": gettext_lazy("Enter the person’s email address"),
            "invalid": gettext_lazy("Enter an email address like name@example.org"),
        },
    )
    message = forms.CharField(
        label=gettext_lazy("Message"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("email", "message", Submit("invite", _("Send invitation")))
        return helper


class PostForm(KeyedForm):
    """The text of a post, with a preview before it is sent."""

    body = forms.CharField(
        label=gettext_lazy("Your post"),
        help_text=MARKDOWN_HINT,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": gettext_lazy("Enter your post")},
    )
    submit = gettext_lazy("Reply")

    def __init__(
        self,
        *args: Any,
        address: str = "",
        conduct: ConductVersion | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._address = address
        if conduct is not None:
            self._ask_for_conduct(conduct)

    def offer_names(self, network: Network) -> Self:
        """Let the page's script suggest members of the network after an ``@``."""
        self.fields["body"].widget.attrs |= {
            "data-mention": reverse("networks:member_names", args=[network.slug]),
            "data-mention-label": _("Members"),
            "data-mention-count": _("members"),
        }
        return self

    def _ask_for_conduct(self, conduct: ConductVersion) -> None:
        """Add the box by which a member accepts the code of conduct, once for each version."""
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
            initial=conduct.number, widget=forms.HiddenInput
        )

    @property
    def wants_preview(self) -> bool:
        return "preview" in self.data

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.form_action = self._address
        buttons = Div(
            Submit("send", self.submit),
            Submit("preview", _("Preview"), css_class="button-secondary"),
            css_class="actions",
        )
        helper.layout = Layout(*self.fields, buttons)
        return helper


class ReplyForm(PostForm):
    """A reply, with a record or one of one's own action plans if wished."""

    record = forms.CharField(
        label=gettext_lazy("Record from the library"),
        help_text=gettext_lazy("Paste the address of its page."),
        required=False,
        max_length=300,
    )
    plan = forms.ModelChoiceField(
        label=gettext_lazy("Share one of my action plans"),
        queryset=ActionPlan.objects.none(),
        required=False,
        empty_label=gettext_lazy("No plan"),
    )
    field_order = ["body", "record", "plan", "conduct", "conduct_number", "form_key"]

    def __init__(self, *args: Any, network: Network, plans: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plan_field = self.fields["plan"]
        assert isinstance(plan_field, forms.ModelChoiceField)  # noqa: S101  (tells the type checker)
        plan_field.queryset = plans
        plan_field.help_text = _(
            "Members of %(network)s can read it and my later changes until I stop sharing it."
        ) % {"network": network}

    def clean_record(self) -> Record | None:
        """Find the published record that the address leads to."""
        address = self.cleaned_data["record"].strip()
        if not address:
            return None
        found = _RECORD_ADDRESS.search(address)
        record = Record.objects.published().filter(pk=key_of(found[1])).first() if found else None
        if record is None:
            raise forms.ValidationError(_("Enter the address of a record in the library"))
        return record


class EditPostForm(FingerprintForm, PostForm):
    """A new text for a post."""

    submit = gettext_lazy("Save")


class DiscussionForm(PostForm):
    """The title and first post of a discussion, with what it brings from the library or from one's plans."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("What is it about?"),
        max_length=150,
        error_messages={"required": gettext_lazy("Enter a title")},
    )
    record = forms.ModelChoiceField(
        queryset=Record.objects.published(), required=False, widget=forms.HiddenInput
    )
    plan = forms.ModelChoiceField(
        queryset=ActionPlan.objects.none(), required=False, widget=forms.HiddenInput
    )
    consent = forms.BooleanField(required=False)
    field_order = ["title", "body", "consent", "record", "plan", "form_key"]
    submit = gettext_lazy("Start discussion")

    def __init__(
        self, *args: Any, network: Network, plans: Any, shares_plan: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        plan_field = self.fields["plan"]
        assert isinstance(plan_field, forms.ModelChoiceField)  # noqa: S101  (tells the type checker)
        plan_field.queryset = plans
        if shares_plan:
            self.fields["consent"].label = _(
                "Members of %(network)s can read this plan and my later changes until I stop "
                "sharing it."
            ) % {"network": network}
        else:
            del self.fields["consent"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("plan") and not cleaned.get("consent"):
            self.add_error(
                "consent" if "consent" in self.fields else None,
                _("Agree to share your plan, or start without it"),
            )
        return cleaned
