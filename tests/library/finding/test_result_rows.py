"""The rows of results are kept for what they show: whatever changes in the library is read at once."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation
from demo.factories.accounts import OrganisationFactory, UserFactory
from demo.factories.library import FileFactory, RecordFactory, TopicFactory
from library.catalogue.models import Creator, File, Record
from library.catalogue.states import RecordState
from library.vocabularies.models import Topic
from library.vocabularies.names import CreatorName

pytestmark = pytest.mark.django_db


def main_of(client, **query):
    """What stands in the middle of the finder."""
    return client.get(reverse("library:finder"), query).content.decode().partition("<main")[2]


@pytest.fixture
def record():
    return RecordFactory(
        title="Cold homes",
        summary="Damp walls.",
        year=2019,
        language="en",
        type="report",
        topics=[TopicFactory(label="Housing")],
        creators=[CreatorName("Ann Ash")],
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": "Warm <homes>"}, "Warm &lt;homes&gt;</a></h2>"),
        ({"summary": "Dry walls."}, "<p>Dry walls.</p>"),
        ({"year": 2021}, " · 2021</p>"),
        ({"type": "guidance"}, "Guidance"),
        ({"language": "cy"}, '<h2 class="row-title" lang="cy">'),
        ({"has_more_creators": True}, "Ann Ash and others"),
    ],
)
def test_what_is_corrected_in_a_record_is_read_at_once(client, record, changes, words):
    before = main_of(client)

    Record.objects.update(**changes)

    assert (words in before, words in main_of(client)) == (False, True)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda record: Topic.objects.update(label="Homes & heat"), "Homes &amp; heat</a></li>"),
        (lambda record: record.topics.add(TopicFactory(label="Fuel")), "Fuel</a></li>"),
        (lambda record: Creator.objects.update(name="Bo Birch"), "Bo Birch</p>"),
        (
            lambda record: Creator.objects.create(
                record=record, position=2, name="Cy Cole", sort_name="Cole"
            ),
            "Ann Ash, Cy Cole</p>",
        ),
    ],
)
def test_new_names_and_topics_are_read_at_once(client, record, change, words):
    before = main_of(client)

    change(record)

    assert (words in before, words in main_of(client)) == (False, True)


def test_a_first_page_is_shown_from_the_day_on_which_its_document_opens(client, record):
    tomorrow = timezone.localdate() + dt.timedelta(1)
    file = FileFactory(record=record, embargo_until=tomorrow)
    File.objects.update(has_first_page=True)
    address = reverse("library:first_page", args=[file.pk, 240])
    before = main_of(client)

    File.objects.update(embargo_until=None)

    assert (address in before, address in main_of(client)) == (False, True)


def test_a_record_is_gone_from_the_results_as_soon_as_it_is_withdrawn(client, record):
    before = main_of(client)

    Record.objects.update(state=RecordState.WITHDRAWN, withdrawal_reason="Wrong figures")

    page = main_of(client)
    assert ("Cold homes</a>" in before, "Cold homes</a>" in page) == (True, False)


def test_each_search_marks_its_own_words(client, record):
    marked = [main_of(client, q=words).count("<mark>") for words in ("cold", "homes walls", "cold")]

    assert marked == [1, 2, 1]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda: Topic.objects.filter(label="Housing").update(label="Homes"), ">Homes <"),
        (lambda: RecordFactory(type="guidance"), ">Guidance or toolkit <"),
        (
            lambda: Organisation.objects.filter(name="The city").update(name="A new name"),
            ">A new name <",
        ),
    ],
)
def test_filters_say_what_there_is_now(client, record, change, words):
    for name in ("The city", "The county"):
        RecordFactory(
            topics=[TopicFactory()],
            creators=[CreatorName(name, organisation=OrganisationFactory(name=name))],
        )
    before = main_of(client)

    change()

    assert (words in before, words in main_of(client)) == (False, True)


def test_a_chosen_filter_is_checked_for_whoever_chose_it_alone(client, record):
    RecordFactory(type="guidance")
    pages = [main_of(client), main_of(client, type="report"), main_of(client)]

    assert ['value="report" checked' in page for page in pages] == [False, True, False]


def test_two_readers_see_the_same_rows(client, record):
    as_visitor = main_of(client)
    client.force_login(UserFactory(full_name="Zoë Quill"))

    as_member = main_of(client)

    start = '<li class="row" id='
    assert (
        as_member.partition(start)[2].partition("</ol>")[0]
        == as_visitor.partition(start)[2].partition("</ol>")[0]
    )
