"""Making somebody an administrator from the server's command line, where no administrator can do it yet."""

import datetime as dt

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.opening import open_account
from accounts.actions.roles import grant_role
from accounts.models import User
from accounts.roles import Role
from core.refusals import Conflict


class ClosedAccount(Conflict):
    """The account of this address was blocked."""

    def __init__(self) -> None:
        super().__init__(_("The account with this address is blocked. Choose another address."))


@transaction.atomic
def make_administrator(
    *, email: str, full_name: str, password: str | None, at: dt.datetime
) -> tuple[User, bool]:
    """Make the person of this address an administrator who can sign in without a mail from us.

    Opens the account when there is none; returns it, and whether it is new. The address counts as confirmed.
    A password replaces the former one; without a password that stays. Repeats safely. Raises ``ClosedAccount``.
    """
    address = User.objects.normalize_email(email)
    user = User.objects.select_for_update().filter(email=address).first()
    is_new = user is None
    if user is None:
        user = open_account(email=address, full_name=full_name, password=password)
    elif not user.is_active:
        raise ClosedAccount
    elif password is not None:
        user.set_password(password)
        user.save(update_fields=["password"])
    EmailAddress.objects.filter(user=user, email=address).update(verified=True)
    grant_role(user=user, role=Role.ADMINISTRATOR, by=None, at=at)
    return user, is_new
