"""The shapes in which programs get courses and programmes."""

import datetime as dt

from pydantic import Field

from api.answers import Address, Answer
from courses.states import CohortState, CourseLevel, LessonKind, WayIn


class CourseName(Answer):
    """A course, named."""

    code: str = Field(description="Its permanent code.", examples=["using-evidence"])
    title: str = Field(description="Its title.")
    url: Address = Field(description="Its page.")


class ProgrammeName(Answer):
    """A programme, named."""

    code: str = Field(description="Its permanent code.", examples=["first-year"])
    title: str = Field(description="Its title.")
    url: Address = Field(description="Its page.")


class CitedRecord(Answer):
    """A record of the library on which lessons of a course rest."""

    id: int = Field(description="The number of the record.", examples=[42])
    title: str = Field(description="Its title.")
    url: Address = Field(description="Its page.")
    versions: list[int] = Field(description="The numbers of its versions that are cited.")


class GroupAnswer(Answer):
    """A group that takes a course together: one that people can get into now or later."""

    url: Address = Field(description="Its page.")
    name: str = Field(description="Its name.", examples=["Autumn 2026"])
    state: CohortState = Field(description="Its state today.")
    entry: WayIn = Field(description="What is open to somebody who wants to join.")
    starts_on: dt.date | None = Field(
        description="Its first day; null where learners start when they enrol."
    )
    ends_on: dt.date | None = Field(description="Its last day.")
    opens_on: dt.date | None = Field(description="The day on which enrolment opens.")
    closes_on: dt.date | None = Field(description="The last day of enrolment.")
    time_zone: str = Field(
        description="The zone in which its days begin and end.", examples=["Europe/London"]
    )
    places_left: int | None = Field(description="How many places are left; null without a limit.")


class CourseAnswer(CourseName):
    """A course of the catalogue."""

    summary: str = Field(description="One or two sentences.")
    outcomes: list[str] = Field(description="What learners can do afterwards.")
    topics: list[str] = Field(
        description="The codes of its topics, as the library has them.", examples=[["housing"]]
    )
    level: CourseLevel | None = Field(description="What it asks of learners.")
    language: str = Field(description="The code of its language.", examples=["en"])
    minutes: int = Field(description="How many minutes of learning it takes.", examples=[360])
    lessons: int = Field(description="How many lessons it has, without quizzes.")
    quizzes: int = Field(description="How many quizzes it has.")
    published_at: dt.datetime = Field(description="When it first came out.")
    groups: list[GroupAnswer] = Field(description="The groups one can join, the soonest first.")
    records: list[CitedRecord] = Field(description="The records on which its lessons rest.")
    programmes: list[ProgrammeName] = Field(description="The programmes that it is part of.")


class LessonAnswer(Answer):
    """A lesson, as the page of the course lists it. Its text is for learners."""

    title: str = Field(description="Its title.")
    kind: LessonKind = Field(description="What it is.")
    minutes: int = Field(description="How many minutes it takes.")
    is_required: bool = Field(description="Whether the certificate asks for it.")


class ModuleAnswer(Answer):
    """A chapter of a course."""

    title: str = Field(description="Its title.")
    summary: str = Field(description="What it is about; perhaps empty.")
    lessons: list[LessonAnswer] = Field(description="Its lessons, in order.")


class CourseDetail(CourseAnswer):
    """A course with its chapters."""

    release: int = Field(description="The number of the version that a new learner gets.")
    modules: list[ModuleAnswer] = Field(description="Its chapters, in order.")


class CoursePage(Answer):
    """A page of courses, and the address of the next."""

    items: list[CourseAnswer] = Field(description="The courses of this page.")
    next: Address | None = Field(description="The next page; null on the last one.")


class ProgrammePart(CourseName):
    """A course in a programme."""

    is_required: bool = Field(description="Whether the certificate of the programme asks for it.")


class ProgrammeAnswer(ProgrammeName):
    """A programme of several courses."""

    summary: str = Field(description="One or two sentences.")
    aims: list[str] = Field(description="What learners can do afterwards.")
    topics: list[str] = Field(description="The codes of the topics of its courses.")
    levels: list[CourseLevel] = Field(description="The levels of its required courses.")
    languages: list[str] = Field(description="The languages of its required courses.")
    minutes: int = Field(description="How many minutes its required courses take.")
    published_at: dt.datetime = Field(description="When it came out.")
    courses: list[ProgrammePart] = Field(description="Its courses, in order.")


class ProgrammePage(Answer):
    """A page of programmes, and the address of the next."""

    items: list[ProgrammeAnswer] = Field(description="The programmes of this page.")
    next: Address | None = Field(description="The next page; null on the last one.")
