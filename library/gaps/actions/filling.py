"""Filling gaps: records that are offered and confirmed, people who work on a gap, and those who follow it."""

import datetime as dt
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.refusals import Conflict
from library.catalogue.models import Record
from library.gaps.models import EvidenceGap, GapFilling, GapFollow, GapWork
from library.gaps.states import GAP_FLOW, GapState
from library.gaps.workers import choices_for
from library.kinds import GAP_FILLED
from notifications.actions import notify

MOST_WORKS_OF_ONE = 5


class NoRecordForGap(Conflict):
    """Nothing was chosen that fills the gap."""

    def __init__(self) -> None:
        super().__init__(_("Choose at least one record that fills the gap."))


class GapNotOpen(Conflict):
    """Nobody can work on the gap: it is filled, dismissed, or not agreed to yet."""

    def __init__(self) -> None:
        super().__init__(_("This evidence gap is no longer open to work on."))


class TooManyWorks(Conflict):
    """The person has told of as many who work on the gap as allowed."""

    def __init__(self) -> None:
        words = {"most": MOST_WORKS_OF_ONE}
        super().__init__(_("You can add up to %(most)s to one evidence gap.") % words)


@transaction.atomic
def offer_record(*, gap: EvidenceGap, record: Record, at: dt.datetime) -> GapFilling:
    """Offer a record as filling a gap, for an editor to confirm. Of a merged gap the one it went into gets it.

    Repeats safely.
    """
    target = EvidenceGap.objects.get(pk=gap.pk)
    while target.merged_into is not None:
        target = target.merged_into
    filling, _is_new = GapFilling.objects.get_or_create(
        gap=target, record=record, defaults={"offered_at": at}
    )
    return filling


@transaction.atomic
def withdraw_offer(*, gap: EvidenceGap, record_id: int) -> None:
    """Take back an offered record that does not fill the gap. Repeats safely; confirmed ones stay."""
    GapFilling.objects.offered().filter(gap=gap, record_id=record_id).delete()


@transaction.atomic
def fill_gap(
    *, gap: EvidenceGap, records: Collection[Record], by: User, at: dt.datetime
) -> EvidenceGap:
    """Say which records fill the gap, and tell everyone who follows it.

    Raises ``NoRecordForGap``, and ``TransitionNotAllowed`` unless the gap is open or being worked on.
    """
    if not records:
        raise NoRecordForGap
    GAP_FLOW.make("fill", gap, actor=by, at=at)
    for record in records:
        offer_record(gap=gap, record=record, at=at)
    GapFilling.objects.offered().filter(gap=gap, record__in=records).update(confirmed_at=at)
    gap.decided_at = at
    gap.save(update_fields=["decided_at"])
    # By primary key, so that two fillings tell them in the same order.
    followers = User.objects.open().filter(gap_follows__gap=gap).order_by("pk")
    notify(
        recipients=followers,
        kind=GAP_FILLED,
        key=f"{GAP_FILLED.name}:{gap.pk}:{at.isoformat()}",
        target=gap,
        at=at,
        text="\n".join(record.title for record in records),
    )
    return gap


@transaction.atomic
def follow_gap(*, gap: EvidenceGap, user: User, at: dt.datetime) -> None:
    """Follow a gap: hear when it is filled. Repeats safely."""
    GapFollow.objects.get_or_create(gap=gap, user=user, defaults={"since": at})


@transaction.atomic
def unfollow_gap(*, gap: EvidenceGap, user: User) -> None:
    """Follow a gap no longer. Repeats safely."""
    GapFollow.objects.filter(gap=gap, user=user).delete()


@transaction.atomic
def start_work(
    *,
    gap: EvidenceGap,
    user: User,
    at: dt.datetime,
    name: str = "",
    address: str = "",
    worker: str = "",
) -> GapWork:
    """Say who works on a gap; the person who says so follows it.

    ``worker`` is the key of a network, a cohort or a person that was chosen; otherwise a name is given. The same name
    again only renews the link, and the same worker changes nothing. Raises ``GapNotOpen``, ``TooManyWorks``, and
    ``ValidationError`` for a worker for whom the person may not speak.
    """
    known = (
        {key for _heading, rows in choices_for(user) for key, _label in rows} if worker else {""}
    )
    if worker not in known:
        raise ValidationError({"worker": _("Choose one from the list.")})
    gap = EvidenceGap.objects.select_for_update(of=("self",)).get(pk=gap.pk)
    if not gap.is_unfilled:
        raise GapNotOpen
    mine = GapWork.objects.filter(gap=gap, user=user)
    if mine.exclude(name=name, worker=worker).count() >= MOST_WORKS_OF_ONE:
        raise TooManyWorks
    if worker:
        work, is_new = GapWork.objects.get_or_create(
            gap=gap, worker=worker, defaults={"user": user, "since": at}
        )
    else:
        work, is_new = GapWork.objects.get_or_create(
            gap=gap, user=user, name=name, defaults={"address": address, "since": at}
        )
    if not is_new and not worker:
        work.address = address
        work.save(update_fields=["address"])
    follow_gap(gap=gap, user=user, at=at)
    if gap.state == GapState.OPEN:
        GAP_FLOW.make("start", gap, actor=user, at=at)
    return work


@transaction.atomic
def stop_work(*, work: GapWork, by: User, at: dt.datetime) -> None:
    """Say that somebody works on the gap no longer; without anyone left it is open again. Repeats safely."""
    gap = EvidenceGap.objects.select_for_update(of=("self",)).get(pk=work.gap_id)
    GapWork.objects.filter(pk=work.pk).delete()
    if gap.state == GapState.WORKED_ON and not gap.works.exists():
        GAP_FLOW.make("stop", gap, actor=by, at=at)


@transaction.atomic
def forget_in_gaps(*, user: User, at: dt.datetime) -> None:
    """Delete what a closed account follows and works on; gaps that it proposed stay. Repeats safely."""
    GapFollow.objects.filter(user=user).delete()
    for work in GapWork.objects.filter(user=user).order_by("pk"):
        stop_work(work=work, by=user, at=at)
