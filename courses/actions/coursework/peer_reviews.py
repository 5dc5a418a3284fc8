"""Reviews of work by other learners: given out by turn, sent, reported, and what follows from them.

Locks, in this order: the assignment, so that those who want the next work take turns; the places of learners by their
keys; their hand-ins.
"""

import datetime as dt
from collections.abc import Mapping
from statistics import median_low

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.refusals import Conflict
from courses.actions.coursework.grading import Mark, complete_work, tell_of_decision, write_marks
from courses.actions.more_attempts import who_looks_after
from courses.kinds import REVIEW_REPORTED, WORK_TO_REVIEW
from courses.models import Assignment, Criterion, Enrolment, HandIn, Lesson, PeerReview
from courses.refusals import NoWordsForLearner, RubricNotWhole
from courses.states import GONE, HAND_IN_FLOW, EnrolmentState, HandInState
from notifications.actions import notify


class HandInFirst(Conflict):
    """Whoever reviews work of others has handed in their own."""

    def __init__(self) -> None:
        super().__init__(_("Hand in your own work first. Then you can review the work of others."))


class NothingToReview(Conflict):
    """The learner has written all reviews, or no work waits for one."""

    def __init__(self) -> None:
        super().__init__(
            _("There is no work for you to review now. We will tell you when there is.")
        )


class ReviewIsOver(Conflict):
    """The time of a review has passed, or the work was decided."""

    def __init__(self) -> None:
        super().__init__(
            _("This review is no longer needed. Thank you; ask for another one if you like.")
        )


def begin_peer_review(hand_in: HandIn, assignment: Assignment, *, at: dt.datetime) -> None:
    """Let other learners review a first hand-in, where there are enough of them; tell those who look for work.

    Within the transaction that hands it in, which holds the lock of the learner's place.
    """
    if not assignment.has_peer_review or hand_in.number > 1:
        return
    if others_in_group(hand_in.enrolment) < assignment.reviews_needed:
        return
    hand_in.is_with_peers = True
    hand_in.peers_until = at + dt.timedelta(days=assignment.review_days)
    hand_in.save(update_fields=["is_with_peers", "peers_until"])
    notify(
        recipients=_who_looks_for_work(hand_in, assignment),
        kind=WORK_TO_REVIEW,
        key=f"{WORK_TO_REVIEW.name}:{hand_in.lesson_id}",
        target=hand_in.lesson,
        at=at,
    )


def others_in_group(place: Enrolment) -> int:
    """Return how many others learn in the same cohort; for somebody who learns alone, in the same release without one."""
    group = Enrolment.objects.active().filter(release=place.release_id, cohort=place.cohort_id)
    return group.exclude(user=place.user_id).count()


def _who_looks_for_work(hand_in: HandIn, assignment: Assignment) -> list[User]:
    """Return those of the group who have handed in and have fewer reviews than they write."""
    place = hand_in.enrolment
    given = Count(
        "peer_reviews_given", filter=Q(peer_reviews_given__hand_in__lesson=hand_in.lesson)
    )
    others = (
        Enrolment.objects.active()
        .filter(release=place.release_id, cohort=place.cohort_id, hand_ins__lesson=hand_in.lesson)
        .exclude(user=place.user_id)
        .annotate(given=given)
        .filter(given__lt=assignment.reviews_given)
    )
    return list(User.objects.open().filter(pk__in=others.values("user")).order_by("pk"))


@transaction.atomic
def take_review(*, enrolment: Enrolment, lesson: Lesson, at: dt.datetime) -> PeerReview:
    """Give the learner the next work to review: the one with the fewest reviews, of these the one handed in first.

    Whoever has one that they have not sent gets that again. Raises ``HandInFirst``, and ``NothingToReview`` when they
    have written all of theirs or no work waits for a review.
    """
    assignment = _lock_assignment(lesson)
    mine = PeerReview.objects.filter(reviewer=enrolment, hand_in__lesson=lesson)
    waiting = mine.filter(done_at=None, due_at__gt=at, set_aside_at=None)
    if open_one := waiting.filter(hand_in__is_with_peers=True).first():
        return open_one
    if not HandIn.objects.filter(enrolment=enrolment, lesson=lesson).exists():
        raise HandInFirst
    if (
        mine.filter(done_at__isnull=False).count() >= assignment.reviews_given
        or enrolment.state in GONE
    ):
        raise NothingToReview
    turns = Count(
        "peer_reviews",
        filter=Q(peer_reviews__set_aside_at=None)
        & (Q(peer_reviews__done_at__isnull=False) | Q(peer_reviews__due_at__gt=at)),
    )
    works = (
        HandIn.objects.with_peers()
        .filter(
            lesson=lesson,
            peers_until__gt=at,
            enrolment__cohort=enrolment.cohort_id,
            enrolment__release=enrolment.release_id,
        )
        .exclude(enrolment__user=enrolment.user_id)
        .exclude(pk__in=mine.values("hand_in"))
        .annotate(turns=turns)
        .filter(turns__lt=assignment.reviews_needed)
    )
    work = works.order_by("turns", "handed_in_at", "pk").first()
    if work is None:
        raise NothingToReview
    due_at = at + dt.timedelta(days=assignment.review_days) / 2
    if work.peers_until is not None:
        due_at = min(due_at, work.peers_until)
    return PeerReview.objects.create(hand_in=work, reviewer=enrolment, given_at=at, due_at=due_at)


def _lock_assignment(lesson: Lesson) -> Assignment:
    rows = Assignment.objects.select_for_update(of=("self",), no_key=True)
    return rows.get(lesson=lesson)


