"""The full-text index: relevance on the real reports, any input, and what it holds."""

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory, TopicFactory
from library.catalogue.actions.records import correct_record, restore_record, withdraw_record
from library.catalogue.actions.versions import deposit_version
from library.catalogue.models import Record
from library.catalogue.states import RecordState
from library.finding.models import SearchRow
from library.finding.search.engine import Search
from library.finding.search.index import reindex
from library.finding.search.query import MAX_WORDS, parse
from library.finding.search.snippets import LENGTH, Marker
from library.vocabularies.names import CreatorName

pytestmark = pytest.mark.django_db


def found(text):
    search = Search(parse(text))
    by_key = Record.objects.in_bulk()
    return [by_key[pk].title for pk in search.by_relevance(0, search.total)]


def test_accents_and_apostrophes_do_not_matter():
    RecordFactory(title="The children’s centres of José Gómez")

    assert found("jose gomez") == found("JOSÉ") == found("children's centre") != []


def test_the_who_is_found_although_who_is_a_common_word():
    RecordFactory(title="Guidance of the WHO", summary="Words.")
    RecordFactory(title="Those who were there", summary="Others.")

    assert set(found("WHO")) == {"Guidance of the WHO", "Those who were there"}
    assert found("guidance, who") == ["Guidance of the WHO"]


@pytest.mark.parametrize(
    "text",
    ["", " ", "%", "'", '"', '""', "NEAR(", "a NEAR/2 b", "AND OR NOT", "*", "-", "cold*", "title:cold", "a:b:c",
     "\x00cold", "\ud800cold", "(((", "cold' --", "x" * 10_000, "😀", "שלום עולם", "<script>", "\\", "{}", "&|!:*<->",
     '"cold' , "cold ^homes", "1+1", "ﬁ", "İstanbul", "ẞ", "²", "Ⅷ"],
)  # fmt: skip
def test_any_text_is_safe_to_search_for(text):
    RecordFactory(title="Cold homes")

    found(text)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(st.characters(), max_size=80))
def test_any_generated_text_is_safe_to_search_for_and_to_mark(db, text):
    search = Search(parse(text))

    assert search.by_relevance(0, 5) == []
    assert "<mark>" not in Marker(search.query, search.concepts).title("")


def test_a_query_is_cut_to_what_can_be_answered_quickly():
    query = parse(" ".join(f"word{n}" for n in range(5_000)))

    assert len(query.text) <= 512
    assert len(query.words) == MAX_WORDS


def test_common_words_count_only_when_there_is_no_other():
    assert parse("the health of the nation").words == ("health", "nation")
    assert parse("to be or not to be").words == ("to", "be", "or", "not")


def test_a_withdrawn_record_leaves_no_trace_and_comes_back_when_restored():
    editor = UserFactory()
    record = RecordFactory(title="Unrepeatable")

    withdraw_record(record=record, reason="Wrong.", by=editor, at=timezone.now())

    assert found("unrepeatable") == []
    assert not SearchRow.objects.filter(pk=record.pk).exists()
    restore_record(record=record, by=editor, at=timezone.now())
    assert found("unrepeatable") == ["Unrepeatable"]


def test_a_correction_and_a_new_version_are_found_at_once():
    record = RecordFactory(title="Befor")
    topic = TopicFactory(label="Zebra crossings", synonyms=["pelican"])

    correct_record(
        record=record,
        changes={"title": "After"},
        topics=[topic],
        creators=[CreatorName("Grace Hopper")],
        at=timezone.now(),
    )
    deposit_version(record=record, body="A **badger** came.", note="", by=None, at=timezone.now())

    assert found("befor") == []
    for text in ("after", "zebra", "pelican", "hopper", "badgers"):
        assert found(text) == ["After"]


def test_reindex_makes_the_same_index_again():
    RecordFactory(title="Cold homes")
    RecordFactory(title="Withdrawn homes", state=RecordState.WITHDRAWN)

    assert reindex() == 1

    assert found("homes") == ["Cold homes"]


def marker(text):
    search = Search(parse(text))
    return Marker(search.query, search.concepts)


def test_marks_stand_around_found_words_in_every_form():
    marks = marker("inequalities große")

    assert (
        marks.title("Inequality <b>& co</b>")
        == "<mark>Inequality</mark> &lt;b&gt;&amp; co&lt;/b&gt;"
    )
    assert (
        marks.title("Of inequalities, GRÖSSE")
        == "Of <mark>inequalities</mark>, <mark>GRÖSSE</mark>"
    )


def test_a_snippet_is_the_passage_with_most_of_the_words():
    body = "cold " + "word " * 200 + "cold homes, here " + "word " * 200

    snippet = marker("cold homes").snippet("Nothing of it.", body)

    assert snippet.startswith("…word word")
    assert snippet.endswith(" word…")
    assert "<mark>cold</mark> <mark>homes</mark>, here" in snippet
    assert len(snippet) < LENGTH + 80
