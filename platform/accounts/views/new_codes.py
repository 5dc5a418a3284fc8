"""Asking for a new code, which is the same work whether or not the address has an account.

Allauth mails the first code to an address without an account as well, in other words, and a new one to accounts only.
The time until its answer would tell them apart. So the mail is written for the others, too, and taken back.
"""

from contextlib import suppress
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.account.views import ConfirmEmailVerificationCodeView, ConfirmLoginCodeView
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string
from django.utils.decorators import method_decorator

from accounts.actions.vain_work import take_back
from accounts.models import User

_CODE_LENGTH = 6


class NewLoginCodeView(ConfirmLoginCodeView):
    """The page on which a mailed code signs in."""

    def _resend_form_valid(self, form: Any) -> HttpResponse:
        answer = super()._resend_form_valid(form)
        if self._process.user is None:
            _write_in_vain(self.request, "account/email/login_code", self._process.state["email"])
        return answer


@method_decorator(login_not_required, name="dispatch")
class NewSignUpCodeView(ConfirmEmailVerificationCodeView):
    """The page on which a mailed code confirms an address."""

    def _resend_form_valid(self, form: Any) -> HttpResponse:
        answer = super()._resend_form_valid(form)
        state = self._process.state
        if self._process.user is None or state.get("account_already_exists"):
            # What is looked up of an account that begins, and whose address this is.
            User.objects.filter(pk=0).first()
            with suppress(EmailAddress.DoesNotExist):
                EmailAddress.objects.get_for_user(User(pk=0), state["email"])
            _write_in_vain(self.request, "account/email/email_confirmation_signup", state["email"])
        return answer


def _write_in_vain(request: HttpRequest, template: str, email: str) -> None:
    """Do the work of a mail with a code, and take it back."""
    nobody = User.objects.filter(pk=0).first()
    words = {"user": nobody, "code": get_random_string(_CODE_LENGTH).upper()}
    take_back(lambda: get_adapter(request).send_mail(template, email, words))
