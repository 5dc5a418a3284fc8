"""Adapters that fit allauth's flows to our accounts."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.backends import AccountBackend
from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Signing up and signing in."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": _(
            "The e-mail address or the password is not right. Check both, or leave the password empty to"
            " get a code by e-mail."
        ),
        "incorrect_code": _("This is not the code we sent. Check the newest e-mail from us."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your present password."),
        "duplicate_email": _("This is your e-mail address already."),
        "too_many_login_attempts": _("Too many tries. Wait a few minutes, then try again."),
        "rate_limited": _("Too many tries. Wait a minute, then try again."),
    }

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Keep the name together with the address: no account is without one."""
        user.full_name = form.cleaned_data["full_name"]
        return super().save_user(request, user, form, commit)

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Refuse, by every way of signing in, people whom the backend refuses."""
        if not AccountBackend().user_can_authenticate(user):
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Passkeys, one-time codes and recovery codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "This is not the code of this moment. Enter the one your app shows now."
        ),
    }

    def _get_site_name(self) -> str:
        return settings.INSTITUTE_NAME
