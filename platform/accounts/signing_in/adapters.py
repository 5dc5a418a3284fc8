"""Adapters that fit allauth's flows to our accounts."""

import datetime as dt
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStage
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.second_proof import send_second_proof
from accounts.backends import AccountBackend
from accounts.letters import Letter, send_letter
from accounts.models import User
from accounts.signing_in.second_proof import (
    CODE_MAIL,
    MailedCodeStage,
    login_under_way,
    needs_second_proof,
)
from accounts.signing_in.sign_in_limits import Door
from core.web.ratelimit import client_address, is_ip_address

NO_ADDRESS = "0.0.0.0"  # noqa: S104  (no server listens there)


def _path(stage: type[LoginStage]) -> str:
    return f"{stage.__module__}.{stage.__qualname__}"


class AccountAdapter(DefaultAccountAdapter):
    """Signing up and signing in."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": _(
            "The email address or password is wrong. Check both, or leave the password empty "
            "to get a code by email."
        ),
        "incorrect_code": _("This is not the code we sent. Enter the code from our latest email."),
        "incorrect_password": _("The password is wrong. Try again."),
        "enter_current_password": _("Your current password is wrong. Try again."),
        "duplicate_email": _("You already use this email address. Enter a different one."),
        "too_many_login_attempts": _(
            "Too many attempts. Wait an hour, then try again. After very many attempts it can take a day."
        ),
        "rate_limited": _("Too many attempts. Wait a minute, then try again."),
    }

    # Set while a password is checked that a mailed code must follow: it counts even if it is right.
    _is_followed_by_code = False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Count and note the same address as the rest of the site does; one that cannot be told is all zeros.

        Allauth's own way answers 500 where a proxy left out its header, and 403 behind a socket without an address.
        """
        address = client_address(request)
        return address if is_ip_address(address) else NO_ADDRESS

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Keep the name together with the address: no account is without one."""
        user.full_name = form.cleaned_data["full_name"]
        return super().save_user(request, user, form, commit)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Give every mail of allauth to our own delivery, so that no page waits for a mail server."""
        login = login_under_way(self.request)
        if login is not None and needs_second_proof(login):
            template_prefix = CODE_MAIL
            reset = self.request.build_absolute_uri(reverse("account_reset_password"))
            context = {"code": self.generate_login_code(), "password_reset_url": reset, **context}
        words = {
            "request": self.request,
            "email": email,
            "current_site": get_current_site(self.request),
            **context,
        }
        mail = self.render_mail(template_prefix, email, words)
        now = timezone.now()
        works = dt.timedelta(seconds=settings.MAILED_CODE_SECONDS)
        letter = Letter(
            name=template_prefix.replace("/email/", "."),
            address=email,
            subject=str(mail.subject),
            text=str(mail.body),
            expires_at=now + works if "code" in context else None,
        )
        if template_prefix == CODE_MAIL and login is not None:
            door = Door(self.request, email).account
            send_second_proof(letter=letter, is_right=login.user is not None, door=door, at=now)
        else:
            send_letter(letter, at=now)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """Say nothing of a code that was mailed if the password was right only: its page explains that."""
        if not needs_second_proof(login_under_way(request)):
            super().add_message(request, level, message_template, *args, **kwargs)

    def get_login_stages(self) -> list[str]:
        """Use our stage of the mailed code."""
        ours = {_path(LoginByCodeStage): _path(MailedCodeStage)}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def is_login_by_code_required(self, login: Login) -> bool:
        """Require a code after the password while strangers guess that of the account."""
        return needs_second_proof(login) or super().is_login_by_code_required(login)

    def check_guessed_password(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Return whose password it is, where a mailed code must follow; it counts here whether right or wrong.

        If right ones were given back, further tries at the same door would tell which were right.
        """
        self._is_followed_by_code = True
        user = self.authenticate(request, **credentials)
        is_owner = user is not None and AccountBackend().user_can_authenticate(user)
        return user if is_owner else None

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords for an account at each door of its own."""
        return Door(request, credentials.get("email", "")).account

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Limit also what one door tries on all accounts, and all strangers together on one account."""
        super().pre_authenticate(request, **credentials)
        door = Door(request, credentials.get("email", ""))
        tries = [door.take("login_failed_at_door", door.name)]
        if door.is_of_a_stranger and not self._is_followed_by_code:
            tries.append(door.take("login_failed_by_strangers", door.email))
        self._tries = [each for each in tries if each]
        if len(self._tries) < len(tries):
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        """Give back what was counted: the password was right, and alone signs in."""
        if self._is_followed_by_code:
            return
        super()._rollback_login_failed_rl_usage()
        for each in self._tries:
            each.rollback()

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Refuse, by every way of signing in, people whom the backend refuses."""
        if not AccountBackend().user_can_authenticate(user):
            return self.respond_user_inactive(request, user)
        if user.is_leaving:
            # They may come in to keep their account, which is inactive until then.
            return None
        return super().pre_login(request, user, **kwargs)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Passkeys, one-time codes and recovery codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "This code is wrong or out of date. Enter the code your app shows now."
        ),
    }

    def _get_site_name(self) -> str:
        return settings.INSTITUTE_NAME
