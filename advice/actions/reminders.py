"""Reminding of cases that close soon, once at each stage."""

import datetime as dt

from django.db import transaction

from advice import kinds
from advice.models import AdviceCase
from advice.states import REMINDED_DAYS
from notifications.actions import notify


def remind_of_closing(*, at: dt.datetime) -> int:
    """Remind leads and those who sign off of cases that close soon, and return how many cases were told of.

    Each stage once: a second run sends nothing twice, and a day that was missed nothing stale.
    """
    latest = at + dt.timedelta(days=max(REMINDED_DAYS))
    waiting = AdviceCase.objects.unsent().filter(
        closes_at__gt=at, closes_at__lte=latest, reminded__lt=len(REMINDED_DAYS)
    )
    return sum(_remind(pk, at) for pk in waiting.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _remind(pk: int, at: dt.datetime) -> bool:
    case = AdviceCase.objects.select_for_update(of=("self",)).get(pk=pk)
    if not case.is_unsent or case.closes_at is None or case.closes_at <= at:
        return False
    left = case.closes_at - at
    stage = sum(left <= dt.timedelta(days=days) for days in REMINDED_DAYS)
    if stage <= case.reminded:
        return False
    case.reminded = stage
    case.save(update_fields=["reminded"])
    notify(
        recipients=[person for person in (case.lead, case.sign_off_by) if person],
        kind=kinds.CLOSING,
        key=f"{kinds.CLOSING.name}:{case.pk}:{case.closes_at:%Y%m%d%H%M}:{stage}",
        target=case,
        at=at,
        closes=case.closing_in_words,
    )
    return True
