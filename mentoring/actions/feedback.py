"""Feedback for the coordinators: asked for once at each stage, given once, its words erased in time."""

import datetime as dt
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from core.refusals import Conflict
from mentoring import kinds
from mentoring.models import Feedback, Match, Session
from mentoring.models.agreements import USUAL_MONTHS
from mentoring.models.feedback import FeedbackStage
from mentoring.participants import partner_of
from mentoring.states import MatchState, SessionState
from notifications.actions import notify

# Nobody is asked about what is longer ago, so that a first run does not ask everyone at once.
LOOKS_BACK = dt.timedelta(days=30)
WORDS_KEPT = dt.timedelta(days=730)
_MONTH = dt.timedelta(days=30.44)
_UNDER_WAY = (MatchState.ACTIVE, MatchState.PAUSED)


class FeedbackTooLate(Conflict):
    """The mentoring ended meanwhile, so that only feedback at the end is asked for."""

    def __init__(self) -> None:
        super().__init__(
            _("This mentoring has ended. Answer the questions about the whole of it instead.")
        )


def ask_for_feedback(*, at: dt.datetime) -> int:
    """Ask both people of each match whose first session was held or whose half is over; return how many were asked.

    Repeats safely: everyone is asked once at each stage.
    """
    return sum(
        ask_both(match=match, stage=stage, at=at)
        for stage, due in (
            (FeedbackStage.FIRST, _begun(at)),
            (FeedbackStage.MIDDLE, _half_over(at)),
        )
        for match in due
    )


@transaction.atomic
def ask_both(*, match: Match, stage: FeedbackStage, at: dt.datetime) -> int:
    """Ask the two, as far as their accounts are open; return how many had not been asked. Load the people."""
    asked = 0
    for person in (match.mentor, match.mentee):
        if not person.is_active:
            continue
        row, is_new = Feedback.objects.get_or_create(
            match=match, author=person, stage=stage, defaults={"asked_at": at}
        )
        asked += is_new
        notify(
            recipients=[person],
            kind=kinds.FEEDBACK_WANTED,
            key=f"mentoring.feedback-wanted:{row.pk}",
            target=row,
            at=at,
            text=_("Three questions. Only the mentoring coordinators read your answers."),
            who=partner_of(match, person).full_name,
        )
    return asked


@transaction.atomic
def give_feedback(
    *,
    feedback: Feedback,
    useful: int,
    openness: int,
    progress: int,
    text: str,
    at: dt.datetime,
) -> Feedback:
    """Give feedback once, for the coordinators alone; the first answers stay. Raises ``FeedbackTooLate``."""
    row = Feedback.objects.select_for_update().get(pk=feedback.pk)
    if row.given_at:
        return row
    if not Feedback.objects.to_give().filter(pk=row.pk).exists():
        raise FeedbackTooLate
    row.useful, row.openness, row.progress = useful, openness, progress
    row.text, row.given_at = text, at
    row.save(update_fields=["useful", "openness", "progress", "text", "given_at"])
    return row


def erase_words_of_feedback(*, at: dt.datetime) -> int:
    """Erase the words of feedback on mentorings that ended 24 months ago; the answers stay for the figures."""
    old = Q(match__state=MatchState.ENDED, match__ended_at__lte=at - WORDS_KEPT)
    worded = Feedback.objects.for_coordinators().filter(old).exclude(text="")
    return worded.update(text="")


def _begun(at: dt.datetime) -> Iterator[Match]:
    """Find matches whose first session was held lately and whose people were not asked about it."""
    held = Session.objects.filter(match=OuterRef("pk"), state=SessionState.HELD)
    asked = Feedback.objects.filter(match=OuterRef("pk")).exclude(stage=FeedbackStage.SHARED)
    found = Match.objects.filter(
        Exists(held), ~Exists(held.filter(starts_at__lt=at - LOOKS_BACK)), ~Exists(asked)
    )
    return found.filter(state__in=_UNDER_WAY).with_people().order_by("pk").iterator()


def _half_over(at: dt.datetime) -> Iterator[Match]:
    """Find matches of which half of the agreed time is over, and whose people were not asked about it."""
    asked = Feedback.objects.filter(match=OuterRef("pk"), stage=FeedbackStage.MIDDLE)
    found = Match.objects.filter(~Exists(asked), state__in=_UNDER_WAY, started_at__lt=at)
    for match in found.with_people().select_related("terms").order_by("pk").iterator():
        terms = getattr(match, "terms", None)
        half = (terms.months if terms else USUAL_MONTHS) * _MONTH / 2
        if match.started_at and at - LOOKS_BACK < match.started_at + half <= at:
            yield match
