"""The forms of tokens and services."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from api.sections import scope_choices
from core.forms.bases import FingerprintForm, Helper, KeyedForm
from core.forms.layouts import Layout, Submit

_DAYS = [(30, _("30 days")), (90, _("90 days")), (180, _("180 days")), (365, _("A year"))]


class _NewTokenForm(KeyedForm):
    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        help_text=_("The program that uses it, so that you know later whether you still need it"),
        error_messages={"required": _("Enter a name for the token")},
    )
    days = forms.TypedChoiceField(
        label=_("Valid for"),
        choices=_DAYS,
        coerce=int,
        initial=90,
        help_text=_("After that it stops working. Create a new one if you still need it"),
        error_messages={"required": _("Choose how long the token is valid")},
    )


class TokenForm(_NewTokenForm):
    """A new token of one's own."""

    scopes = forms.MultipleChoiceField(
        label=_("What it can do"),
        choices=scope_choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what the token can do")},
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "form_key", "name", "scopes", "days", Submit("make", _("Create token"))
        )
        return helper


class ServiceTokenForm(_NewTokenForm):
    """A new token of a service, which may do what the service may."""

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("form_key", "name", "days", Submit("make", _("Create token")))
        return helper


class ServiceForm(FingerprintForm):
    """A service: what it is, who answers for it, and what it can do."""

    names_of_fields = {}

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        error_messages={"required": _("Enter the name of the service")},
    )
    purpose = forms.CharField(
        label=_("What it is for"), max_length=500, required=False, widget=forms.Textarea
    )
    contact = forms.CharField(
        label=_("Email address of the contact"),
        max_length=254,
        help_text=_("Someone with an account. We tell them about each token"),
        error_messages={"required": _("Enter the email address of the contact")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it can do"),
        choices=scope_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_contact(self) -> User:
        address = User.objects.normalize_email(self.cleaned_data["contact"])
        contact = User.objects.open().filter(email=address).first()
        if contact is None:
            raise ValidationError(_("There is no account with this address. Enter another one"))
        return contact

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        fields = ("seen", "name", "purpose", "contact", "scopes")
        helper.layout = Layout(*fields, Submit("save", _("Save service")))
        return helper
