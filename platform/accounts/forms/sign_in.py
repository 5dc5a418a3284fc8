"""Allauth's forms in our words. Its settings name these classes (``ACCOUNT_FORMS``, ``MFA_FORMS``)."""

import copy
from http import HTTPStatus
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    AddEmailForm,
    ConfirmEmailVerificationCodeForm,
    ConfirmLoginCodeForm,
    ConfirmPasswordResetCodeForm,
    LoginForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
    SignupForm,
)
from allauth.account.internal.flows.email_verification import get_address_for_user
from allauth.account.internal.flows.signup import complete_signup, prevent_enumeration
from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url, has_verified_email
from allauth.core import context
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from accounts.actions.mail_limits import TooManyMails, count_mail
from accounts.models import User
from accounts.signing_in.second_proof import (
    login_under_way,
    login_with_second_proof,
    needs_second_proof,
)
from accounts.signing_in.sign_in_limits import Door

MAX_EMAIL_LENGTH = 254


class _PlainWords:
    """Labels and errors that say what to do, and no text inside an input."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field, forms.EmailField):
                field.label = _("Email address")
                field.error_messages["required"] = _("Enter your email address")
                field.error_messages["invalid"] = _("Enter an address like name@example.org")
                # Allauth would cut a longer one, and write to a stranger.
                field.validators = [*field.validators, MaxLengthValidator(MAX_EMAIL_LENGTH)]
        if "code" in self.fields:
            self.fields["code"].error_messages["required"] = _("Enter the code from the email")


def _count_mail_to(email: str) -> None:
    """Count the mail that the sent form causes, whether or not the address is known."""
    if not Door(context.request, email).may_mail():
        raise get_adapter().validation_error("too_many_login_attempts")


def _leaving(email: str) -> User | None:
    """Return who asked to have the account of this address closed: they can sign in to keep it."""
    address = User.objects.normalize_email(email)
    return User.objects.leaving().filter(email=address).first()


class SignUpForm(_PlainWords, SignupForm):
    """Name and address; the name comes from ``NameSignupForm``."""

    # Allauth sets it while it checks the address.
    account_already_exists: bool

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            _count_mail_to(cleaned["email"])
        return cleaned

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Open the account once, however often and however quickly the form is sent.

        Account and code are stored together: nobody sees the one without the other. Whoever comes second gets the
        answer that a known address gets. Its code was mailed a moment ago and another is refused, so that the reader
        is led to where the first one is entered.
        """
        if self.account_already_exists:
            response = self._tell_owner(request)
        else:
            try:
                response = self._open_account(request)
            except IntegrityError:
                self.account_already_exists = True
                response = self._tell_owner(request)
        if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            response = redirect("account_email_verification_sent")
        return None, response

    @transaction.atomic
    def _open_account(self, request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            user = self.save(request)
        return complete_signup(request, user=user, redirect_url=get_next_redirect_url(request))

    @transaction.atomic
    def _tell_owner(self, request: HttpRequest) -> HttpResponse:
        """Mail the owner of a known address, after the work that a new one is.

        Otherwise the time until the answer would tell which addresses have an account. So an account is opened for an
        address that nobody has, and taken back.
        """
        stand_in = copy.copy(self)
        stand_in.account_already_exists = False
        nobody = f"{get_random_string(20).lower()}@example.invalid"
        stand_in.cleaned_data = {**self.cleaned_data, "email": nobody}
        with transaction.atomic():
            user = stand_in.save(request)
            # What is looked up before a code is mailed.
            has_verified_email(user)
            address = get_address_for_user(user)
            EmailAddress.objects.get_for_user(address.user, address.email)
            transaction.set_rollback(True)
        return prevent_enumeration(request, email=self.cleaned_data["email"])


class SignInForm(_PlainWords, LoginForm):
    """The sign-in form: with a password it signs in, without one it mails a code."""

    # Allauth sets it while it checks the address.
    user: User | None

    def _setup_password_field(self) -> None:
        """Keep the field, which allauth takes out when sign-up asks for none, and do not require it."""
        password = self.fields["password"]
        password.required = False
        password.label = _("Password (optional)")
        password.help_text = _(
            "If you have no password, leave this empty and we will send a code to your email address."
        )

    def clean(self) -> dict[str, Any]:
        """Limit the tries at this door before a password is looked at."""
        email = self.cleaned_data.get("login")
        if email:
            door = Door(self.request, email)
            if not door.take("sign_in_at_door", door.name):
                raise get_adapter().validation_error("too_many_login_attempts")
        return super().clean()

    def _clean_with_password(self, credentials: dict[str, Any]) -> dict[str, Any]:
        """Have a mailed code follow every password while strangers guess that of the account."""
        if not Door(self.request, credentials["email"]).has_no_guesses_left:
            return super()._clean_with_password(credentials)
        user = get_adapter(self.request).check_guessed_password(self.request, **credentials)
        self._login = login_with_second_proof(user, credentials["email"])
        return self.cleaned_data

    def _clean_without_password(self, email: str | None, phone: str | None) -> dict[str, Any]:
        try:
            _count_mail_to(email or "")
        except forms.ValidationError as refusal:
            self.add_error("login", refusal)
            return self.cleaned_data
        cleaned: dict[str, Any] = super()._clean_without_password(email, phone)
        if not self.errors and self.user is None:
            self.user = _leaving(email or "")
        return cleaned


class RequestCodeForm(_PlainWords, RequestLoginCodeForm):
    """The request for a sign-in code."""

    # Allauth sets it while it checks the address.
    _user: User | None

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if self._user is None:
            self._user = _leaving(email)
        _count_mail_to(email)
        return email


class LoginCodeForm(_PlainWords, ConfirmLoginCodeForm):
    """The code that signs in, by itself or after a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_second_proof = needs_second_proof(login_under_way(context.request))


class EmailCodeForm(_PlainWords, ConfirmEmailVerificationCodeForm):
    """The code that confirms an address."""


class PasswordCodeForm(_PlainWords, ConfirmPasswordResetCodeForm):
    """The code that permits a new password."""


class NewEmailForm(_PlainWords, AddEmailForm):
    """A new address to sign in with."""

    def clean_email(self) -> str:
        """Count the mail as the person's: the address may be a stranger's."""
        email: str = super().clean_email()
        try:
            count_mail(address=email, sender=self.user, at=timezone.now())
        except TooManyMails as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return email


class ForgottenPasswordForm(_PlainWords, ResetPasswordForm):
    """The request for a code to set a new password."""

    # Allauth sets them while it checks the address.
    users: list[User]

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if not self.users and (user := _leaving(email)):
            self.users = [user]
        _count_mail_to(email)
        return email


class AddKeyForm(AddWebAuthnForm):
    """Add a passkey or a security key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        passwordless = self.fields["passwordless"]
        passwordless.label = _("Let me sign in with this key only")
        passwordless.help_text = _(
            "The key asks for your fingerprint, face or PIN. You do not need a code."
        )
        passwordless.initial = True
