"""Placing what was learnt in a case study under recommendations, evidence gaps and lessons of courses."""

import datetime as dt
from collections.abc import Collection, Iterator

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.refusals import Conflict
from courses.actions.citations import cite_in_lesson, withdraw_further_evidence
from courses.actions.more_attempts import facilitators_of
from courses.models import Lesson, LessonCitation
from library.catalogue.models import Record
from notifications.actions import notify
from submissions import kinds
from submissions.actions.locking import lock, refuse_conflict
from submissions.content import SubmissionKind
from submissions.models import CoAuthorAnswer, Placement, Submission, Triage
from submissions.placing.targets import Chosen
from submissions.states import TRIAGE_FLOW, SubmissionState, TriageState
from workflow.flows import TransitionNotAllowed

MOST_PLACEMENTS = 20


class NothingToPlace(Conflict):
    """The work is no case study in the library."""

    def __init__(self) -> None:
        super().__init__(_("This work is not a case study in the library now."))


class NothingPlaced(Conflict):
    """The work is finished without having been placed anywhere."""

    def __init__(self) -> None:
        super().__init__(_("Place it first, or say why you are not placing it."))


class StillPlaced(Conflict):
    """The work is placed, so that it cannot be left out or set aside."""

    def __init__(self) -> None:
        super().__init__(_("It is already placed. Remove it there first, or finish."))


class TooManyPlacements(Conflict):
    """The work is placed under as many things as allowed."""

    def __init__(self) -> None:
        words = {"most": MOST_PLACEMENTS}
        super().__init__(_("A case study can be placed under at most %(most)s things.") % words)


@transaction.atomic
def place_learning(
    *, submission: Submission, chosen: Chosen, note: str, by: User, at: dt.datetime
) -> list[Placement]:
    """Show what was learnt under everything chosen, and return the placements that are new. Repeats safely.

    A lesson then cites the work as further evidence, with the note; those who facilitate its course are told.
    Raises ``NothingToPlace``, ``ConflictOfInterest``, ``TooManyPlacements``, and ``TransitionNotAllowed`` unless
    it is still to be placed.
    """
    triage = _lock_triage(submission, by)
    if triage.state != TriageState.OPEN:
        raise TransitionNotAllowed("place", triage)
    work, before = triage.submission, list(triage.submission.placements.select_related("lesson"))
    given = {"submission": work, "note": note, "placed_by": by, "placed_at": at}
    made = []
    for name, things in (("recommendation", chosen.recommendations), ("gap", chosen.gaps)):
        known = {getattr(each, f"{name}_id") for each in before}
        made += [Placement(**given, **{name: one}) for one in things if one.pk not in known]
    lineages = {each.lesson.lineage for each in before if each.lesson}
    for lesson in chosen.lessons:
        if lesson.lineage not in lineages:
            citation = _cite(lesson, _record_of(work), note=note, by=by, at=at)
            made.append(Placement(**given, lesson=lesson, citation=citation))
    if len(before) + len(made) > MOST_PLACEMENTS:
        raise TooManyPlacements
    return Placement.objects.bulk_create(made)


@transaction.atomic
def take_back(*, submission: Submission, keys: Collection[int], by: User) -> int:
    """Show it no longer under these things; lessons lose the further evidence that came with it.

    Returns how many were taken back; repeats safely. Raises as ``place_learning``.
    """
    triage = _lock_triage(submission, by)
    if triage.state != TriageState.OPEN:
        raise TransitionNotAllowed("take_back", triage)
    placed = Placement.objects.filter(submission=submission, pk__in=keys).select_related(
        "citation__lesson__module__release"
    )
    rows = list(placed.order_by("pk"))
    for placement in rows:
        # In a later release it belongs to the text, whose authors took it over.
        if placement.citation and placement.citation.added_on:
            withdraw_further_evidence(citation=placement.citation, with_draft=True)
        placement.delete()
    return len(rows)


