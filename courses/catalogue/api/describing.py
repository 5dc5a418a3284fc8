"""Describing courses and programmes for programs, each list with a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from api.addresses import full_address
from core.types import Person
from courses.catalogue.api import schemas
from courses.catalogue.entries import Entry
from courses.cohorts.standing import Standing
from courses.models import Course, Lesson, LessonCitation, Module, Programme, Release
from courses.states import CourseLevel, LessonKind
from library.catalogue.models import Record


@dataclass(frozen=True)
class CourseLinks:
    """What leads from courses elsewhere, by the key of the course."""

    records: dict[int, list[schemas.CitedRecord]]
    programmes: dict[int, list[schemas.ProgrammeName]]

    @classmethod
    def of(cls, courses: Sequence[int], entries: Iterable[Entry], reader: Person) -> "CourseLinks":
        """Find the cited records that the reader may see, in one query, and the programmes among the entries."""
        programmes = defaultdict(list)
        for entry in entries:
            if isinstance(entry.thing, Programme):
                for part in entry.parts:
                    programmes[part.course_id].append(_programme_name(entry.thing))
        return cls(_cited(courses, reader), programmes)


def _cited(courses: Sequence[int], reader: Person) -> dict[int, list[schemas.CitedRecord]]:
    """Return the records that the current releases cite, in the order in which the lessons come."""
    current = Release.objects.current().filter(course__in=courses)
    seen = Record.objects.visible_to(reader).values("pk")
    rows = LessonCitation.objects.filter(
        lesson__module__release__in=current.values("pk"), version__record__in=seen
    ).select_related("version__record", "lesson__module__release")
    ordered = rows.order_by(
        *("lesson__module__position", "lesson__module", "lesson__position", "lesson"),
        *("position", "pk"),
    )
    found: dict[int, dict[int, schemas.CitedRecord]] = defaultdict(dict)
    for row in ordered:
        record, version = row.version.record, row.version
        mine = found[row.lesson.module.release.course_id]
        cited = mine.setdefault(record.pk, _cited_record(record))
        if version.number not in cited.versions:
            cited.versions.append(version.number)
    return {key: list(records.values()) for key, records in found.items()}


def _cited_record(record: Record) -> schemas.CitedRecord:
    address = full_address(record.get_absolute_url())
    return schemas.CitedRecord(id=record.pk, title=record.title, url=address, versions=[])


def describe_course(entry: Entry, links: CourseLinks) -> schemas.CourseAnswer:
    """Describe a course of the catalogue."""
    course = entry.courses[0]
    return schemas.CourseAnswer(
        **_course_name(course).model_dump(),
        summary=course.summary,
        outcomes=course.outcomes,
        topics=sorted(topic.code for topic in entry.topics),
        level=CourseLevel(course.level) if course.level else None,
        language=course.language,
        minutes=course.minutes,
        lessons=course.lesson_count,  # type: ignore[attr-defined]  # annotated by the catalogue
        quizzes=course.quiz_count,  # type: ignore[attr-defined]
        published_at=entry.is_new_at,
        groups=[_group(course, standing) for standing in entry.standings],
        records=links.records.get(course.pk, []),
        programmes=links.programmes.get(course.pk, []),
    )


def describe_course_in_full(entry: Entry, links: CourseLinks) -> schemas.CourseDetail:
    """Describe a course with the chapters that a new learner finds. Three queries more."""
    release = Release.objects.current().get(course=entry.thing.pk)
    lessons = Prefetch("lessons", Lesson.objects.in_order())
    modules = Module.objects.filter(release=release).in_order().prefetch_related(lessons)
    return schemas.CourseDetail(
        **describe_course(entry, links).model_dump(),
        release=release.number,
        modules=[_module(module) for module in modules],
    )


def describe_programme(entry: Entry) -> schemas.ProgrammeAnswer:
    """Describe a programme of the catalogue."""
    assert isinstance(entry.thing, Programme)  # noqa: S101  (the caller chose it by that)
    programme = entry.thing
    return schemas.ProgrammeAnswer(
        **_programme_name(programme).model_dump(),
        summary=programme.summary,
        aims=programme.aims,
        topics=sorted(topic.code for topic in entry.topics),
        levels=[CourseLevel(level) for level in sorted(entry.levels)],
        languages=sorted(entry.languages),
        minutes=entry.minutes,
        published_at=entry.is_new_at,
        courses=[
            schemas.ProgrammePart(
                **_course_name(part.course).model_dump(), is_required=part.is_required
            )
            for part in entry.parts
        ],
    )


def _course_name(course: Course) -> schemas.CourseName:
    address = full_address(course.get_absolute_url())
    return schemas.CourseName(code=course.slug, title=course.title, url=address)


def _programme_name(programme: Programme) -> schemas.ProgrammeName:
    address = full_address(programme.get_absolute_url())
    return schemas.ProgrammeName(code=programme.slug, title=programme.title, url=address)


def _group(course: Course, standing: Standing) -> schemas.GroupAnswer:
    cohort = standing.cohort
    # Its address has the course in it, which is known here.
    cohort.release.course = course
    return schemas.GroupAnswer(
        url=full_address(cohort.get_absolute_url()),
        name=cohort.name,
        state=standing.state,
        entry=standing.way_in,
        starts_on=cohort.starts_on,
        ends_on=cohort.ends_on,
        opens_on=cohort.opens_on,
        closes_on=cohort.closes_on,
        time_zone=cohort.time_zone,
        places_left=cohort.places_left,
    )


def _module(module: Module) -> schemas.ModuleAnswer:
    return schemas.ModuleAnswer(
        title=module.title,
        summary=module.summary,
        lessons=[
            schemas.LessonAnswer(
                title=lesson.title,
                kind=LessonKind(lesson.kind),
                minutes=lesson.minutes,
                is_required=lesson.is_required,
            )
            for lesson in module.lessons.all()
        ],
    )
