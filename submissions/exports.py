"""The submissions part of the personal data export."""

from typing import Any

from accounts.models import User
from accounts.personal_data.registry import DataPart, export_part
from submissions.models import Attachment, CoAuthor, Placement, Review, Submission, Triage


@export_part("submissions")
def part_of(user: User) -> DataPart:
    """Return the person's submissions with revisions and letters, their reviews, and where they were named."""
    works = (
        Submission.objects.filter(author=user)
        .prefetch_related("topics", "draws_on", "co_authors", "revisions", "decisions")
        .order_by("pk")
    )
    files = Attachment.objects.filter(submission__author=user).order_by("pk")
    return DataPart(
        data={
            "works": [_work(work) for work in works],
            "reviews": [
                _review(review) for review in user.reviews.select_related("revision").order_by("pk")
            ],
            "named_in": [
                {"work": c.submission.sent_title, "name": c.name, "answer": c.answer}
                for c in CoAuthor.objects.named(user).on_what_was_sent().order_by("pk")
            ],
            "decisions": [
                {
                    "work": d.revision.title,
                    "verdict": d.verdict,
                    "letter": d.letter,
                    "decided_at": d.decided_at,
                }
                for d in user.decisions.select_related("revision").order_by("pk")
            ],
            "placements": [
                {"work": p.submission.title, "under": p.title, "note": p.note, "at": p.placed_at}
                for p in Placement.objects.filter(placed_by=user)
                .select_related("submission")
                .with_targets()
            ],
            "triages": [
                {
                    "work": t.submission.title,
                    "state": t.state,
                    "reason": t.reason,
                    "at": t.decided_at,
                }
                for t in Triage.objects.filter(decided_by=user)
                .select_related("submission")
                .order_by("pk")
            ],
        },
        files=[(f"{f.submission_id}/{f.position}-{f.name}", f.content) for f in files],
    )


def _work(work: Submission) -> dict[str, Any]:
    return {
        "kind": work.kind,
        "state": work.state,
        "values": work.values,
        "topics": [topic.label for topic in work.topics.all()],
        "draws_on": [record.title for record in work.draws_on.all()],
        "co_authors": [
            {"name": c.name, "email": c.email, "organisation": c.organisation, "answer": c.answer}
            for c in work.co_authors.all()
        ],
        "revisions": [
            {"number": r.number, "sent_at": r.submitted_at, "note": r.note, "text": r.snapshot}
            for r in work.revisions.all()
        ],
        "letters": [
            {"verdict": d.verdict, "letter": d.letter, "decided_at": d.decided_at}
            for d in work.decisions.all()
        ],
        "created_at": work.created_at,
        "saved_at": work.saved_at,
    }


def _review(review: Review) -> dict[str, Any]:
    names = (
        "state", "due_on", "relevance", "clarity", "soundness", "usefulness", "harms",
        "comments_to_author", "comments_to_editor", "recommendation", "is_signed", "invited_at",
        "answered_at", "delivered_at", "refusal",
    )  # fmt: skip
    return {"work": str(review), **{name: getattr(review, name) for name in names}}
