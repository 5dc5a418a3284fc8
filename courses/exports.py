"""The courses' part of the personal data export."""

from typing import Any

from accounts.models import User
from accounts.personal_data.registry import DataPart, export_part
from courses.models import (
    ActionPlan,
    AssignmentDraft,
    Attempt,
    Authorship,
    Certificate,
    Cohort,
    CohortInvitation,
    CohortMessage,
    Course,
    DraftReview,
    Enrolment,
    HandIn,
    HandInFile,
    LessonComment,
    LessonCompletion,
    OrganisationPlace,
    OrganisationPlaces,
    PeerReview,
    PlanBaseline,
    Programme,
    ProgrammeCompletion,
    WaitingPlace,
    parts_of_plans,
)


@export_part("courses")
def learning(user: User) -> DataPart:
    """Return enrolments with everything done in them, plans with their outcomes, and certificates."""
    files = HandInFile.objects.filter(draft__enrolment__user=user).order_by("pk")
    return DataPart(
        {
            "enrolments": [_enrolment(row) for row in _enrolments(user)],
            "action_plans": [_plan(row) for row in _plans(user)],
            "certificates": list(
                Certificate.objects.filter(enrolment__user=user)
                .order_by("issued_at", "pk")
                .values(
                    "code", "name", "course_title", "release_number", "completed_on", "hours", "minutes",
                    "outcomes", "scores", "issued_at", "state", "revoked_at", "revoked_reason",
                )
            ),
            "programmes_completed": [
                _programme(row)
                for row in ProgrammeCompletion.objects.filter(user=user)
                .select_related("programme", "certificate")
                .prefetch_related("parts__enrolment__release__course")
                .order_by("completed_at", "pk")
            ],
            "programmes_written": list(
                Programme.objects.filter(authors=user).order_by("pk").values_list("title", flat=True)
            ),
            "messages_from_facilitators": _rows(
                CohortMessage.objects.filter(recipients=user), "cohort__name", "words", "sent_at"
            ),
            "messages_to_cohorts": _rows(
                CohortMessage.objects.filter(sender=user), "cohort__name", "words", "sent_at"
            ),
            "waiting_lists": _rows(
                WaitingPlace.objects.filter(user=user), "cohort__name", "joined_at"
            ),
            "invitations_to_cohorts": _rows(
                CohortInvitation.objects.filter(email__iexact=user.email),
                "cohort__name", "message", "state", "invited_at",
            ),
            "places_of_organisations_taken": _rows(
                OrganisationPlace.objects.filter(enrolment__user=user),
                "places__organisation__name", "places__cohort__name", "taken_at",
            ),
            "places_of_organisations_handed_out": _rows(
                OrganisationPlaces.objects.filter(representative=user),
                "organisation__name", "cohort__name", "number", "created_at",
            ),
            "invitations_to_cohorts_sent": _rows(
                CohortInvitation.objects.filter(invited_by=user),
                "cohort__name", "email", "message", "state", "invited_at",
            ),
            "reviews_of_my_work": _rows(
                PeerReview.objects.shown_to_learner().filter(hand_in__enrolment__user=user),
                "hand_in__lesson__title", "marks", "feedback", "done_at", "report", "reported_at",
            ),
            "reviews_i_wrote": _rows(
                PeerReview.objects.written_by(user),
                "hand_in__lesson__title", "marks", "feedback", "given_at", "done_at",
            ),
            "feedback_written": _rows(
                HandIn.objects.filter(graded_by=user), "lesson__title", "feedback", "graded_at"
            ),
            "courses_written": _rows(
                Authorship.objects.filter(user=user),
                "course__title", "role", "invited_at", "accepted_at",
            ),
            "reviews_asked_for": _rows(
                DraftReview.objects.filter(asked_by=user),
                "release__course__title", "message", "asked_at",
            ),
            "reviews_written": _rows(
                DraftReview.objects.filter(reviewer=user),
                "release__course__title", "state", "words", "asked_at", "decided_at",
            ),
            "comments_on_drafts": _rows(
                LessonComment.objects.filter(author=user), "lesson__title", "words", "made_at"
            ),
            "facilitated_cohorts": list(
                Cohort.objects.filter(facilitators=user).order_by("pk").values_list("name", flat=True)
            ),
            "facilitated_courses": list(
                Course.objects.filter(facilitators=user).order_by("pk").values_list("title", flat=True)
            ),
        },
        files=[(f"work/{file.pk}-{file.name}", file.content) for file in files],
    )  # fmt: skip


def _rows(things: Any, *fields: str) -> list[dict[str, Any]]:
    return list(things.order_by("pk").values(*fields))


def _programme(row: ProgrammeCompletion) -> dict[str, Any]:
    certificate = getattr(row, "certificate", None)
    return {
        "programme": row.programme.title,
        "completed_at": row.completed_at,
        "completed_with": [
            {
                "course": part.enrolment.release.course.title,
                "release": part.enrolment.release.number,
                "was_required": part.was_required,
            }
            for part in row.parts.all()
        ],
        "certificate": {
            "code": certificate.code,
            "name": certificate.name,
            "title": certificate.programme_title,
            "completed_on": certificate.completed_on,
            "aims": certificate.aims,
            "courses": certificate.courses,
            "issued_at": certificate.issued_at,
            "state": certificate.state,
            "revoked_at": certificate.revoked_at,
            "revoked_reason": certificate.revoked_reason,
        }
        if certificate
        else None,
    }


