"""The register of evidence gaps: proposing, changing, agreeing, dismissing and merging."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.forms.edit_conflicts import check_edit_number
from core.forms.form_keys import first_result
from core.refusals import Conflict
from library.gaps.models import (
    EvidenceGap,
    GapFilling,
    GapFollow,
    GapSource,
    GapWork,
    Origin,
)
from library.gaps.states import GAP_FLOW, GapState
from library.kinds import GAP_ACCEPTED, GAP_DISMISSED
from notifications.actions import notify
from notifications.kinds import Kind

MOST_PROPOSED = 20
MOST_TOGETHER = 100
FIELDS = ("title", "rationale", "priority", "topic", "population", "place", "words")


class TooManyGaps(Conflict):
    """The person has as many gaps waiting for an editor as allowed."""

    def __init__(self) -> None:
        words = {"most": MOST_PROPOSED}
        super().__init__(
            _(
                "You already have %(most)s evidence gaps waiting for an editor. Wait for an answer "
                "before you propose another."
            )
            % words
        )


class NotMergeable(Conflict):
    """The gap into which others are merged is decided, or is one of them."""

    def __init__(self) -> None:
        super().__init__(_("Choose an evidence gap that is not filled or dismissed."))


@transaction.atomic
def propose_gap(
    *,
    words: Mapping[str, Any],
    by: User,
    at: dt.datetime,
    key: uuid.UUID,
    origin: Origin = Origin.PERSON,
    sources: Collection[str] = (),
) -> EvidenceGap:
    """Propose a gap, for an editor to decide; who proposes it follows it.

    ``words`` are values by the names in ``FIELDS``, ``sources`` what it came from (``library.gaps.came_from``). The same ``key`` and title give the first proposal again. Raises
    ``AlreadySubmitted`` for another title under the key, and ``TooManyGaps``.
    """
    User.objects.select_for_update().get(pk=by.pk)
    mine = EvidenceGap.objects.filter(proposed_by=by)
    if first := first_result(mine, key, title=words["title"]):
        return first
    if mine.filter(state=GapState.PROPOSED).count() >= MOST_PROPOSED:
        raise TooManyGaps
    gap = EvidenceGap.objects.create(
        origin=origin, proposed_by=by, proposed_at=at, form_key=key, **_known(words)
    )
    GapFollow.objects.create(gap=gap, user=by, since=at)
    GapSource.objects.bulk_create(GapSource(gap=gap, source=source) for source in sources)
    return gap


@transaction.atomic
def add_gap(
    *,
    words: Mapping[str, Any],
    by: User,
    at: dt.datetime,
    key: uuid.UUID,
    origin: Origin,
    sources: Collection[str] = (),
) -> EvidenceGap:
    """Add a gap that is open at once, as editors do. Raises and repeats as ``propose_gap``."""
    gap = propose_gap(words=words, by=by, at=at, key=key, origin=origin, sources=sources)
    if gap.opened_at is None and gap.state == GapState.PROPOSED:
        accept_gap(gap=gap, by=by, at=at)
    return gap


@transaction.atomic
def change_gap(
    *, gap: EvidenceGap, words: Mapping[str, Any], edit_number: int | None = None
) -> EvidenceGap:
    """Change what a gap says. Raises ``EditedElsewhere`` when it was changed since this copy was opened."""
    gap = EvidenceGap.objects.select_for_update(of=("self",)).get(pk=gap.pk)
    check_edit_number(gap, edit_number)
    known = _known(words)
    for name, value in known.items():
        setattr(gap, name, value)
    gap.save(update_fields=[*known, "edit_number"])
    return gap


@transaction.atomic
def accept_gap(*, gap: EvidenceGap, by: User, at: dt.datetime) -> EvidenceGap:
    """Agree to a proposed gap, which is public from then on, and tell who proposed it.

    Raises ``TransitionNotAllowed`` when it was decided.
    """
    GAP_FLOW.make("accept", gap, actor=by, at=at)
    gap.opened_at = gap.opened_at or at
    _tell_proposer(gap, GAP_ACCEPTED, by=by, at=at)
    return _decided(gap, at)


@transaction.atomic
def dismiss_gap(*, gap: EvidenceGap, reason: str, by: User | None, at: dt.datetime) -> EvidenceGap:
    """Say why it is no gap, or none to be filled, also to who proposed it.

    Raises ``TransitionNotAllowed`` when it was decided.
    """
    _give_reason(gap, reason)
    GAP_FLOW.make("dismiss", gap, actor=by, note=reason, at=at)
    _tell_proposer(gap, GAP_DISMISSED, by=by, at=at)
    return _decided(gap, at)


@transaction.atomic
def reopen_gap(*, gap: EvidenceGap, by: User, at: dt.datetime) -> EvidenceGap:
    """Open a gap again that was filled or dismissed. Raises ``TransitionNotAllowed`` in any other state, or merged."""
    if EvidenceGap.objects.filter(pk=gap.pk).exclude(merged_into=None).exists():
        raise NotMergeable
    GAP_FLOW.make("reopen", gap, actor=by, at=at)
    gap.opened_at, gap.reason = gap.opened_at or at, ""
    gap.save(update_fields=["reason"])
    return _decided(gap, at)


@transaction.atomic
def accept_gaps(*, keys: Collection[int], by: User, at: dt.datetime) -> int:
    """Agree to those of the gaps that are proposed, all or none; returns how many were. Repeats safely."""
    gaps = _proposed(keys)
    for gap in gaps:
        accept_gap(gap=gap, by=by, at=at)
    return len(gaps)


@transaction.atomic
def dismiss_gaps(*, keys: Collection[int], reason: str, by: User, at: dt.datetime) -> int:
    """Dismiss those of the gaps that are proposed, all or none; returns how many were. Repeats safely."""
    gaps = _proposed(keys)
    for gap in gaps:
        dismiss_gap(gap=gap, reason=reason, by=by, at=at)
    return len(gaps)


@transaction.atomic
def merge_gaps(*, keys: Collection[int], into: EvidenceGap, by: User, at: dt.datetime) -> int:
    """Merge gaps into one of them, which takes their followers, sources, records and those who work on them.

    Gaps that were decided stay as they are. Returns how many were merged; repeats safely. Raises ``NotMergeable``
    when ``into`` is filled or dismissed.
    """
    wanted = {*keys, into.pk}
    rows = EvidenceGap.objects.select_for_update(of=("self",)).filter(pk__in=wanted)
    gaps = {gap.pk: gap for gap in rows.order_by("pk")}
    target = gaps.pop(into.pk)
    if target.is_decided:
        raise NotMergeable
    merged = 0
    for gap in gaps.values():
        if gap.is_decided:
            continue
        _hand_over(gap, target)
        # It does not name the other one, which may be a proposal that only editors see.
        reason = _("It is the same as another evidence gap.")
        _give_reason(gap, reason)
        GAP_FLOW.make("merge", gap, actor=by, note=reason, at=at)
        _tell_proposer(gap, GAP_DISMISSED, by=by, at=at)
        gap.merged_into = target
        gap.save(update_fields=["merged_into"])
        _decided(gap, at)
        merged += 1
    if target.works.exists() and target.state == GapState.OPEN:
        GAP_FLOW.make("start", target, actor=by, at=at)
    return merged


def _hand_over(gap: EvidenceGap, target: EvidenceGap) -> None:
    follows = [GapFollow(gap=target, user_id=f.user_id, since=f.since) for f in gap.follows.all()]
    GapFollow.objects.bulk_create(follows, ignore_conflicts=True)
    works = [
        GapWork(
            gap=target,
            user_id=w.user_id,
            worker=w.worker,
            name=w.name,
            address=w.address,
            since=w.since,
        )
        for w in gap.works.all()
    ]
    GapWork.objects.bulk_create(works, ignore_conflicts=True)
    fillings = [
        GapFilling(gap=target, record_id=f.record_id, offered_at=f.offered_at)
        for f in gap.fillings.all()
    ]
    GapFilling.objects.bulk_create(fillings, ignore_conflicts=True)
    sources = [GapSource(gap=target, source=each.source) for each in gap.sources.all()]
    GapSource.objects.bulk_create(sources, ignore_conflicts=True)


def _proposed(keys: Collection[int]) -> list[EvidenceGap]:
    rows = EvidenceGap.objects.select_for_update(of=("self",)).filter(
        pk__in=list(keys)[:MOST_TOGETHER], state=GapState.PROPOSED
    )
    return list(rows.order_by("pk"))


def _give_reason(gap: EvidenceGap, reason: str) -> None:
    # First, as no gap is dismissed without a reason for even a moment.
    gap.reason = reason
    EvidenceGap.objects.filter(pk=gap.pk).exclude(state=GapState.DISMISSED).update(reason=reason)


def _tell_proposer(gap: EvidenceGap, kind: Kind, *, by: User | None, at: dt.datetime) -> None:
    if gap.proposed_by is None or gap.proposed_by == by:
        return
    notify(
        recipients=[gap.proposed_by],
        kind=kind,
        key=f"{kind.name}:{gap.pk}:{at.isoformat()}",
        target=gap,
        at=at,
        text=gap.reason,
    )


def _decided(gap: EvidenceGap, at: dt.datetime) -> EvidenceGap:
    gap.decided_at = at
    gap.save(update_fields=["decided_at", "opened_at"])
    return gap


def _known(words: Mapping[str, Any]) -> dict[str, Any]:
    return {name: words[name] for name in FIELDS if name in words}
