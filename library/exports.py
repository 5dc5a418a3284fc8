"""The library's part of the personal data export."""

from typing import Any

from django.db.models import Prefetch

from accounts.models import User
from accounts.personal_data.registry import DataPart, export_part
from library.catalogue.models import Creator, Record
from library.curation.models import Proposal
from library.finding.models import SavedSearch
from library.gaps.models import EvidenceGap, GapFollow, GapWork
from library.lists.models import Listed, ReadingList
from library.practice.models import Judgement, Trial
from library.recommendations.models import (
    CommitmentUpdate,
    EarlierPromise,
    EarlierWording,
    Representation,
    Statement,
)
from library.vocabularies.models import TopicInterest


@export_part("library")
def library_part(user: User) -> DataPart:
    """Return followed topics, saved searches, lists, deposits and the records that name the person."""
    followed = TopicInterest.objects.filter(user=user).order_by("topic__code")
    deposited = Record.objects.filter(depositor=user).order_by("pk")
    named = Creator.objects.filter(user=user).select_related("record").order_by("record", "pk")
    works = Listed.objects.select_related("record").in_order()
    lists = ReadingList.objects.of(user).order_by("pk").prefetch_related(Prefetch("listed", works))
    proposed = Proposal.objects.filter(by=user).select_related("record").order_by("pk")
    return DataPart(
        {
            "searches_kept": [
                {"name": s.name, "address": s.get_absolute_url(), "rhythm": s.rhythm}
                for s in SavedSearch.objects.filter(user=user).order_by("pk")
            ],
            "reading_lists": [
                {
                    "name": kept.name,
                    "about": kept.about,
                    "sharing": kept.sharing,
                    "works": [
                        {"address": each.record.get_absolute_url(), "note": each.note}
                        for each in kept.listed.all()
                    ],
                }
                for kept in lists
            ],
            "corrections_proposed": [
                {
                    "record": p.record.get_absolute_url(),
                    "reason": p.reason,
                    "after": p.after,
                    "state": p.state,
                    "answer": p.answer,
                }
                for p in proposed
            ],
            "evidence_gaps_proposed": [
                {"title": g.title, "rationale": g.rationale, "address": g.get_absolute_url()}
                for g in EvidenceGap.objects.filter(proposed_by=user).order_by("pk")
            ],
            "evidence_gaps_followed": [
                each.gap.get_absolute_url()
                for each in GapFollow.objects.filter(user=user).select_related("gap").order_by("pk")
            ],
            "evidence_gaps_worked_on": [
                {"gap": w.gap.get_absolute_url(), "name": str(w), "address": w.address}
                for w in GapWork.objects.filter(user=user).select_related("gap").order_by("pk")
            ],
            **_answered_by(user),
            **_said_of_practice(user),
            "topics_followed": list(followed.values_list("topic__code", flat=True)),
            "records_deposited": [
                {"title": r.title, "address": r.get_absolute_url()} for r in deposited
            ],
            "records_created": [
                {
                    "title": c.record.title,
                    "address": c.record.get_absolute_url(),
                    "named_as": c.name,
                    "role": c.role,
                }
                for c in named
            ],
        }
    )


def _answered_by(user: User) -> dict[str, Any]:
    """Return for whom the person answers, and what they recorded of answers and commitments."""
    representations = Representation.objects.filter(user=user).for_list().order_by("pk")
    statements = Statement.objects.filter(recorded_by=user).order_by("pk")
    updates = CommitmentUpdate.objects.filter(recorded_by=user).order_by("pk")
    promises = EarlierPromise.objects.filter(changed_by=user).order_by("pk")
    wordings = EarlierWording.objects.filter(changed_by=user).order_by("pk")
    return {
        "answers_for": [
            {"whom": str(r), "grounds": r.grounds, "state": r.state, "answer": r.answer}
            for r in representations
        ],
        "answers_recorded": list(statements.values("stance", "words", "given_on", "recorded_at")),
        "commitment_updates": list(updates.values("words", "document", "recorded_at")),
        "commitments_changed": list(promises.values("commitment__action", "changed_at")),
        "recommendations_corrected": list(
            wordings.values("recommendation__reference", "changed_at")
        ),
    }


def _said_of_practice(user: User) -> dict[str, Any]:
    """Return what the person judged of case studies, and where they tried some."""
    judged = Judgement.objects.filter(judge=user).select_related("assessment__version__record")
    tried = Trial.objects.filter(user=user).select_related("record").order_by("pk")
    return {
        "judgements": [
            {
                "record": each.assessment.version.record.get_absolute_url(),
                "given_at": each.given_at,
                "measure": each.measure,
                "baseline": each.baseline,
                "outcome": each.outcome,
                "evaluation": each.evaluation,
                "degrees": {d.criterion: [d.degree, d.words] for d in each.degrees.all()},
            }
            for each in judged.prefetch_related("degrees").order_by("pk")
        ],
        "tried_elsewhere": [
            {
                "record": each.record.get_absolute_url(),
                "place": each.place,
                "manner": each.manner,
                "result": each.result,
                "words": each.words,
                "link": each.link,
                "state": each.state,
                "answer": each.answer,
            }
            for each in tried
        ],
    }
