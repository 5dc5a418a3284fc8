"""The full-text index: relevance on the real reports, any input, and what it holds."""

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory, TopicFactory
from library.actions import (
    CreatorName,
    correct_record,
    deposit_version,
    restore_record,
    withdraw_record,
)
from library.models import Record, RecordState, SearchRow
from library.search import get_index, parse, reindex
from library.search.backend import MARK_END, MARK_START
from library.search.query import MAX_WORDS
from library.search.words import excerpt, to_html

pytestmark = pytest.mark.django_db


def found(text):
    query = parse(text)
    if not query:
        return []
    ranked = get_index().ranked(Record.objects.all(), query).order_by("-score", "pk")
    return [record.title for record in ranked]


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
    query = parse(text)

    if query:
        list(get_index().ranked(Record.objects.all(), query).order_by("-score", "pk")[:5])
        get_index().marks([1, 2], query)


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
    get_index().clear()

    assert reindex() == 1

    assert found("homes") == ["Cold homes"]


def test_marks_stand_around_found_words_in_every_form():
    record = RecordFactory(title="Inequality <b>& co</b>", summary="Of inequalities, and of Größe.")

    marked = get_index().marks([record.pk], parse("inequalities große"))[record.pk]

    assert to_html(marked.title) == "<mark>Inequality</mark> &lt;b&gt;&amp; co&lt;/b&gt;"
    assert to_html(marked.summary).startswith("Of <mark>inequalities</mark>, and of ")


def test_an_excerpt_is_cut_around_the_first_mark_and_closes_it():
    text = "word " * 200 + f"{MARK_START}here{MARK_END} " + "word " * 200

    piece = excerpt(text, length=120)

    assert piece.startswith("…")
    assert piece.endswith("…")
    assert f"{MARK_START}here{MARK_END}" in piece
    assert len(piece) < 160
