"""What editors of the library decide about questions that only the members of a network read."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.permissions import require
from library.gaps.actions.register import add_gap
from library.gaps.models import EvidenceGap, Origin
from networks.models import Discussion
from networks.models.questions import (
    SettledQuestion,
    folded,
    read_by_members_only,
    source_of,
    unanswered_questions,
)


@transaction.atomic
def make_gap_of(
    *,
    question: Discussion,
    words: Mapping[str, Any],
    by: User,
    at: dt.datetime,
    key: uuid.UUID,
) -> EvidenceGap:
    """Add an evidence gap that a question of a closed network asks for, in words of the editor's own.

    Repeated questions are settled together. The same key gives the first gap. Raises ``PermissionDenied``,
    ``ValidationError`` for the words of the network, and what ``add_gap`` raises.
    """
    require(by, "library.edit")
    title, asked = folded(words["title"]), folded(question.title)
    if asked and asked in title:
        raise ValidationError(
            {"title": _("Use your own words: what members write stays in their network.")}
        )
    alike = _alike(question, by=by, at=at)
    gap = add_gap(
        words=words,
        by=by,
        at=at,
        key=key,
        origin=Origin.QUESTION,
        sources=[source_of(each) for each in alike],
    )
    _settle(alike, gap=gap, by=by, at=at)
    return gap


@transaction.atomic
def set_aside(*, question: Discussion, by: User, at: dt.datetime) -> None:
    """Ask no editor about the question again, nor about the same one asked elsewhere. Repeats safely."""
    require(by, "library.edit")
    _settle(_alike(question, by=by, at=at), gap=None, by=by, at=at)


@transaction.atomic
def take_up_again(*, question: Discussion, by: User) -> None:
    """Show a question that was set aside again. Repeats safely; one of which a gap was made stays settled."""
    require(by, "library.edit")
    settled = SettledQuestion.objects.filter(gap=None, settled_by=by)
    for each in settled.select_related("discussion"):
        if folded(each.discussion.title) == folded(question.title):
            each.delete()


def _alike(question: Discussion, *, by: User, at: dt.datetime) -> list[Discussion]:
    """Return the unsettled questions with the same words that this person reads as a member."""
    readable = read_by_members_only(unanswered_questions(at), user=by)
    return [each for each in readable if folded(each.title) == folded(question.title)]


def _settle(alike: list[Discussion], *, gap: EvidenceGap | None, by: User, at: dt.datetime) -> None:
    SettledQuestion.objects.bulk_create(
        [SettledQuestion(discussion=each, gap=gap, settled_by=by, settled_at=at) for each in alike],
        ignore_conflicts=True,
    )
