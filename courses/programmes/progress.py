"""How far somebody is in a programme: a sum of their places in its courses, of which nothing is stored."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Prefetch, QuerySet

from core.prepared import prepared
from core.times.lengths import in_hours_and_minutes
from core.types import Member, Person
from courses.models import (
    Course,
    Enrolment,
    Programme,
    ProgrammeCertificate,
    ProgrammeCompletion,
    ProgrammeCourse,
)
from courses.progress.stored import progress_of
from courses.states import CertificateState, CourseState, EnrolmentState


@dataclass(frozen=True)
class Part:
    """A course of a programme, as one person sees it."""

    course: Course
    is_required: bool
    # The completed place in the course, or else the latest one.
    place: Enrolment | None = None

    @property
    def is_done(self) -> bool:
        return self.place is not None and counts(self.place)

    @property
    def is_begun(self) -> bool:
        return self.place is not None and self.place.is_here

    @property
    def is_offered(self) -> bool:
        """Tell whether somebody who is not in it yet can begin it."""
        return self.course.state == CourseState.PUBLISHED

    @property
    def lessons_done(self) -> int:
        return progress_of(self.place).done if self.place else 0

    @property
    def lessons_total(self) -> int:
        return progress_of(self.place).total if self.place else 0


@dataclass(frozen=True)
class ProgrammeProgress:
    """A programme with its courses, what this person has done of it, and what comes next."""

    programme: Programme
    parts: Sequence[Part] = field(default_factory=list)
    completion: ProgrammeCompletion | None = None

    @cached_property
    def required(self) -> list[Part]:
        return [part for part in self.parts if part.is_required]

    @property
    def done(self) -> int:
        """Return how many of the required courses are completed."""
        return sum(part.is_done for part in self.required)

    @property
    def total(self) -> int:
        return len(self.required)

    @property
    def is_begun(self) -> bool:
        return any(part.place is not None for part in self.parts)

    @property
    def minutes(self) -> int:
        """Return how long the required courses take together."""
        return sum(part.course.minutes for part in self.required)

    @property
    def optional_count(self) -> int:
        return len(self.parts) - self.total

    @property
    def length(self) -> str:
        """Return how long the required courses take together, in words."""
        return in_hours_and_minutes(self.minutes)

    @property
    def next_part(self) -> Part | None:
        """Return the course to go on with: one that is begun, else the first in order that can be begun."""
        open_parts = [part for part in self.required if not part.is_done]
        begun = [part for part in open_parts if part.is_begun]
        offered = [part for part in open_parts if part.is_offered]
        return next(iter([*begun, *offered]), None)

    @property
    def certificate(self) -> ProgrammeCertificate | None:
        return getattr(self.completion, "certificate", None) if self.completion else None


def counts(place: Enrolment) -> bool:
    """Tell whether a completed course counts: whoever holds a revoked certificate has not completed it.

    Load ``certificate`` with the place, and this takes no query.
    """
    if place.state != EnrolmentState.COMPLETED:
        return False
    certificate = getattr(place, "certificate", None)
    return certificate is None or certificate.state != CertificateState.REVOKED


def places_in(user: Member, courses: Sequence[int]) -> dict[int, Enrolment]:
    """Return the place of somebody in each of these courses: the first completed one, or else the latest."""
    found: dict[int, Enrolment] = {}
    for place in _places(user).filter(release__course__in=courses):
        key = place.release.course_id
        if key not in found or not counts(found[key]):
            found[key] = place
    return found


def _places(user: Member) -> QuerySet[Enrolment]:
    mine = Enrolment.objects.filter(user=user).select_related("release", "certificate", "progress")
    return mine.order_by("enrolled_at", "pk")


def progress_in(programme: Programme, reader: Person) -> ProgrammeProgress:
    """Return a programme as this reader stands in it. One query for a visitor, three for a person."""
    rows = _parts(programme)
    if not reader.is_authenticated:
        return ProgrammeProgress(programme, [Part(row.course, row.is_required) for row in rows])
    places = places_in(reader, [row.course_id for row in rows])
    completion = _completions(reader).filter(programme=programme).first()
    return ProgrammeProgress(programme, _joined(rows, places), completion)


def programmes_of(user: Member) -> list[ProgrammeProgress]:
    """Return the programmes that somebody has begun or completed, by title. Four queries, however many."""
    programmes = list(
        Programme.objects.visible_to(user)
        .filter(courses__course__releases__enrolments__user=user)
        .exclude(state=Programme.State.DRAFT)
        .distinct()
        .order_by("title", "pk")
        .prefetch_related(
            Prefetch("courses", ProgrammeCourse.objects.in_order().select_related("course"))
        )
    )
    keys = {part.course_id for programme in programmes for part in programme.courses.all()}
    places = places_in(user, sorted(keys))
    completions = {row.programme_id: row for row in _completions(user)}
    return [
        ProgrammeProgress(
            programme, _joined(programme.courses.all(), places), completions.get(programme.pk)
        )
        for programme in programmes
    ]


def _joined(rows: Sequence[ProgrammeCourse] | QuerySet, places: dict[int, Enrolment]) -> list[Part]:
    return [Part(row.course, row.is_required, places.get(row.course_id)) for row in rows]


def _completions(user: Member) -> QuerySet[ProgrammeCompletion]:
    return ProgrammeCompletion.objects.filter(user=user).select_related("certificate")


@prepared
def _parts(programme: Programme) -> QuerySet[ProgrammeCourse]:
    return ProgrammeCourse.objects.filter(programme=programme).in_order().select_related("course")


def could_complete(programme: Programme, places: Sequence[Enrolment]) -> bool:
    """Tell whether somebody with these places may complete the programme: an archived one only if begun before."""
    if programme.state == Programme.State.PUBLISHED:
        return True
    archived_at: dt.datetime | None = programme.archived_at
    return archived_at is not None and any(place.enrolled_at <= archived_at for place in places)
