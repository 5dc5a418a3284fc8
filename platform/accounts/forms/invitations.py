"""Inviting somebody by email address."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms.bases import Form, Helper
from core.forms.layouts import Layout, Submit


class InvitationForm(Form):
    """The address of one person, and a few words to them."""

    field_of_refusals = "email"

    email = forms.EmailField(
        label=gettext_lazy("Email address"),
        max_length=254,
        help_text=gettext_lazy("They do not need an account yet."),
        error_messages={
            "required": gettext_lazy("Enter the person’s email address."),
            "invalid": gettext_lazy("Enter an email address like name@example.org."),
        },
    )
    message = forms.CharField(
        label=gettext_lazy("Message"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("email", "message", Submit("invite", _("Send invitation")))
        return helper
