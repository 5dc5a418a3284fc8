"""Sending waiting mail: at once, the most urgent first, and again when the mail server did not take it.

**What is promised.** A mail that waits is a row, so none is lost with a process. Only one sender has it at a time, and
notes at once that the server has taken it. A sender that is killed between these two leaves a mail that is sent again:
one repeat for each such kill. The repeat has the same ``Message-ID``, by which most mail servers and programs show
it once. No other mail is sent twice.

What a killed sender had claimed is due again when the claim ends, and is then tried alone: should it be that mail which
ends whoever sends it, it holds up no other. A kill uses up none of its tries. Codes are claimed for so short a time
that three kills in a row leave enough of their quarter of an hour.

Whether a mail is sent at once or waits for the summary is decided in ``notifications.channels``.
"""

import datetime as dt
import logging
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from itertools import islice, takewhile

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q

from notifications.delivery.mail_server import (
    MailNotTaken,
    MailServer,
    RefusedForGood,
    ServerAway,
    mail_outage,
)
from notifications.delivery.message_ids import message_id
from notifications.mail import notification_mail
from notifications.mail_writers import Written, write_mails
from notifications.models import Delivery, DeliveryState, Notification, Urgency

logger = logging.getLogger(__name__)

# The pause after each try: after ten tries, nearly three days, a mail has failed.
WAITS = [dt.timedelta(minutes=m) for m in (1, 2, 5, 15, 60, 240, 720, 1440, 1440)]
MOST_TRIES = len(WAITS) + 1
# Mails that are claimed, written and sent over one connection together.
BATCH = 100
# How long the claim holds. Another sender then takes what is left, as the one that claimed it must have been killed.
LEASE = dt.timedelta(minutes=5)
# No mail of a batch is begun later: its server may take a minute and a half until it times out for good.
_BEGIN_WITHIN = 120.0
# The same for codes, which work for a quarter of an hour.
CODES_AT_ONCE = 20
LEASE_OF_CODES = dt.timedelta(minutes=2)
_BEGIN_CODES_WITHIN = 20.0
# A sweep leaves the rest to the next one, which comes a minute later.
_MOST_SECONDS = 50.0
_LETTER_IS_GONE = {"subject": "", "text": ""}
_EVERYTHING = Q()
# No answer of an absence assistant comes back (RFC 3834, section 5; the second is Microsoft's).
_NOBODY_WROTE_IT = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
Clock = Callable[[], dt.datetime]


def send_waiting(*, at: dt.datetime) -> int:
    """Send the mails that are due and return how many went out. Repeats safely, also at the same time.

    The most urgent leave first. Those whose code no longer works are not sent. A refusal for good fails at once,
    anything else is tried again, and costs no other mail. What is not wanted any more is deleted. While the server is away nothing else is tried.
    """
    return _work_off(at, _EVERYTHING)


def send_deliveries(*, delivery_ids: Collection[int], at: dt.datetime) -> int:
    """Send these mails as ``send_waiting`` does; codes that wait go before them."""
    return _work_off(at, Q(pk__in=delivery_ids) | Q(urgency=Urgency.CODE))


def _work_off(at: dt.datetime, wanted: Q) -> int:
    began = time.monotonic()

    def now() -> dt.datetime:
        return at + dt.timedelta(seconds=time.monotonic() - began)

    sent = 0
    while time.monotonic() - began < _MOST_SECONDS:
        _expire(now())
        # While the server is away, who has a mail for it asks it again: not who has none.
        if not Delivery.objects.due(now()).filter(wanted).exists() or not mail_outage().may_ask():
            break
        batch = _claim(wanted, now())
        if not batch:
            break
        sent += _send_batch(batch, now)
    return sent


def _expire(now: dt.datetime) -> None:
    late = Delivery.objects.due(now).filter(expires_at__lte=now).order_by()
    late.update(state=DeliveryState.EXPIRED, **_LETTER_IS_GONE)


def _claim(wanted: Q, now: dt.datetime) -> list[Delivery]:
    """Claim the most urgent mails in a short transaction, so that of several senders only one has each."""
    with transaction.atomic():
        due = Delivery.objects.due(now).filter(wanted)
        due = due.select_for_update(skip_locked=True, of=("self",))
        batch = _together(list(due.select_related("notification__recipient")[:BATCH]))
        rows = Delivery.objects.filter(pk__in=[delivery.pk for delivery in batch])
        if any(map(_was_left, batch)):
            # The try that it is owed.
            rows.update(next_try_at=now + _lease(batch))
            logger.warning(
                "Mail %s was left by a sender that ended; it is tried alone", batch[0].pk
            )
            return batch
        rows.update(tries=F("tries") + 1, next_try_at=now + _lease(batch), error="")
    for delivery in batch:
        delivery.tries += 1
    return batch


def _together(due: Sequence[Delivery]) -> list[Delivery]:
    """Return the first of these mails that are sent together: one that was left alone, codes without others."""
    if not due or _was_left(due[0]):
        return list(due[:1])
    alike = takewhile(lambda each: not _was_left(each) and _is_code(each) == _is_code(due[0]), due)
    return list(islice(alike, CODES_AT_ONCE if _is_code(due[0]) else BATCH))


