"""Asking to have one's account closed, with two weeks to think again."""

import datetime as dt
import logging
import zoneinfo

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from accounts.actions.closing import LastAdministrator, close_account, end_sessions
from accounts.actions.roles import is_another_administrator, wait_for_administrators
from accounts.closing_obstacles import obstacles_for
from accounts.letters import Letter, send_letter
from accounts.models import ClosingRequest, Suspension, User
from accounts.signals import account_leaving
from core.announcements import announce
from core.refusals import Conflict

logger = logging.getLogger(__name__)

TIME_TO_THINK = dt.timedelta(days=14)
REMINDED_BEFORE = dt.timedelta(days=3)


class StillNeeded(Conflict):
    """The account cannot be closed yet; the text says what has to be done first."""


class AlreadyClosed(Conflict):
    """The account was closed meanwhile, so it cannot be kept."""

    def __init__(self) -> None:
        super().__init__(_("This account is closed already."))


@transaction.atomic
def ask_to_close(*, user: User, erases_posts: bool, at: dt.datetime) -> User:
    """Note that the account is to be closed in 14 days, sign the person out everywhere and hide them until then.

    The account is inactive from now on: it is in no suggestion, search or mention, and gets no notifications.
    Announces ``account_leaving``, upon which what binds others, such as mentorings, ends at once. A letter
    confirms it. Repeats safely; the first choice stays. Raises ``LastAdministrator`` and ``StillNeeded``.
    """
    wait_for_administrators()
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.closes_at or user.closed_at:
        return user
    _refuse_while_needed(user)
    user.closes_at = at + TIME_TO_THINK
    user.is_active = False
    user.access_changed_at = at
    user.save(update_fields=["closes_at", "is_active", "access_changed_at"])
    ClosingRequest.objects.create(user=user, asked_at=at, erases_posts=erases_posts)
    end_sessions(user)
    _write(user, "closing_asked", _("We will close your account on %(day)s"), at=at)
    announce(account_leaving, User, user_id=user.pk)
    return user


def _refuse_while_needed(user: User) -> None:
    administrators = User.objects.administrators()
    if administrators.filter(pk=user.pk).exists() and not is_another_administrator(user):
        raise LastAdministrator
    if obstacles := obstacles_for(user):
        raise StillNeeded(" ".join(obstacles))


@transaction.atomic
def keep_account(*, user: User, at: dt.datetime) -> User:
    """Take the wish back: the account is open again. What ended meanwhile does not come back.

    An account that was suspended in the meantime stays suspended. Repeats safely. Raises ``AlreadyClosed``.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.closed_at:
        raise AlreadyClosed
    if user.closes_at is None:
        return user
    user.closes_at = None
    user.is_active = not Suspension.objects.in_force().filter(user=user).exists()
    user.access_changed_at = at
    user.save(update_fields=["closes_at", "is_active", "access_changed_at"])
    ClosingRequest.objects.filter(user=user).delete()
    return user


def close_due_accounts(*, at: dt.datetime) -> int:
    """Close the accounts whose time to think again is over; return how many. Repeats safely.

    Each is a transaction of its own: one that fails, or a process that ends, leaves the others to the next run.
    """
    closed = 0
    for pk in User.objects.leaving().filter(closes_at__lte=at).values_list("pk", flat=True):
        try:
            closed += _close_if_due(pk, at)
        except Exception:
            logger.exception("The account %s could not be closed", pk)
    return closed


@transaction.atomic
def _close_if_due(pk: int, at: dt.datetime) -> bool:
    user = User.objects.select_for_update().get(pk=pk)
    if user.closed_at or user.closes_at is None or user.closes_at > at:
        return False
    close_account(user=user, at=at)
    return True


def remind_of_closing(*, at: dt.datetime) -> int:
    """Remind people three days before their account is closed, once; return how many. Repeats safely."""
    soon = User.objects.leaving().filter(closes_at__gt=at, closes_at__lte=at + REMINDED_BEFORE)
    waiting = soon.filter(closing_request__reminded_at=None).values_list("pk", flat=True)
    return sum(_remind(pk, at) for pk in waiting)


@transaction.atomic
def _remind(pk: int, at: dt.datetime) -> bool:
    user = User.objects.select_for_update().get(pk=pk)
    request = ClosingRequest.objects.filter(user=user, reminded_at=None)
    if user.closes_at is None or not request.update(reminded_at=at):
        return False
    _write(user, "closing_soon", _("Your account will be closed on %(day)s"), at=at)
    return True


def _write(user: User, name: str, subject: str, *, at: dt.datetime) -> None:
    """Write to the person's address in the present transaction: notifications do not reach them any more."""
    with timezone.override(zoneinfo.ZoneInfo(user.time_zone)):
        day = formats.date_format(timezone.localtime(user.closes_at), "j F Y")
        moment = formats.date_format(timezone.localtime(user.closes_at), "j F Y, H:i")
    words = {
        "person": user,
        "moment": moment,
        "erases_posts": user.closing_request.erases_posts,
        "address": settings.SITE_URL + reverse("accounts:leaving"),
        "institute_name": settings.INSTITUTE_NAME,
    }
    letter = Letter(
        name=f"accounts.{name}",
        address=user.email,
        subject=subject % {"day": day},
        text=render_to_string(f"accounts/mail/{name}.txt", words),
    )
    send_letter(letter, at=at)
