"""The catalogue for programs: what is told of courses and programmes, to whom, and at what cost."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.token_text import new_token_text
from courses.actions.course_states import archive_course
from courses.models import Cohort, Course, Lesson, LessonCitation
from courses.states import CourseLevel, Entry
from demo.factories.accounts import UserFactory
from demo.factories.api import TokenFactory
from demo.factories.cohorts import CohortFactory
from demo.factories.courses import CourseFactory, EnrolmentFactory, ProgrammeFactory
from demo.factories.library import RecordFactory, TopicFactory
from library.catalogue.models import Record
from library.catalogue.states import RecordState

pytestmark = pytest.mark.django_db
COURSES, PROGRAMMES = "/api/v1/courses/", "/api/v1/programmes/"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def codes(client, address=COURSES, **asked):
    answer = client.get(address, asked)
    assert answer.status_code == 200, answer.content
    return [item["code"] for item in answer.json()["items"]]


def cite(course, record):
    lesson = Lesson.objects.filter(module__release__course=course).in_order().first()
    LessonCitation.objects.create(lesson=lesson, version=record.current_version)


def test_a_course_is_told_with_its_groups_records_and_programmes(client, settings):
    course = CourseFactory(title="Warm homes", level=CourseLevel.INTERMEDIATE, quiz=True)
    course.topics.add(TopicFactory(code="housing"))
    record, gone = RecordFactory(title="Cold homes"), RecordFactory(state=RecordState.PUBLISHED)
    cite(course, record)
    cite(course, gone)
    Record.objects.filter(pk=gone.pk).update(
        state=RecordState.WITHDRAWN, withdrawal_reason="A mistake."
    )
    cohort = CohortFactory(course=course, name="Autumn", capacity=9)
    ProgrammeFactory(title="First year", courses=[course, CourseFactory(texts=1)])

    listed = client.get(COURSES).json()["items"][0]
    told = client.get(f"{COURSES}{course.slug}/").json()

    assert {name: told[name] for name in listed} == listed
    assert (told["code"], told["level"], told["topics"]) == (
        course.slug,
        "intermediate",
        ["housing"],
    )
    assert (told["lessons"], told["quizzes"], told["release"]) == (2, 1, 1)
    assert told["url"] == f"{settings.SITE_URL}/courses/{course.slug}/"
    assert told["records"] == [
        {
            "id": record.pk,
            "title": "Cold homes",
            "url": f"{settings.SITE_URL}/library/{record.pk}/",
            "versions": [1],
        }
    ]
    assert [(each["name"], each["places_left"]) for each in told["groups"]] == [("Autumn", 9)]
    assert told["groups"][0]["url"].endswith(cohort.get_absolute_url())
    assert [each["title"] for each in told["programmes"]] == ["First year"]
    assert [each["title"] for each in told["modules"][0]["lessons"]] == [
        "Lesson 1",
        "Lesson 2",
        "Quiz",
    ]


def test_drafts_archived_courses_and_groups_by_invitation_are_told_to_nobody(client):
    course, archived = CourseFactory(title="Open"), CourseFactory(title="Old")
    learner = EnrolmentFactory(course=archived).user
    archive_course(course=archived, by=UserFactory(is_superuser=True), at=dt.datetime.now(dt.UTC))
    draft = CourseFactory(is_published=False)
    CohortFactory(course=course, entry=Entry.INVITATION)
    secret = new_token_text()
    TokenFactory(secret=secret, person=learner, scopes=["courses:read"])

    for headers in ({}, {"Authorization": f"Bearer {secret}"}):
        answer = client.get(COURSES, headers=headers)
        assert answer.status_code == 200
        assert [each["code"] for each in answer.json()["items"]] == [course.slug]
        assert answer.json()["items"][0]["groups"] == []
    assert Cohort.objects.count() == 1
    assert {client.get(f"{COURSES}{each.slug}/").status_code for each in (archived, draft)} == {404}


def test_a_token_needs_the_scope_of_courses(client):
    secret = new_token_text()
    TokenFactory(secret=secret, scopes=["library:read"])

    assert client.get(COURSES, headers={"Authorization": f"Bearer {secret}"}).status_code == 403


def test_filters_are_those_of_the_catalogue(client):
    housing = TopicFactory(code="housing")
    damp = TopicFactory(code="damp", parent=housing)
    short = CourseFactory(title="Damp", effort_hours=1, level=CourseLevel.ADVANCED, topics=[damp])
    long = CourseFactory(title="Ynni", effort_hours=8, language="cy")
    CohortFactory(course=long)
    both = [short.slug, long.slug]

    asked = {
        "everything": codes(client),
        "q": codes(client, q="damp"),
        "broader topic": codes(client, topic="housing"),
        "level": codes(client, level="advanced"),
        "two levels": codes(client, level=["advanced", "introductory"]),
        "length": codes(client, length="day"),
        "start": codes(client, start="group"),
        "language": codes(client, language="cy"),
    }

    assert asked == {
        "everything": both,
        "q": [short.slug],
        "broader topic": [short.slug],
        "level": [short.slug],
        "two levels": [short.slug],
        "length": [long.slug],
        "start": [long.slug],
        "language": [long.slug],
    }


def test_pages_follow_each_other_and_an_unchanged_one_is_sent_once(client):
    expected = [course.slug for course in CourseFactory.create_batch(3)]

    first = client.get(COURSES, {"limit": 2})
    CourseFactory()
    second = client.get(first.json()["next"])
    again = client.get(COURSES, {"limit": 2}, headers={"If-None-Match": first["ETag"]})

    found = [item["code"] for page in (first, second) for item in page.json()["items"]]
    assert found[:3] == expected
    assert len(found) == 4
    assert second.json()["next"] is None
    assert again.status_code == 304


def test_programmes_are_told_with_their_courses_in_order(client):
    one, two = CourseFactory(effort_hours=1), CourseFactory(effort_hours=2)
    programme = ProgrammeFactory(title="First year", courses=[two, one])
    ProgrammeFactory(title="Not yet", is_published=False, courses=[one])

    told = client.get(f"{PROGRAMMES}{programme.slug}/").json()

    assert client.get(PROGRAMMES).json()["items"] == [told]
    assert [each["code"] for each in told["courses"]] == [two.slug, one.slug]
    assert told["minutes"] == 180
    assert client.get(f"{PROGRAMMES}not-yet/").status_code == 404


def test_lists_take_as_many_queries_for_many_courses_as_for_one(client):
    counts = {}
    for number in (1, 5):
        for _each in range(number):
            course = CourseFactory()
            cite(course, RecordFactory())
            CohortFactory(course=course)
            ProgrammeFactory(courses=[course, CourseFactory(texts=1)])
        for address in (COURSES, PROGRAMMES, f"{COURSES}{Course.objects.first().slug}/"):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counts.setdefault(address, set()).add(len(queries))

    assert [len(found) for found in counts.values()] == [1, 1, 1], counts
