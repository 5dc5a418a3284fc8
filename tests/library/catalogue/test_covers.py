"""The covers of records and of what else stands under topics: one look for each top-level topic."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.covers.drawing import MadeCover
from core.covers.looks import LOOKS
from demo.factories.courses import CourseFactory
from demo.factories.library import RecordFactory, TopicFactory
from demo.factories.networks import NetworkFactory
from library.catalogue.models import Record
from library.vocabularies.cover_topics import look_of

LISTS = ["library:finder", "courses:course_list", "networks:network_list"]
pytestmark = pytest.mark.django_db
ROOTS = [
    *("early-years", "capabilities", "work", "living-standards", "places", "prevention"),
    *("discrimination", "environment", "governance-evidence"),
]


@pytest.fixture
def housing():
    places = TopicFactory(code="places", label="Places")
    return TopicFactory(code="housing", label="Housing", parent=places)


def test_each_top_level_topic_has_a_look_of_its_own():
    looks = {look_of(code) for code in ROOTS}

    assert len(looks) == len(ROOTS)
    assert look_of("") not in looks


def test_a_topic_that_an_editor_added_has_a_look_too():
    assert look_of("a-new-topic") in LOOKS
    assert look_of("a-new-topic") == look_of("a-new-topic")


def test_a_record_has_the_look_of_the_topic_above_its_first_one(housing):
    work = TopicFactory(code="work", label="Work")
    record = RecordFactory(title="Warm homes", topics=[housing, work])

    [shown] = Record.objects.with_cover()

    assert shown == record
    assert shown.cover.address == MadeCover.of("Warm homes", look="houses", format="page").address
    assert shown.cover.alt == ""


def test_lists_show_covers_and_take_no_query_for_them(client, housing):
    counted = []
    for number in range(4):
        RecordFactory(title=f"Homes {number}", topics=[housing])
        CourseFactory(title=f"Homes {number}").topics.add(housing)
        NetworkFactory(name=f"Homes {number}", topics=[housing])
        with CaptureQueriesContext(connection) as queries:
            answers = [client.get(reverse(name)).content.decode() for name in LISTS]
        counted.append(([page.count('class="cover"') for page in answers], len(queries)))

    covers, queries = zip(*counted, strict=True)
    assert covers == tuple([number] * 3 for number in range(1, 5))
    assert len(set(queries)) == 1


def test_pages_tell_other_sites_which_picture_to_show(client, settings, housing):
    record = RecordFactory(title="Homes", topics=[housing])
    course = CourseFactory(title="Homes")
    course.topics.add(housing)
    network = NetworkFactory(name="Homes")
    network.topics.set([housing])
    picture = MadeCover.of("Homes", look="houses", format="wide").social_address

    pages = [
        client.get(thing.get_absolute_url()).content.decode() for thing in (record, course, network)
    ]

    line = f'<meta property="og:image" content="{settings.SITE_URL}{picture}">'
    assert [page.count(line) for page in pages] == [1, 1, 1]
