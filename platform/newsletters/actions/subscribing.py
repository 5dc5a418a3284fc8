"""Subscribing and unsubscribing, with an account and without."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.actions.mail_limits import HOUR, MailLimit, count_under
from accounts.models import User
from accounts.models.users import UserQuerySet
from library.vocabularies.models import Topic
from newsletters import names
from newsletters.models import Subscriber
from newsletters.states import SubscriberState
from notifications.actions import queue_mail

# Mails to confirm that one address gets in a day, whoever asks.
TO_ONE_ADDRESS = 3
# Addresses that are entered from one place on the network in an hour: a class signs up together.
FROM_ONE_PLACE = 40


@transaction.atomic
def ask_to_subscribe(
    *, address: str, topics: Iterable[Topic], visitor: str, at: dt.datetime
) -> None:
    """Mail the link that confirms a subscription, or to who subscribes already the link to their choices.

    To whoever asks, both look the same. ``visitor`` is the place on the network that asks. Raises ``TooManyMails``,
    for both alike.
    """
    address = User.objects.normalize_email(address)
    to_them = _("We have sent too many emails to this address today. Try again tomorrow.")
    count_under(
        [
            MailLimit(f"newsletter to {address}", TO_ONE_ADDRESS, refusal=to_them),
            MailLimit(f"newsletter from {visitor}", FROM_ONE_PLACE, HOUR),
        ],
        at=at,
    )
    known = Subscriber.objects.select_for_update(of=("self",)).at_address(address).first()
    if known is not None and known.state != SubscriberState.ASKED:
        queue_mail(mail=names.KNOWN, about=known.pk, address="", at=at)
        return
    if known is None:
        known, _is_new = Subscriber.objects.get_or_create(
            address=address, defaults={"asked_at": at}
        )
    known.asked_at = at
    known.save(update_fields=["asked_at"])
    known.topics.set(topics)
    queue_mail(mail=names.CONFIRM, about=known.pk, address="", at=at)


@transaction.atomic
def confirm(*, subscriber: Subscriber, at: dt.datetime) -> Subscriber:
    """Begin to send the newsletter to an address whose owner says so. Repeats safely.

    Who has an account with this address subscribes with it, so that closing it ends the newsletter.
    """
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if subscriber.state == SubscriberState.ASKED:
        subscriber.state, subscriber.confirmed_at = SubscriberState.ACTIVE, at
        owner = _owners().filter(email=subscriber.address).first()
        if owner and not Subscriber.objects.filter(user=owner).exists():
            subscriber.user, subscriber.address = owner, ""
        subscriber.save()
    return subscriber


def _owners() -> UserQuerySet:
    """Return the accounts whose person has shown that the address is theirs."""
    shown = Q(emailaddress__verified=True, emailaddress__email=F("email"))
    keys = User.objects.filter(shown | Q(last_login__isnull=False)).order_by().values("pk")
    return User.objects.open().filter(pk__in=keys)


def join_accounts() -> int:
    """Let subscriptions of addresses that have an account by now belong to it, and return how many.

    Where the account subscribes as well, the one without it goes. Repeats safely.
    """
    alone = Subscriber.objects.filter(user=None, state=SubscriberState.ACTIVE)
    keys = list(alone.filter(address__in=_owners().values("email")).values_list("pk", flat=True))
    for key in keys:
        _join_account(key)
    return len(keys)


@transaction.atomic
def _join_account(key: int) -> None:
    row = Subscriber.objects.select_for_update().filter(pk=key, user=None).first()
    owner = _owners().filter(email=row.address).first() if row else None
    if row is None or owner is None:
        return
    if Subscriber.objects.filter(user=owner).exists():
        row.delete()
    else:
        row.user, row.address = owner, ""
        row.save(update_fields=["user", "address"])


@transaction.atomic
def subscribe_person(*, user: User, topics: Iterable[Topic], at: dt.datetime) -> Subscriber:
    """Subscribe somebody with their account, or change their topics. Repeats safely.

    A subscription of their address without the account becomes this one.
    """
    rows = Subscriber.objects.select_for_update(of=("self",))
    mine = rows.at_address(user.email).first()
    if mine is None:
        mine, _is_new = Subscriber.objects.get_or_create(
            user=user,
            defaults={"asked_at": at, "confirmed_at": at, "state": SubscriberState.ACTIVE},
        )
    if mine.user_id is None:
        mine.user, mine.address = user, ""
    # Who asks again says that mail arrives there now.
    if mine.state != SubscriberState.ACTIVE:
        mine.state, mine.confirmed_at, mine.suppressed_at = SubscriberState.ACTIVE, at, None
    mine.save()
    mine.topics.set(topics)
    return mine


@transaction.atomic
def choose_topics(*, subscriber: Subscriber, topics: Iterable[Topic], at: dt.datetime) -> None:
    """Change the topics of a subscriber who came by a link in a mail; mail that was stopped goes on. Repeats safely."""
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if subscriber.state == SubscriberState.SUPPRESSED:
        subscriber.state, subscriber.suppressed_at = SubscriberState.ACTIVE, None
        subscriber.confirmed_at = at
        subscriber.save()
    subscriber.topics.set(topics)


@transaction.atomic
def unsubscribe(*, subscriber: Subscriber) -> None:
    """Delete the subscription with its address and topics. Copies of issues count on without a name. Repeats safely."""
    Subscriber.objects.filter(pk=subscriber.pk).delete()


@transaction.atomic
def end_subscription_of(*, user: User) -> None:
    """Delete the subscription of somebody with an account, and one of their address alone. Repeats safely."""
    Subscriber.objects.filter(Q(user=user) | Q(address=user.email)).delete()