def _was_left(delivery: Delivery) -> bool:
    """Tell whether a mail that is due was claimed before and nothing came of it: its sender was killed."""
    return delivery.tries > 0 and not delivery.error


def _is_code(delivery: Delivery) -> bool:
    return delivery.urgency == Urgency.CODE


def _lease(batch: Sequence[Delivery]) -> dt.timedelta:
    return LEASE_OF_CODES if any(map(_is_code, batch)) else LEASE


def _send_batch(batch: Sequence[Delivery], now: Clock) -> int:
    """Send the mails over one connection until the server is away; return how many it took."""
    mails = _written(batch, now())
    unwanted = [key for key, mail in mails.items() if mail is None]
    Delivery.objects.filter(pk__in=unwanted).delete()
    left = [delivery for delivery in batch if mails[delivery.pk] is not None]
    latest = now() + dt.timedelta(
        seconds=_BEGIN_CODES_WITHIN if any(map(_is_code, batch)) else _BEGIN_WITHIN
    )
    sent = 0
    with MailServer() as server:
        while left and now() < latest:
            delivery = left.pop(0)
            try:
                sent += _send(delivery, mails[delivery.pk], server, now)
            except ServerAway:
                break
    _give_back(left, now())
    return sent


def _give_back(batch: Sequence[Delivery], now: dt.datetime) -> None:
    """Let those that were not tried wait as if they had not been claimed."""
    for delivery in batch:
        row = Delivery.objects.waiting().filter(pk=delivery.pk)
        row.update(tries=delivery.tries - 1, error=delivery.error, next_try_at=now)


def _send(delivery: Delivery, mail: Written, server: MailServer, now: Clock) -> bool:
    """Send one mail, note at once what became of it, and tell whether it went out. Raises ``ServerAway``."""
    if not isinstance(mail, EmailMessage):
        _not_sent(delivery, repr(mail), now())
        return False
    try:
        server.send(mail)
    except MailNotTaken as error:
        logger.warning("Mail %s was not taken: %s", delivery.pk, error)
        _not_sent(delivery, str(error), now(), for_good=isinstance(error, RefusedForGood))
        if isinstance(error, ServerAway):
            raise
        return False
    except Exception as error:
        logger.exception("Mail %s could not be handed over", delivery.pk)
        _not_sent(delivery, repr(error), now())
        return False
    sent = {"state": DeliveryState.SENT, "sent_at": now(), "error": "", **_LETTER_IS_GONE}
    Delivery.objects.filter(pk=delivery.pk).update(**sent)
    return True


def _not_sent(delivery: Delivery, error: str, now: dt.datetime, *, for_good: bool = False) -> None:
    # Somebody waits for a code, which soon is of no use: it is tried with every sweep.
    wait = WAITS[0] if delivery.expires_at else WAITS[min(delivery.tries, len(WAITS)) - 1]
    change: dict[str, object] = {"error": error[:300], "next_try_at": now + wait}
    has_had_all = delivery.tries >= MOST_TRIES and not delivery.expires_at
    if for_good or has_had_all:
        change |= {"state": DeliveryState.FAILED, "next_try_at": now, **_LETTER_IS_GONE}
    Delivery.objects.filter(pk=delivery.pk).update(**change)


def _written(batch: Sequence[Delivery], now: dt.datetime) -> dict[int, Written]:
    """Write the mails, those of one writer together. An error stands in the place of its mail.

    Nothing is written for people who may not open the thing any more, and of what is no longer true.
    """
    written: dict[int, Written] = {}
    worth_mailing = _worth_mailing([each.notification for each in batch if each.notification], now)
    by_writer: dict[str, list[Delivery]] = defaultdict(list)
    for delivery in batch:
        if delivery.notification_id and delivery.notification_id not in worth_mailing:
            written[delivery.pk] = None
        elif delivery.about is None:
            written[delivery.pk] = _one(delivery)
        else:
            by_writer[delivery.mail].append(delivery)
    for name, deliveries in by_writer.items():
        mails = write_mails(name, [int(each.about or 0) for each in deliveries])
        written |= {each.pk: mails[int(each.about or 0)] for each in deliveries}
    for delivery in batch:
        if isinstance(mail := written[delivery.pk], EmailMessage):
            mail.extra_headers |= {"Message-ID": message_id(delivery), **_NOBODY_WROTE_IT}
    return written


def _worth_mailing(told: Sequence[Notification], now: dt.datetime) -> set[int]:
    """Return the keys of those notifications that shall still be mailed. One query; none where nothing was told."""
    if not told:
        return set()
    rows = Notification.objects.filter(pk__in=[each.pk for each in told])
    wanted = rows.worth_mailing(now, kinds={each.kind for each in told})
    return set(wanted.values_list("pk", flat=True))


def _one(delivery: Delivery) -> EmailMessage | Exception:
    if delivery.notification is None:
        return EmailMessage(delivery.subject, delivery.text, to=[delivery.address])
    try:
        return notification_mail(delivery.notification)
    except Exception as error:
        logger.exception("Mail %s could not be written", delivery.pk)
        return error