@transaction.atomic
def send_review(
    *, review: PeerReview, marks: Mapping[int, Mark], feedback: str, at: dt.datetime
) -> PeerReview:
    """Send a review, once. With the last one that it needs, work whose learner has written theirs is decided.

    ``marks`` are by the keys of the criteria. Repeats safely: what was sent stays as it is. Raises ``ReviewIsOver``
    when its time has passed and somebody else took the turn, the work was decided, or its writer has left the course;
    ``RubricNotWhole`` and ``NoWordsForLearner``.
    """
    lesson = review.hand_in.lesson
    assignment = _lock_assignment(lesson)
    review = PeerReview.objects.select_related("hand_in", "reviewer").get(pk=review.pk)
    if review.is_done:
        return review
    others = PeerReview.objects.filter(hand_in=review.hand_in).exclude(pk=review.pk)
    is_full = others.taking_a_turn(at).count() >= assignment.reviews_needed
    has_left = review.reviewer.state == EnrolmentState.LEFT
    if has_left or is_full or review.set_aside_at or not review.hand_in.is_with_peers:
        raise ReviewIsOver
    criteria = list(Criterion.objects.filter(lesson=lesson).in_order())
    if any((marks.get(each.pk) or Mark()).points is None for each in criteria):
        raise RubricNotWhole
    if not (feedback.strip() or any(mark.words.strip() for mark in marks.values())):
        raise NoWordsForLearner
    review.marks = {
        str(each.pk): [marks[each.pk].points, marks[each.pk].words] for each in criteria
    }
    review.feedback, review.done_at = feedback, at
    review.save(update_fields=["marks", "feedback", "done_at"])
    _settle(lesson, assignment, [review.hand_in.enrolment_id, review.reviewer_id], at)
    return review


def _settle(lesson: Lesson, assignment: Assignment, places: list[int], at: dt.datetime) -> None:
    """Decide the works of these places that have all their reviews, and whose learners have written theirs."""
    rows = Enrolment.objects.select_for_update(of=("self",)).filter(pk__in=places)
    locked = list(rows.select_related("release__course", "user").order_by("pk"))
    for place in locked:
        work = HandIn.objects.filter(enrolment=place, lesson=lesson, is_with_peers=True).first()
        if work is None:
            continue
        reviews = list(PeerReview.objects.filter(hand_in=work).done())
        own = PeerReview.objects.filter(reviewer=place, hand_in__lesson=lesson)
        written = own.filter(done_at__isnull=False).count()
        to_write = min(assignment.reviews_given, others_in_group(place))
        if len(reviews) >= assignment.reviews_needed and written >= to_write:
            _decide(work, assignment, reviews, at)


def _decide(
    work: HandIn, assignment: Assignment, reviews: list[PeerReview], at: dt.datetime
) -> None:
    """Accept work whose reviews give it enough points; other work goes to the facilitators."""
    work = HandIn.objects.select_related(
        "enrolment__user", "enrolment__release__course", "lesson__module__release__course"
    ).get(pk=work.pk)
    work.is_with_peers = False
    work.save(update_fields=["is_with_peers"])
    criteria = list(Criterion.objects.filter(lesson=work.lesson).in_order())
    marks = {each.pk: Mark(_middle(each, reviews)) for each in criteria}
    points = sum(mark.points or 0 for mark in marks.values())
    if criteria and points < assignment.points_needed:
        return
    write_marks(work, criteria, marks, feedback="", by=None, at=at)
    HAND_IN_FLOW.make("accept", work, actor=None, at=at)
    complete_work(work, at)
    tell_of_decision(work, at)


def _middle(criterion: Criterion, reviews: list[PeerReview]) -> int:
    """Return the middle of the points, of two the lower one: always one of the levels."""
    return median_low(review.marks[str(criterion.pk)][0] for review in reviews)


@transaction.atomic
def report_review(*, review: PeerReview, reason: str, at: dt.datetime) -> PeerReview:
    """Tell the facilitators what is wrong with a review of one's own work. Repeats safely: the first reason stays."""
    review = PeerReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if review.reported_at is not None:
        return review
    review.report, review.reported_at = reason, at
    review.save(update_fields=["report", "reported_at"])
    hand_in = HandIn.objects.select_related("enrolment__release__course").get(pk=review.hand_in_id)
    notify(
        recipients=who_looks_after(hand_in.enrolment),
        kind=REVIEW_REPORTED,
        key=f"{REVIEW_REPORTED.name}:{review.pk}",
        target=review,
        at=at,
        text=reason,
        lesson=hand_in.lesson,
    )
    return review


@transaction.atomic
def set_aside(*, review: PeerReview, is_aside: bool, at: dt.datetime) -> PeerReview:
    """Let a review count no longer, or count again; work that is not decided goes to the facilitators. Repeats safely.

    Its writer has written it all the same, so that nobody has to begin anew.
    """
    _lock_assignment(review.hand_in.lesson)
    review = PeerReview.objects.select_related("hand_in").get(pk=review.pk)
    if is_aside != (review.set_aside_at is not None):
        review.set_aside_at = at if is_aside else None
        review.save(update_fields=["set_aside_at"])
    if review.hand_in.is_with_peers:
        HandIn.objects.filter(pk=review.hand_in_id).update(is_with_peers=False)
    return review


def pass_on_reviewed_work(*, at: dt.datetime) -> int:
    """Give work whose time with other learners is over to the facilitators; return how much. Repeats safely."""
    overdue = HandIn.objects.filter(
        is_with_peers=True, peers_until__lte=at, state=HandInState.WAITING
    )
    return overdue.update(is_with_peers=False)
