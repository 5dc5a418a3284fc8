"""Making, using and revoking tokens; adding and changing services."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from api import kinds
from api.models import Service, ServiceChange, Token, TokenQuerySet
from api.sections import SCOPES
from api.token_text import digest_of, new_token_text, shown_part_of
from core.forms.form_keys import AlreadySubmitted
from core.refusals import Conflict
from notifications.actions import notify

MOST_TOKENS = 20
# So soon a form that comes again is the second of two clicks, and nobody has copied the first secret yet.
SECOND_CLICK = dt.timedelta(seconds=10)


class TooManyTokens(Conflict):
    """The person or service has as many working tokens as one may have."""

    def __init__(self) -> None:
        super().__init__(
            _("There are already %(most)s active tokens. Revoke one that is no longer used.")
            % {"most": MOST_TOKENS}
        )


class NewToken(NamedTuple):
    """A token and its secret, which is known at this moment only."""

    token: Token
    secret: str


@transaction.atomic
def make_token(
    *,
    person: User,
    name: str,
    scopes: Sequence[str],
    days: int,
    key: uuid.UUID,
    at: dt.datetime,
) -> NewToken:
    """Make a token with which programs ask as this person, for so many days, and mail the person.

    The second of two clicks with one ``key`` makes no second token: it gives the first one a new secret, since
    only the second answer is shown. Later raises ``AlreadySubmitted``. Raises ``TooManyTokens``.
    """
    # Whoever makes two at once waits here.
    User.objects.select_for_update().get(pk=person.pk)
    mine = Token.objects.filter(person=person)
    token = Token(person=person, name=name, scopes=_known(scopes), made_by=person, form_key=key)
    return _make(token, among=mine, days=days, at=at, tell=person)


@transaction.atomic
def make_service_token(
    *, service: Service, name: str, days: int, by: User, key: uuid.UUID, at: dt.datetime
) -> NewToken:
    """Make a token with which a service asks, and mail its contact. Repeats and raises as ``make_token`` does."""
    service = Service.objects.select_for_update().get(pk=service.pk)
    token = Token(service=service, name=name, made_by=by, form_key=key)
    among = Token.objects.filter(service=service)
    return _make(token, among=among, days=days, at=at, tell=service.contact)


def _make(
    token: Token, *, among: TokenQuerySet, days: int, at: dt.datetime, tell: User
) -> NewToken:
    secret = new_token_text()
    if first := Token.objects.filter(made_by=token.made_by, form_key=token.form_key).first():
        same = ("person_id", "service_id", "name", "scopes")
        is_same = all(getattr(first, field) == getattr(token, field) for field in same)
        if not is_same or first.last_used_on or at - first.made_at > SECOND_CLICK:
            raise AlreadySubmitted
        token = first
    else:
        if among.working(at).count() >= MOST_TOKENS:
            raise TooManyTokens
        token.made_at, token.expires_at = at, at + dt.timedelta(days=days)
    token.digest, token.shown_part = digest_of(secret), shown_part_of(secret)
    token.save()
    notify(
        recipients=[tell],
        kind=kinds.TOKEN_MADE,
        key=f"api.token_made:{token.pk}",
        target=token,
        at=at,
        text=_("If you did not expect this, revoke the token at once so that nobody can use it."),
    )
    return NewToken(token, secret)


@transaction.atomic
def revoke_token(*, token: Token, by: User, at: dt.datetime) -> bool:
    """End a token and write down who did, and tell its owner when it was somebody else.

    Returns whether that changed anything: repeats safely.
    """
    token = Token.objects.select_for_update().get(pk=token.pk)
    if token.revoked_at is not None:
        return False
    token.revoked_at, token.revoked_by = at, by
    token.save(update_fields=["revoked_at", "revoked_by"])
    owner = token.person or token.service.contact  # type: ignore[union-attr]  # it has one of the two
    if owner.pk != by.pk:
        key = f"api.token_revoked:{token.pk}"
        notify(recipients=[owner], kind=kinds.TOKEN_REVOKED, key=key, target=token, at=at)
    return True


def note_use(*, token: Token, on: dt.date) -> None:
    """Note the day on which a token was last used: one write a day and token. Repeats safely."""
    if token.last_used_on != on:
        older = Q(last_used_on=None) | Q(last_used_on__lt=on)
        Token.objects.filter(older, pk=token.pk).update(last_used_on=on)


def delete_tokens(*, user: User) -> None:
    """Delete the tokens of a person whose account is closed; they had ended with it. Repeats safely."""
    Token.objects.filter(person=user).delete()


@transaction.atomic
def add_service(
    *, name: str, purpose: str, contact: User, scopes: Sequence[str], by: User, at: dt.datetime
) -> Service:
    """Add a service. It has no token yet. The same again from the same person gives the one that is there.

    Raises ``ValidationError`` for a name that another service has.
    """
    words = {"purpose": purpose, "contact": contact, "scopes": _known(scopes), "added_by": by}
    service, is_new = Service.objects.get_or_create(name=name, defaults={**words, "added_at": at})
    if not is_new and any(getattr(service, field) != word for field, word in words.items()):
        raise ValidationError({"name": _("There is already a service with this name.")})
    if is_new:
        _write_down(service, by=by, at=at)
    return service


@transaction.atomic
def change_service(
    *,
    service: Service,
    name: str,
    purpose: str,
    contact: User,
    scopes: Sequence[str],
    by: User,
    at: dt.datetime,
) -> Service:
    """Change a service, and with it what its tokens may do from now on, and write down who did.

    Raises ``ValidationError`` for a name that another service has.
    """
    service = Service.objects.select_for_update().get(pk=service.pk)
    service.name, service.purpose, service.contact = name, purpose, contact
    service.scopes = _known(scopes)
    service.full_clean(exclude=["scopes"])
    service.save()
    _write_down(service, by=by, at=at)
    return service


def _write_down(service: Service, *, by: User, at: dt.datetime) -> None:
    """Add to the history of the service what it is now, unless the last line says that already."""
    now = {"name": service.name, "contact": service.contact, "scopes": service.scopes}
    last = service.changes.select_related("contact").order_by("-pk").first()
    if last is None or any(getattr(last, field) != value for field, value in now.items()):
        ServiceChange.objects.create(service=service, **now, by=by, at=at)


def _known(scopes: Sequence[str]) -> list[str]:
    """Return the names; raises ``KeyError`` for one that no part registers."""
    return [SCOPES[scope].name for scope in scopes]
