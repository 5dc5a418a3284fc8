"""Completing a programme: noticed with the last of its courses, and by a sweep."""

import datetime as dt
import logging

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import User
from courses.certificates.codes import new_code
from courses.kinds import PROGRAMME_COMPLETED
from courses.models import (
    CompletedPart,
    Enrolment,
    Programme,
    ProgrammeCertificate,
    ProgrammeCompletion,
    ProgrammeCourse,
)
from courses.programmes.progress import could_complete, counts, places_in
from courses.states import CertificateState, EnrolmentState, ProgrammeState
from notifications.actions import notify

logger = logging.getLogger(__name__)
_OPEN = (ProgrammeState.PUBLISHED, ProgrammeState.ARCHIVED)


def complete_programmes(enrolment: Enrolment, *, at: dt.datetime) -> None:
    """Complete the programmes whose last required course this enrolment was. It has just been completed, and is locked.

    Each programme is locked, so that somebody who completes two courses at once is seen with both.
    """
    parts = ProgrammeCourse.objects.filter(course=enrolment.release.course_id)
    programmes = Programme.objects.filter(state__in=_OPEN, pk__in=parts.values("programme"))
    for programme in programmes.select_for_update(no_key=True).order_by("pk"):
        _complete(programme, enrolment.user, at=at)


@transaction.atomic
def complete_programme_of(
    *, programme: Programme, user: User, at: dt.datetime
) -> ProgrammeCompletion | None:
    """Complete the programme for somebody who has completed every required course, once; else do nothing."""
    locked = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    return _complete(locked, user, at=at)


def complete_programme_of_all(programme: Programme, *, at: dt.datetime) -> int:
    """Complete the programme for everyone who has done what it asks for and was not told yet. Return how many."""
    ready = User.objects.filter(pk__in=_ready(programme), is_active=True).order_by("pk")
    made = [complete_programme_of(programme=programme, user=user, at=at) for user in ready]
    return sum(completion is not None for completion in made)


def complete_programmes_of_all(*, at: dt.datetime) -> int:
    """Sweep: complete what was left undone, such as after a course was taken out of a programme. Return how many."""
    programmes = Programme.objects.filter(state__in=_OPEN).order_by("pk")
    return sum(complete_programme_of_all(programme, at=at) for programme in programmes)


def _ready(programme: Programme) -> list[int]:
    """Return who has completed every required course and not the programme."""
    required = list(
        ProgrammeCourse.objects.filter(programme=programme)
        .required()
        .values_list("course", flat=True)
    )
    if programme.state not in _OPEN or not required:
        return []
    done = Enrolment.objects.filter(
        Q(certificate=None) | ~Q(certificate__state=CertificateState.REVOKED),
        state=EnrolmentState.COMPLETED,
        release__course__in=required,
    )
    told = ProgrammeCompletion.objects.filter(programme=programme).values("user")
    rows = done.exclude(user__in=told).values("user").order_by("user")
    counted = rows.annotate(courses=Count("release__course", distinct=True))
    return list(counted.filter(courses=len(required)).values_list("user", flat=True))


def _complete(programme: Programme, user: User, *, at: dt.datetime) -> ProgrammeCompletion | None:
    """Write the completion with what it rests on, and issue the certificate. The programme is locked."""
    if ProgrammeCompletion.objects.filter(programme=programme, user=user).exists():
        return None
    parts = list(
        ProgrammeCourse.objects.filter(programme=programme).in_order().select_related("course")
    )
    places = places_in(user, [part.course_id for part in parts])
    done = {key: place for key, place in places.items() if counts(place)}
    required = [part for part in parts if part.is_required]
    if not required or any(part.course_id not in done for part in required):
        return None
    if not could_complete(programme, list(places.values())):
        return None
    completion = ProgrammeCompletion.objects.create(programme=programme, user=user, completed_at=at)
    rests_on = [part for part in parts if part.course_id in done]
    CompletedPart.objects.bulk_create(
        CompletedPart(
            completion=completion, enrolment=done[part.course_id], was_required=part.is_required
        )
        for part in rests_on
    )
    _issue(completion, rests_on, done, at=at)
    return completion


def _issue(
    completion: ProgrammeCompletion,
    parts: list[ProgrammeCourse],
    done: dict[int, Enrolment],
    *,
    at: dt.datetime,
) -> None:
    """Issue the certificate with all its claims as they are now, and notify the learner."""
    programme, user = completion.programme, completion.user
    certificate = ProgrammeCertificate.objects.create(
        completion=completion,
        code=new_code(),
        name=user.full_name,
        programme_title=programme.title,
        completed_on=timezone.localdate(at),
        minutes=sum(part.course.minutes for part in parts),
        aims=list(programme.aims),
        courses=[
            {
                "title": part.course.title,
                "release": done[part.course_id].release.number,
                "completed_on": _day_of(done[part.course_id]),
            }
            for part in parts
        ],
        issued_at=at,
    )
    key = f"{PROGRAMME_COMPLETED.name}:{completion.pk}"
    notify(recipients=[user], kind=PROGRAMME_COMPLETED, key=key, target=certificate, at=at)


def _day_of(place: Enrolment) -> str:
    return timezone.localdate(place.completed_at).isoformat() if place.completed_at else ""
