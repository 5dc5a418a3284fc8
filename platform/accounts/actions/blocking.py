"""Blocking a person, and undoing it. The other one is not told."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Block, User
from accounts.signals import person_blocked
from core.announcements import announce
from core.refusals import Conflict


class CannotBlockYourself(Conflict):
    def __init__(self) -> None:
        super().__init__(_("You cannot block yourself."))


@transaction.atomic
def block_person(*, blocker: User, blocked: User, at: dt.datetime) -> Block:
    """Block the person. Repeats safely; raises ``CannotBlockYourself``.

    Both accounts are locked, so that a request between the two comes either before or not at all.
    """
    if blocker.pk == blocked.pk:
        raise CannotBlockYourself
    both = User.objects.select_for_update(no_key=True).filter(pk__in=[blocker.pk, blocked.pk])
    list(both.order_by("pk"))
    block, is_new = Block.objects.get_or_create(
        blocker=blocker, blocked=blocked, defaults={"made_at": at}
    )
    if is_new:
        announce(person_blocked, Block, blocker_id=blocker.pk, blocked_id=blocked.pk)
    return block


def unblock_person(*, blocker: User, blocked: User) -> None:
    """Undo one's own block; one that the other made stays. Repeats safely."""
    Block.objects.made_by(blocker).filter(blocked=blocked).delete()


def forget_blocks(*, user: User) -> None:
    """Delete the blocks that a person made or that others made of them. Repeats safely."""
    Block.objects.filter(blocker=user).delete()
    Block.objects.filter(blocked=user).delete()
