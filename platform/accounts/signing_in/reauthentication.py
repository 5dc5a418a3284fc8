"""Asking for a password or second factor again before something that cannot be undone."""

from collections.abc import Callable
from typing import cast

from allauth.account.decorators import reauthentication_required
from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]


def ask_again(view: View) -> View:
    """Ask for a password or second factor when the page is opened, so that nothing typed is lost by it.

    As ``ask_again_on_post``, for pages with fields to fill in.
    """
    return cast(View, reauthentication_required()(view))


def ask_again_on_post(view: View) -> View:
    """Let a POST through only minutes after a password or second factor was entered.

    Who has neither is let through: there is nothing to ask for but another mailed code.
    """
    return cast(View, reauthentication_required(allow_get=True)(view))
