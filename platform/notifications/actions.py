"""Notifying people: once each, by the channel they chose."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping

from django.db import models, transaction
from django.db.models import F

from accounts.letters import Letter
from accounts.models import User
from core.announcements import announce
from notifications.channels import (
    DIGEST,
    DIGEST_MAIL,
    when_mail_may_leave,
    who_gets_mail_at_once,
)
from notifications.groups import GROUPS
from notifications.kinds import Channel, Kind, kinds_that_can_stop
from notifications.models import (
    Delivery,
    DeliveryState,
    DigestChoice,
    DigestIssue,
    Frequency,
    Notification,
    Preference,
    QuietHours,
    StoppedKind,
    Urgency,
)
from notifications.signals import mail_waiting

# One notification counts no more news than its column holds.
MOST_COUNTED = 32_767


@transaction.atomic
def notify(
    *,
    recipients: Iterable[User],
    kind: Kind,
    key: str,
    target: models.Model,
    at: dt.datetime,
    about: models.Model | None = None,
    text: str = "",
    is_known: bool = False,
    **words: object,
) -> int:
    """Notify each recipient once and return how many had not been told yet.

    ``key`` names the occasion (``mentoring.asked:17``): the same key is told to the same person only once,
    so this repeats safely. ``target`` gives the name and the address of the thing; ``words`` fill the title.
    ``about`` is the row that the rules of the kind ask for, where that is not the target. What the recipients
    themselves have done ``is_known``: the line of their inbox counts as read.
    """
    people = _not_told_yet(recipients, key)
    rows = _tell(
        people,
        kind=kind,
        key=key,
        target=target,
        at=at,
        read_at=at if is_known else None,
        about=about,
        text=text,
        words=words,
    )
    _post_at_once(rows, kind, at=at)
    return len(people)


@transaction.atomic
def notify_of_news(
    *,
    recipients: Iterable[User],
    kind: Kind,
    key: str,
    thing: models.Model,
    target: models.Model,
    at: dt.datetime,
    **words: object,
) -> int:
    """Tell each recipient of one more piece of news of a thing, and return how many had not been told of it.

    As long as a person has neither read nor been mailed the notification of earlier news of the thing, this one
    is added to it; else they get a new one, by the channel they chose. ``key`` names the piece (one post), and
    ``target`` is the piece itself: a notification leads to the first one it tells of. The rules of the kind are
    asked for the thing. Whoever calls holds its row, so that no two pieces are told at the same time.
    """
    people = _not_told_yet(recipients, key)
    label = label_of(thing)
    unread = Notification.objects.filter(recipient__in=people, kind=kind.name, thing=label).unread()
    earlier = {row.recipient_id: row for row in unread.select_for_update().order_by("pk")}
    mailed = Delivery.objects.filter(notification__in=earlier.values())
    being_mailed = set(
        mailed.exclude(state=DeliveryState.WAITING, tries=0)
        .select_for_update()
        .values_list("notification_id", flat=True)
    )
    for row in earlier.values():
        if row.pk in being_mailed:
            # The new notification takes its place.
            row.read_at = at
        else:
            del people[row.recipient_id]
            _add_to(row, kind, key=key, target=target, at=at, words=words)
        row.save()
    rows = _tell(
        people, kind=kind, key=key, target=target, at=at, about=thing, thing=label, words=words
    )
    _post_at_once(rows, kind, at=at)
    return len(rows) + len(earlier) - len(being_mailed)


def label_of(thing: models.Model) -> str:
    """Return the name by which notifications know a thing: ``networks.discussion:17``."""
    return f"{thing._meta.label_lower}:{thing.pk}"


def _not_told_yet(recipients: Iterable[User], key: str) -> dict[int, User]:
    people = {user.pk: user for user in recipients if user.is_active}
    told = Notification.objects.filter(recipient__in=people, key=key)
    for pk in told.values_list("recipient_id", flat=True):
        del people[pk]
    return people


def _tell(
    people: Collection[int],
    *,
    kind: Kind,
    key: str,
    target: models.Model,
    at: dt.datetime,
    words: Mapping[str, object],
    about: models.Model | None = None,
    thing: str = "",
    text: str = "",
    read_at: dt.datetime | None = None,
) -> list[Notification]:
    """Store one notification for each of these people, whom nobody has told under this key."""
    if not people:
        return []
    title = str(kind.title) % {"target": str(target), **words}
    Notification.objects.bulk_create(
        [
            Notification(
                recipient_id=pk,
                kind=kind.name,
                key=key,
                title=title[:300],
                text=text or kind.count_in_words(1),
                address=target.get_absolute_url(),  # type: ignore[attr-defined]
                about=(about or target).pk,
                thing=thing,
                created_at=at,
                read_at=read_at,
            )
            for pk in sorted(people)
        ],
        ignore_conflicts=True,
    )
    return list(Notification.objects.filter(recipient__in=people, key=key))


def _add_to(
    row: Notification,
    kind: Kind,
    *,
    key: str,
    target: models.Model,
    at: dt.datetime,
    words: Mapping[str, object],
) -> None:
    row.key, row.created_at = key, at
    row.news_count = min(row.news_count + 1, MOST_COUNTED)
    row.title = (str(kind.title) % {"target": str(target), **words})[:300]
    row.text = kind.count_in_words(row.news_count)


def _post_at_once(rows: Collection[Notification], kind: Kind, *, at: dt.datetime) -> None:
    """Queue a mail for those who get this kind by mail at once; it leaves after their quiet hours."""
    if not rows:
        return
    by_mail = who_gets_mail_at_once({row.recipient_id for row in rows}, kind, at=at)
    if not by_mail:
        return
    moments = when_mail_may_leave(by_mail, kind, at=at)
    waiting = {row.pk: moments[row.recipient_id] for row in rows if row.recipient_id in by_mail}
    Delivery.objects.bulk_create(
        [Delivery(notification_id=pk, next_try_at=moment) for pk, moment in waiting.items()],
        ignore_conflicts=True,
    )
    mails = Delivery.objects.filter(notification__in=waiting, next_try_at__lte=at).order_by("pk")
    _announce_waiting(list(mails.values_list("pk", flat=True)))


@transaction.atomic
def queue_mail(*, mail: str, about: int, address: str, at: dt.datetime) -> None:
    """Queue a mail to this address, written by the named writer about the row; it leaves after the commit.

    The reader may have no account. While the same mail still waits, a second one is not posted.
    """
    delivery, is_new = Delivery.objects.get_or_create(
        mail=mail,
        about=about,
        state=DeliveryState.WAITING,
        defaults={"address": address, "next_try_at": at},
    )
    if is_new:
        _announce_waiting([delivery.pk])


@transaction.atomic
def queue_letter(*, letter: Letter, at: dt.datetime) -> None:
    """Queue a mail whose text is written already; it leaves after the commit, before others if it expires.

    The text is kept until the mail has left, has failed or has expired.
    """
    delivery = Delivery.objects.create(
        mail=letter.name,
        address=letter.address,
        subject=letter.subject[:300],
        text=letter.text,
        expires_at=letter.expires_at,
        urgency=Urgency.CODE if letter.expires_at else Urgency.USUAL,
        next_try_at=at,
    )
    _announce_waiting([delivery.pk])


@transaction.atomic
def queue_summaries(*, issues: Collection[DigestIssue], at: dt.datetime) -> int:
    """Store these issues and queue the mails that carry them; return how many.

    Raises ``IntegrityError``, and stores none, when somebody has the summary of a period already.
    """
    stored = DigestIssue.objects.bulk_create(issues)
    moments = when_mail_may_leave({issue.user_id for issue in stored}, None, at=at)
    mails = Delivery.objects.bulk_create(
        Delivery(
            mail=DIGEST_MAIL,
            about=issue.pk,
            address=issue.user.email,
            urgency=Urgency.SUMMARY,
            next_try_at=moments[issue.user_id],
        )
        for issue in stored
    )
    _announce_waiting([delivery.pk for delivery in mails if delivery.next_try_at <= at])
    return len(mails)


def _announce_waiting(keys: list[int]) -> None:
    if keys:
        announce(mail_waiting, Delivery, delivery_ids=keys)


def mark_read(
    *,
    user: User,
    keys: Collection[int] | None,
    at: dt.datetime,
    told_before: dt.datetime | None = None,
) -> int:
    """Mark these of the person's notifications as read, or all of them, and return how many were unread.

    ``told_before`` leaves alone what is newer than that moment.
    """
    mine = Notification.objects.filter(recipient=user).unread()
    if keys is not None:
        mine = mine.filter(pk__in=keys)
    if told_before is not None:
        mine = mine.filter(created_at__lt=told_before)
    return mine.update(read_at=at)


def mark_thing_read(*, user: User, thing: models.Model, at: dt.datetime) -> None:
    """Mark news of a thing as read by a person who has just seen all of it. Repeats safely."""
    mine = Notification.objects.filter(recipient=user, thing=label_of(thing)).unread()
    mine.update(read_at=at)


def mark_unread(*, user: User, keys: Collection[int]) -> int:
    """Undo ``mark_read`` for these notifications, and return how many were read. Repeats safely."""
    mine = Notification.objects.filter(recipient=user, pk__in=keys)
    return mine.exclude(read_at=None).update(read_at=None)


def undo_mark_read(*, user: User, read_at: dt.datetime) -> int:
    """Mark as unread what the person marked as read at this very moment. Repeats safely."""
    return Notification.objects.filter(recipient=user, read_at=read_at).update(read_at=None)


def mark_as_mailed(*, told_before: dt.datetime) -> int:
    """Mark mail about older things as sent long ago, so that it is not sent any more.

    For imported data about the past, such as the demo or the archive of an earlier system.
    """
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING)
    past = waiting.filter(next_try_at__lt=told_before)
    return past.update(state=DeliveryState.SENT, sent_at=F("next_try_at"), subject="", text="")


@transaction.atomic
def choose_channels(*, user: User, channels: Mapping[str, str], frequency: str) -> None:
    """Save the channel of each group and the frequency of the digest.

    An empty channel returns the group to the default of each of its kinds.
    """
    for group, channel in channels.items():
        if channel:
            Preference.objects.update_or_create(
                user=user,
                group=GROUPS[group].name,
                defaults={"channel": Channel(channel), "before_stop": None},
            )
        else:
            Preference.objects.filter(user=user, group=group).delete()
    DigestChoice.objects.update_or_create(
        user=user, defaults={"frequency": Frequency(frequency), "before_stop": None}
    )


@transaction.atomic
def choose_preferences(
    *,
    user: User,
    channels: Mapping[str, str],
    frequency: str,
    quiet: tuple[dt.time | None, dt.time | None],
    resumed: Iterable[str],
) -> None:
    """Save everything of the page of settings: all of it or nothing. ``resumed`` are kinds to be mailed again."""
    choose_channels(user=user, channels=channels, frequency=frequency)
    choose_quiet_hours(user=user, begins=quiet[0], ends=quiet[1])
    for kind in resumed:
        subscribe_again(user=user, what=kind)


@transaction.atomic
def choose_quiet_hours(*, user: User, begins: dt.time | None, ends: dt.time | None) -> None:
    """Save the hours in which the person gets only urgent mail; none without a beginning or an end."""
    if begins is None or ends is None:
        QuietHours.objects.filter(user=user).delete()
    else:
        QuietHours.objects.update_or_create(user=user, defaults={"begins": begins, "ends": ends})


@transaction.atomic
def unsubscribe(*, user: User, what: str, at: dt.datetime) -> None:
    """Stop the regular summary, or mail about one kind or one group of kinds. Repeats safely."""
    if what == DIGEST:
        choice, _is_new = DigestChoice.objects.select_for_update().get_or_create(
            user=user, defaults={"frequency": Frequency.WEEKLY}
        )
        if choice.frequency != Frequency.NEVER:
            choice.before_stop, choice.frequency = choice.frequency, Frequency.NEVER
            choice.save()
    elif what in GROUPS:
        stopped = {"channel": Channel.INBOX, "before_stop": ""}
        chosen, is_new = Preference.objects.select_for_update().get_or_create(
            user=user, group=GROUPS[what].name, defaults=stopped
        )
        if not is_new and chosen.channel != Channel.INBOX:
            chosen.before_stop, chosen.channel = chosen.channel, Channel.INBOX
            chosen.save()
    elif what in kinds_that_can_stop():
        StoppedKind.objects.get_or_create(user=user, kind=what, defaults={"stopped_at": at})


@transaction.atomic
def subscribe_again(*, user: User, what: str) -> None:
    """Undo ``unsubscribe``: what was chosen before holds again, and what nobody stopped stays. Repeats safely."""
    if what == DIGEST:
        stopped = DigestChoice.objects.filter(user=user, before_stop__isnull=False)
        stopped.update(frequency=F("before_stop"), before_stop=None)
    chosen = Preference.objects.filter(user=user, group=what, before_stop__isnull=False)
    chosen.filter(before_stop="").delete()
    chosen.update(channel=F("before_stop"), before_stop=None)
    StoppedKind.objects.filter(user=user, kind=what).delete()


@transaction.atomic
def delete_notifications(*, user: User) -> None:
    """Delete the person's notifications, mails and preferences. Repeats safely."""
    issues = DigestIssue.objects.filter(user=user)
    Delivery.objects.filter(mail=DIGEST_MAIL, about__in=issues.values("pk")).delete()
    issues.delete()
    Notification.objects.filter(recipient=user).delete()
    Preference.objects.filter(user=user).delete()
    DigestChoice.objects.filter(user=user).delete()
    StoppedKind.objects.filter(user=user).delete()
    QuietHours.objects.filter(user=user).delete()
