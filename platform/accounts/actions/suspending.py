"""Suspending accounts: nobody can sign in with them until an administrator lifts it."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.closing import end_sessions
from accounts.actions.roles import is_another_administrator, wait_for_administrators
from accounts.models import Suspension, User
from accounts.signals import account_suspended
from core.announcements import announce
from core.refusals import Conflict


class NotSuspendable(Conflict):
    """This account cannot be suspended; the text says why."""


@transaction.atomic
def suspend_account(*, user: User, reason: str, by: User, at: dt.datetime) -> Suspension:
    """Sign the person out everywhere and let nobody sign in with the account until this is lifted.

    The account is inactive: in no suggestion, search or mention, and without mail. Its coming sessions of mentoring
    are cancelled and requests to it end, as ``account_suspended`` is announced. Repeats safely: the first suspension stays as it is. Raises
    ``NotSuspendable`` for one's own account, a closed one, and that of the last administrator.
    """
    wait_for_administrators()
    user = User.objects.select_for_update().get(pk=user.pk)
    if first := Suspension.objects.in_force().filter(user=user).first():
        return first
    _refuse(user, by)
    suspension = Suspension.objects.create(user=user, reason=reason, by=by, at=at)
    user.is_active = False
    user.access_changed_at = at
    user.save(update_fields=["is_active", "access_changed_at"])
    end_sessions(user)
    announce(account_suspended, User, user_id=user.pk)
    return suspension


def _refuse(user: User, by: User) -> None:
    if user.pk == by.pk:
        raise NotSuspendable(_("You cannot suspend your own account."))
    if user.closed_at:
        raise NotSuspendable(_("This account is closed already."))
    administrators = User.objects.administrators()
    if administrators.filter(pk=user.pk).exists() and not is_another_administrator(user):
        raise NotSuspendable(_("There must be at least one administrator who can sign in."))


@transaction.atomic
def lift_suspension(*, user: User, by: User, at: dt.datetime) -> User:
    """Open the account again, unless its person asked to have it closed. Repeats safely.

    What ended meanwhile, such as requests and sessions, does not come back.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if not Suspension.objects.in_force().filter(user=user).update(lifted_by=by, lifted_at=at):
        return user
    user.is_active = user.closes_at is None and user.closed_at is None
    user.access_changed_at = at
    user.save(update_fields=["is_active", "access_changed_at"])
    return user
