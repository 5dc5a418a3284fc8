"""Issuing and revoking certificates."""

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from courses.certificates.codes import new_code
from courses.kinds import (
    CERTIFICATE_REVOKED,
    COURSE_COMPLETED,
    PROGRAMME_CERTIFICATE_REVOKED,
)
from courses.models import Attempt, Certificate, Enrolment, Lesson, ProgrammeCertificate
from courses.progress.earlier_places import places_of
from courses.states import CERTIFICATE_FLOW, LessonKind
from notifications.actions import notify


@transaction.atomic
def issue_certificate(*, enrolment: Enrolment, at: dt.datetime) -> Certificate:
    """Issue the certificate with all its claims as they are now, and notify the learner.

    Repeats safely: an enrolment has one certificate. Called when the course is completed.
    """
    release, course = enrolment.release, enrolment.release.course
    certificate, is_new = Certificate.objects.get_or_create(
        enrolment=enrolment,
        defaults={
            "code": new_code(),
            "name": enrolment.user.full_name,
            "course_title": course.title,
            "release_number": release.number,
            "completed_on": timezone.localdate(at),
            "hours": course.effort_hours,
            "minutes": course.effort_minutes,
            "outcomes": list(course.outcomes),
            "scores": _scores(enrolment),
            "issued_at": at,
        },
    )
    if is_new:
        key = f"{COURSE_COMPLETED.name}:{enrolment.pk}"
        notify(
            recipients=[enrolment.user], kind=COURSE_COMPLETED, key=key, target=certificate, at=at
        )
    return certificate


@transaction.atomic
def revoke_certificate(
    *, certificate: Certificate | ProgrammeCertificate, by: User, reason: str, at: dt.datetime
) -> Certificate | ProgrammeCertificate:
    """Revoke the certificate of a course or a programme, with a public reason.

    Raises ``TransitionNotAllowed`` when it is revoked already.
    """
    certificate.revoked_at = at
    certificate.revoked_reason = reason
    certificate.save(update_fields=["revoked_at", "revoked_reason"])
    CERTIFICATE_FLOW.make("revoke", certificate, actor=by, note=reason, at=at)
    if isinstance(certificate, ProgrammeCertificate):
        notify(
            recipients=[certificate.completion.user],
            kind=PROGRAMME_CERTIFICATE_REVOKED,
            key=f"{PROGRAMME_CERTIFICATE_REVOKED.name}:{certificate.pk}",
            target=certificate,
            at=at,
            text=reason,
            programme=certificate.programme_title,
        )
        return certificate
    notify(
        recipients=[certificate.enrolment.user],
        kind=CERTIFICATE_REVOKED,
        key=f"{CERTIFICATE_REVOKED.name}:{certificate.pk}",
        target=certificate,
        at=at,
        text=reason,
        course=certificate.course_title,
    )
    return certificate


def _scores(enrolment: Enrolment) -> list[dict[str, Any]]:
    """Return the score with which each quiz was first passed, here or in an older release, in the order of the course."""
    passed = Attempt.objects.filter(enrolment__in=places_of(enrolment)).first_passed()
    firsts: dict[uuid.UUID, Attempt] = {}
    for attempt in passed.select_related("lesson").order_by("submitted_at", "pk"):
        firsts.setdefault(attempt.lesson.lineage, attempt)
    quizzes = Lesson.objects.of(enrolment.release).filter(kind=LessonKind.QUIZ).in_order()
    return [
        {"title": quiz.title, "percent": firsts[quiz.lineage].percent}
        for quiz in quizzes
        if quiz.lineage in firsts
    ]