def _enrolments(user: User) -> Any:
    return (
        Enrolment.objects.filter(user=user)
        .select_related("release__course", "cohort")
        .prefetch_related(
            "completions__lesson",
            "attempts__lesson",
            "attempts__answers__question",
            "attempt_requests__lesson",
            "extra_attempts__lesson",
            "quiz_drafts__lesson",
            "reflections__lesson",
            "assignment_drafts__lesson",
            "assignment_drafts__files",
            "hand_ins__lesson",
            "hand_ins__files",
            "hand_ins__marks__criterion",
            "staff_ticks__lesson",
            "grade_changes__lesson",
            "deadline_shifts__deadline__lesson",
            "deadline_shifts__deadline__module",
        )
        .order_by("enrolled_at", "pk")
    )


def _enrolment(enrolment: Enrolment) -> dict[str, Any]:
    return {
        "course": enrolment.release.course.title,
        "release": enrolment.release.number,
        "cohort": enrolment.cohort.name if enrolment.cohort else None,
        "state": enrolment.state,
        "enrolled_at": enrolment.enrolled_at,
        "completed_at": enrolment.completed_at,
        "joined_cohort_at": enrolment.joined_at,
        "deadlines_shifted": [
            {"for": str(row.deadline), "last_day": row.due_on, "reason": row.reason}
            for row in enrolment.deadline_shifts.all()
        ],
        "grades_changed_by_staff": [
            {
                "for": str(row),
                "what": row.act,
                "percent": None if row.percent is None else str(row.percent),
                "reason": row.reason,
                "changed_at": row.changed_at,
            }
            for row in enrolment.grade_changes.all()
        ],
        "lessons_ticked_by_staff": [
            {"lesson": row.lesson.title, "reason": row.reason, "ticked_at": row.ticked_at}
            for row in enrolment.staff_ticks.all()
        ],
        "lessons_done": [_completion(row) for row in enrolment.completions.all()],
        "quiz_attempts": [_attempt(row) for row in enrolment.attempts.all()],
        "answers_not_sent_in": [
            {"quiz": row.lesson.title, "answers": row.answers, "saved_at": row.saved_at}
            for row in enrolment.quiz_drafts.all()
        ],
        "work": [_draft(row) for row in enrolment.assignment_drafts.all()],
        "work_handed_in": [_hand_in(row) for row in enrolment.hand_ins.all()],
        "reflections": [
            {
                "lesson": row.lesson.title,
                "words": row.words,
                "is_shared": row.is_shared,
                "saved_at": row.saved_at,
            }
            for row in enrolment.reflections.all()
        ],
        "attempts_asked_for": [
            {"quiz": row.lesson.title, "message": row.words, "asked_at": row.asked_at}
            for row in enrolment.attempt_requests.all()
        ],
        "attempts_given": [
            {
                "quiz": row.lesson.title,
                "number": row.number,
                "reason": row.reason,
                "given_at": row.given_at,
            }
            for row in enrolment.extra_attempts.all()
        ],
    }


def _draft(draft: AssignmentDraft) -> dict[str, Any]:
    return {
        "assignment": draft.lesson.title,
        "text": draft.text,
        "link": draft.link,
        "files": [file.name for file in draft.files.all() if file.is_in_draft],
        "saved_at": draft.saved_at,
    }


def _hand_in(row: HandIn) -> dict[str, Any]:
    return {
        "assignment": row.lesson.title,
        "number": row.number,
        "handed_in_at": row.handed_in_at,
        "text": row.text,
        "link": row.link,
        "files": [file.name for file in row.files.all()],
        "state": row.state,
        "graded_at": row.graded_at,
        "points": row.points,
        "out_of": row.out_of,
        "feedback": row.feedback,
        "criteria": [
            {"criterion": mark.criterion.title, "points": mark.points, "words": mark.words}
            for mark in row.marks.all()
        ],
    }


def _completion(completion: LessonCompletion) -> dict[str, Any]:
    return {"lesson": completion.lesson.title, "completed_at": completion.completed_at}


def _attempt(attempt: Attempt) -> dict[str, Any]:
    return {
        "quiz": attempt.lesson.title,
        "number": attempt.number,
        "submitted_at": attempt.submitted_at,
        "points": attempt.points,
        "out_of": attempt.out_of,
        "is_passed": attempt.is_passed,
        "answers": [
            {"question": answer.question.prompt, "given": answer.given, "right": answer.is_correct}
            for answer in attempt.answers.all()
        ],
    }


def _plans(user: User) -> Any:
    return (
        ActionPlan.objects.filter(owner=user)
        .prefetch_related("topics", "revisions", "acts_on__recommendation", *parts_of_plans())
        .order_by("created_at", "pk")
    )


def _plan(plan: ActionPlan) -> dict[str, Any]:
    return {
        **{name: getattr(plan, name) for name in ActionPlan.WORDS},
        "topics": [topic.label for topic in plan.topics.all()],
        "evidence": [
            {
                "work": row.version.record.title,
                "address": row.version.get_absolute_url(),
                "note": row.note,
                "added_at": row.added_at,
            }
            for row in plan.evidence.all()
        ],
        "baseline": _baseline(plan.baseline),
        "acts_on": [row.recommendation.reference for row in plan.acts_on.all()],
        "shares_outcomes": plan.shares_outcomes,
        "created_at": plan.created_at,
        "finished_at": plan.finished_at,
        "revisions": [
            {"number": row.number, "saved_at": row.saved_at, "words": row.words}
            for row in plan.revisions.all()
        ],
        "outcomes": [
            {
                "week": row.week,
                "happened": row.happened,
                "change": row.change,
                "value": row.value,
                "measure": row.baseline.measure_name if row.baseline else None,
                "recorded_at": row.recorded_at,
            }
            for row in plan.outcomes.all()
        ],
    }


def _baseline(baseline: PlanBaseline | None) -> dict[str, Any] | None:
    if baseline is None:
        return None
    names = (*PlanBaseline.FACTS, "target", "target_on", "chosen_at")
    return {name: getattr(baseline, name) for name in names}
