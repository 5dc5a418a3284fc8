"""Granting and revoking the roles of staff."""

import datetime as dt
from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import RoleGrant, User
from accounts.roles import Role
from accounts.signals import role_revoked
from core.announcements import announce
from core.refusals import Conflict


class NoAdministratorLeft(Conflict):
    """The person is the last administrator, so the role cannot be revoked."""

    def __init__(self) -> None:
        super().__init__(
            _("There must be at least one administrator. Give the role to someone else first.")
        )


@transaction.atomic
def grant_role(*, user: User, role: Role, by: User | None, at: dt.datetime | None = None) -> bool:
    """Grant the role and record who did. Returns whether that changed anything: repeats safely."""
    if not _lock(user).is_active or user.groups.filter(name=role).exists():
        return False
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    _write_down(user, role, by, at, is_granted=True)
    return True


@transaction.atomic
def grant_role_to(*, people: Iterable[User], role: Role, by: User, at: dt.datetime) -> int:
    """Grant the role to each of these people; return how many did not have it. Repeats safely."""
    in_order = sorted(people, key=lambda person: person.pk)
    return sum(grant_role(user=person, role=role, by=by, at=at) for person in in_order)


@transaction.atomic
def revoke_role(*, user: User, role: Role, by: User | None, at: dt.datetime | None = None) -> bool:
    """Revoke the role and record who did. Returns whether that changed anything: repeats safely.

    Raises ``NoAdministratorLeft`` rather than leave the institute without an administrator.
    """
    if role == Role.ADMINISTRATOR:
        wait_for_administrators()
    _lock(user)
    if not user.groups.filter(name=role).exists():
        return False
    if role == Role.ADMINISTRATOR and not user.is_superuser and not is_another_administrator(user):
        raise NoAdministratorLeft
    user.groups.remove(Group.objects.get(name=role))
    _write_down(user, role, by, at, is_granted=False)
    announce(role_revoked, User, user_id=user.pk)
    return True


@transaction.atomic
def set_roles(*, user: User, roles: Iterable[Role], by: User, at: dt.datetime) -> None:
    """Give and take roles until the person has just these. Raises ``NoAdministratorLeft``."""
    wanted = set(roles)
    for role in Role:
        if role in wanted:
            grant_role(user=user, role=role, by=by, at=at)
        else:
            revoke_role(user=user, role=role, by=by, at=at)


def wait_for_administrators() -> None:
    """Lock the administrators, so that two who dismiss each other, or leave, take turns.

    Take this lock before that of a person.
    """
    list(Group.objects.select_for_update().filter(name=Role.ADMINISTRATOR))


def is_another_administrator(user: User) -> bool:
    """Tell whether somebody besides this person may give roles."""
    return User.objects.administrators().exclude(pk=user.pk).exists()


def _lock(user: User) -> User:
    return User.objects.select_for_update().get(pk=user.pk)


def _write_down(
    user: User, role: Role, by: User | None, at: dt.datetime | None, *, is_granted: bool
) -> None:
    at = at or timezone.now()
    RoleGrant.objects.create(user=user, role=role, by=by, at=at, is_granted=is_granted)
    user.access_changed_at = timezone.now()
    user.save(update_fields=["access_changed_at"])
    user.__dict__.pop("roles", None)
