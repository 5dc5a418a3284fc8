"""The form that closes an account."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms.bases import Form, Helper
from core.forms.layouts import Layout, Submit


class CloseAccountForm(Form):
    """What becomes of posts, and the account's address, typed as a confirmation against a stray click."""

    posts = forms.ChoiceField(
        label=_("What should happen to your posts?"),
        choices=[
            ("keep", _("Keep them, without my name: readers see “Former member” beside them")),
            ("erase", _("Erase them: readers see only that there was a post, and its answers")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what should happen to your posts")},
    )

    email = forms.CharField(
        label=_("Your email address"),
        max_length=254,
        help_text=_("Enter the email address of this account to confirm"),
        error_messages={"required": _("Enter your email address to confirm")},
        widget=forms.TextInput(
            attrs={"type": "email", "autocomplete": "off", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if User.objects.normalize_email(email) != self.user.email:
            raise ValidationError(
                _("Enter the email address of this account: %s") % self.user.email
            )
        return email

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "posts", "email", Submit("close", _("Close my account"), css_class="button-danger")
        )
        return helper
