"""Proposing the gaps that rules find, each once, and again only when its facts have changed."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from library.gaps.actions.register import dismiss_gap
from library.gaps.detection import FoundGap
from library.gaps.models import EvidenceGap, GapSource
from library.gaps.states import GAP_FLOW, GapState
from library.vocabularies.choices import TermKind
from library.vocabularies.models import Term, Topic

# So many new proposals at most in one night, the most pressing first: editors read each of them.
MOST_AT_ONCE = 30


@transaction.atomic
def propose_found_gaps(*, found: Sequence[FoundGap], at: dt.datetime) -> int:
    """Bring the register up to date with what the rules find; return how many gaps were proposed.

    A gap that was proposed before is not proposed again, unless it was decided and its facts are others now. A
    proposal whose rule no longer finds it is dismissed. Repeats safely.
    """
    rows = EvidenceGap.objects.select_for_update(of=("self",)).exclude(fact_key="")
    known = {gap.fact_key: gap for gap in rows.order_by("pk")}
    proposed = 0
    new = []
    for each in found:
        gap = known.pop(each.key, None)
        if gap is None:
            new.append(each)
        else:
            proposed += _look_again(gap, each, at)
    for gap in known.values():
        _no_longer_found(gap, at)
    proposed += _add(new[:MOST_AT_ONCE], at)
    _note_sources(found)
    return proposed


def _look_again(gap: EvidenceGap, found: FoundGap, at: dt.datetime) -> int:
    facts = dict(found.facts)
    if gap.facts == facts:
        return 0
    gap.facts = facts
    gap.save(update_fields=["facts"])
    if not gap.is_decided or gap.merged_into_id:
        return 0
    GAP_FLOW.make("propose_again", gap, actor=None, at=at)
    gap.reason, gap.rationale = "", found.rationale
    gap.edit_number += 1
    gap.save(update_fields=["reason", "rationale", "edit_number"])
    return 1


def _note_sources(found: Sequence[FoundGap]) -> None:
    """Note what each gap came from; of a merged gap the one it went into gets it. What was noted before stays."""
    named = {each.key: each.sources for each in found if each.sources}
    rows = EvidenceGap.objects.filter(fact_key__in=named).select_related("merged_into")
    wanted = [
        GapSource(gap=_remaining(gap), source=source)
        for gap in rows.order_by("pk")
        for source in named[gap.fact_key]
    ]
    GapSource.objects.bulk_create(wanted, ignore_conflicts=True)


def _remaining(gap: EvidenceGap) -> EvidenceGap:
    while gap.merged_into is not None:
        gap = gap.merged_into
    return gap


def _no_longer_found(gap: EvidenceGap, at: dt.datetime) -> None:
    if not gap.facts:
        return
    gap.facts = {}
    gap.save(update_fields=["facts"])
    if gap.is_proposed:
        dismiss_gap(gap=gap, reason=_("This gap no longer exists."), by=None, at=at)


def _add(found: Sequence[FoundGap], at: dt.datetime) -> int:
    topics = {topic.code: topic for topic in Topic.objects.all()}
    groups = {term.code: term for term in Term.objects.filter(kind=TermKind.POPULATION)}
    made = EvidenceGap.objects.bulk_create(
        (
            EvidenceGap(
                title=each.title[:200],
                rationale=each.rationale,
                priority=each.priority,
                origin=each.origin,
                state=GapState.PROPOSED,
                topic=topics.get(each.topic),
                population=groups.get(each.population),
                words=each.words,
                fact_key=each.key,
                facts=dict(each.facts),
                proposed_at=at,
            )
            for each in found
        ),
        # Another run at the same time may have proposed it.
        ignore_conflicts=True,
    )
    return len(made)
