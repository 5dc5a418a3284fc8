"""Where one learner stands with the reviews that learners write about each other's work."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from courses.models import Assignment, Criterion, Enrolment, HandIn, Lesson, PeerReview


@dataclass(frozen=True)
class Line:
    """What a review says about one criterion."""

    criterion: Criterion
    points: int
    level: str
    words: str


@dataclass(frozen=True)
class ReadReview:
    """A review with its lines, in the order of the rubric."""

    review: PeerReview
    lines: Sequence[Line]


def read_review(review: PeerReview, criteria: Sequence[Criterion]) -> ReadReview:
    """Return what a review says. Takes no query."""
    lines = []
    for criterion in criteria:
        points, words = review.marks.get(str(criterion.pk), (0, ""))
        level = next((text for each, text in criterion.levels if each == points), "")
        lines.append(Line(criterion, points, str(level), words))
    return ReadReview(review, lines)


@dataclass(frozen=True)
class PeerPart:
    """What stands below an assignment that learners review: reviews to write, and those that one got."""

    to_give: int
    given: int
    # The review that they have and have not sent.
    open_review: PeerReview | None
    received: Sequence[ReadReview]
    # What they handed in is with other learners until this moment.
    until: dt.datetime | None

    @property
    def is_given(self) -> bool:
        return self.given >= self.to_give


def peer_part(
    enrolment: Enrolment,
    lesson: Lesson,
    assignment: Assignment,
    hand_ins: Sequence[HandIn],
    criteria: Sequence[Criterion],
    *,
    now: dt.datetime,
) -> PeerPart | None:
    """Return the part; nothing where learners review nothing. Two queries, one before something is handed in."""
    if not assignment.has_peer_review:
        return None
    mine = list(
        PeerReview.objects.filter(reviewer=enrolment, hand_in__lesson=lesson).order_by("pk")
    )
    received = PeerReview.objects.shown_to_learner().filter(hand_in__in=hand_ins)
    open_ones = [one for one in mine if not one.is_done and one.due_at > now]
    until = next((one.peers_until for one in hand_ins if one.is_with_peers), None)
    return PeerPart(
        to_give=assignment.reviews_given,
        given=sum(one.is_done for one in mine),
        open_review=next(iter(open_ones), None),
        received=[read_review(one, criteria) for one in received] if hand_ins else [],
        until=until,
    )


def reviews_of(hand_in: HandIn, criteria: Sequence[Criterion]) -> list[ReadReview]:
    """Return the reviews of a work that were sent, for whoever grades it, with their writers. One query."""
    sent = PeerReview.objects.filter(hand_in=hand_in, done_at__isnull=False)
    rows = sent.select_related("reviewer__user").order_by("done_at", "pk")
    return [read_review(one, criteria) for one in rows]