@transaction.atomic
def finish_triage(*, submission: Submission, by: User, at: dt.datetime) -> Triage:
    """Say that the work is placed, and tell its authors where, once for ever.

    Raises ``NothingPlaced``, and otherwise as ``place_learning``.
    """
    triage = _lock_triage(submission, by)
    TRIAGE_FLOW.make("finish", triage, actor=by, at=at)
    placed = list(triage.submission.placements.readable().with_targets())
    if not placed:
        raise NothingPlaced
    _decided(triage, by=by, at=at)
    notify(
        recipients=_authors(triage.submission),
        kind=kinds.LEARNING_PLACED,
        key=f"{kinds.LEARNING_PLACED.name}:{submission.pk}",
        # One page is opened at once; several are listed on that of the submission.
        target=placed[0] if len(placed) == 1 else triage,
        about=triage,
        at=at,
        text="\n".join(f"{each.kind}: {each.title}" for each in placed),
        work=triage.submission.title,
    )
    return triage


@transaction.atomic
def leave_out(*, submission: Submission, reason: str, by: User, at: dt.datetime) -> Triage:
    """Say why the work is placed nowhere. Raises ``StillPlaced``, and otherwise as ``place_learning``."""
    return _decide("leave_out", submission, reason=reason, by=by, at=at)


@transaction.atomic
def set_aside(*, submission: Submission, reason: str, by: User, at: dt.datetime) -> Triage:
    """Set the work aside for later, with the reason. Raises as ``leave_out``."""
    return _decide("set_aside", submission, reason=reason, by=by, at=at)


@transaction.atomic
def reopen_triage(*, submission: Submission, by: User, at: dt.datetime) -> Triage:
    """Take up again what was decided; what is placed stays placed. Raises as ``place_learning``."""
    triage = _lock_triage(submission, by)
    TRIAGE_FLOW.make("reopen", triage, actor=by, at=at)
    return _decided(triage, by=None, at=None)


def _decide(move: str, submission: Submission, *, reason: str, by: User, at: dt.datetime) -> Triage:
    triage = _lock_triage(submission, by)
    if triage.submission.placements.exists():
        raise StillPlaced
    # First, as neither state is without a reason for even a moment.
    if move in TRIAGE_FLOW.possible(triage.state):
        triage.reason = reason
        triage.save(update_fields=["reason"])
    TRIAGE_FLOW.make(move, triage, actor=by, note=reason, at=at)
    return _decided(triage, by=by, at=at, reason=reason)


def _decided(
    triage: Triage, *, by: User | None, at: dt.datetime | None, reason: str = ""
) -> Triage:
    triage.reason, triage.decided_by, triage.decided_at = reason, by, at
    triage.save(update_fields=["reason", "decided_by", "decided_at"])
    return triage


def _lock_triage(submission: Submission, by: User) -> Triage:
    """Lock the work and return its triage, begun now if need be."""
    work = lock(submission)
    if (
        work.kind != SubmissionKind.CASE_STUDY
        or work.state != SubmissionState.ACCEPTED
        or not Record.objects.published().filter(submission=work).exists()
    ):
        raise NothingToPlace
    refuse_conflict(by, work)
    triage, _is_new = Triage.objects.get_or_create(submission=work)
    triage.submission = work
    return triage


def _record_of(work: Submission) -> Record:
    return Record.objects.select_related("current_version").get(submission=work)


def _cite(
    lesson: Lesson, record: Record, *, note: str, by: User, at: dt.datetime
) -> LessonCitation | None:
    """Let the lesson cite the work, and tell those who facilitate its course; nothing where it cites it already."""
    is_cited = LessonCitation.objects.filter(lesson=lesson, version__record=record).exists()
    if is_cited or record.current_version is None:
        return None
    citation = cite_in_lesson(
        lesson=lesson, version=record.current_version, by=by, note=note, at=at
    )
    course = lesson.module.release.course
    notify(
        recipients=facilitators_of(course).exclude(pk=by.pk).order_by("pk"),
        kind=kinds.LEARNING_IN_LESSON,
        key=f"{kinds.LEARNING_IN_LESSON.name}:{citation.pk}",
        target=citation,
        at=at,
        text=note,
        work=record.title,
        lesson=lesson.title,
        course=course.title,
    )
    return citation


def _authors(work: Submission) -> Iterator[User]:
    """Return the author and the co-authors who confirmed with their account."""
    confirmed = Q(co_authorships__submission=work, co_authorships__answer=CoAuthorAnswer.YES)
    people = User.objects.open().filter(Q(pk=work.author_id) | confirmed)
    return people.distinct().order_by("pk").iterator()
