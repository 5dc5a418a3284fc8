"""The index: what it holds after any writes, merges, and two writers at once."""

import threading

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory, TopicFactory
from library.catalogue.actions.records import withdraw_record
from library.catalogue.models import Record
from library.catalogue.states import RecordState
from library.finding.models import SearchSegment
from library.finding.search.autocomplete import complete
from library.finding.search.engine import Search
from library.finding.search.index import reindex
from library.finding.search.query import parse
from library.finding.search.segment_merging import merge_segments
from library.finding.search.segments import FacetColumn
from library.finding.search.spelling import correct_spelling
from library.indexing import index_records

QUERIES = ["cold", "cold homes", '"cold homes"', "hoems", "title:damp cold", "damp -cold", "homes year:2020", ""]  # fmt: skip
WORDS = ["cold", "homes", "damp", "walls", "housing", "inequality"]


def answer(text):
    """Return everything that a signed-out reader learns from a search."""
    search = Search(parse(text))
    repair = correct_spelling(search)
    order = search.by_relevance(0, 100)
    counts = {facet: search.counts(facet) for facet in ("type", "topic", "organisation")}
    titles = [search.by_title(0, 100), search.by_year(0, 100, newest_first=True)]
    return search.total, order, counts, titles, repair and repair.text, complete(text)


@pytest.mark.django_db
def test_merged_segments_answer_as_before():
    records = [
        RecordFactory(title=f"{WORDS[n % 6]} {WORDS[n % 4]} {n}", summary=WORDS[n % 5])
        for n in range(20)
    ]
    withdraw_record(record=records[3], reason="Wrong.", by=UserFactory(), at=timezone.now())
    index_records([records[5].pk])
    before = [answer(text) for text in QUERIES]

    merged = merge_segments()

    assert merged > 0
    assert [answer(text) for text in QUERIES] == before
    reindex()
    assert SearchSegment.objects.current().count() == 1
    assert [answer(text) for text in QUERIES] == before


@pytest.mark.django_db
def test_a_merge_reads_its_segments_piece_by_piece(monkeypatch):
    monkeypatch.setattr("library.finding.search.segment_merging._READ_AT_ONCE", 5)
    for number in range(20):
        RecordFactory(title=f"{WORDS[number % 6]} and {number}")
    before = [answer(text) for text in QUERIES]

    with CaptureQueriesContext(connection) as asked:
        assert merge_segments() > 0

    texts = [query["sql"] for query in asked]
    reads = [sql for sql in texts if 'FROM "library_searchposting"' in sql and "ORDER BY" in sql]
    assert len(reads) > 20
    assert all(sql.endswith("LIMIT 5") for sql in reads)
    assert [answer(text) for text in QUERIES] == before


@pytest.mark.django_db
def test_many_removals_are_folded_and_a_segment_full_of_holes_is_written_anew(monkeypatch):
    monkeypatch.setattr("library.finding.search.segment_merging._MOST_ROWS", 1)
    records = RecordFactory.create_batch(12, title="Cold homes")
    reindex()
    editor = UserFactory()
    for record in records[:2]:
        withdraw_record(record=record, reason="Wrong.", by=editor, at=timezone.now())

    assert merge_segments() == 0

    assert SearchSegment.objects.current().get().gone
    assert Search(parse("cold")).total == 10
    for record in records[2:6]:
        withdraw_record(record=record, reason="Wrong.", by=editor, at=timezone.now())
    assert merge_segments() == 1
    assert SearchSegment.objects.current().get().size == Search(parse("cold")).total == 6


titles = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)


@pytest.mark.django_db
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(shown=st.lists(titles, max_size=4), hidden=titles, text=titles | st.sampled_from(QUERIES))
def test_a_withdrawn_record_changes_nothing_that_a_stranger_can_see(db, shown, hidden, text):
    topics = [TopicFactory()]
    for title in shown:
        RecordFactory(title=title, topics=topics)
    before = answer(text)

    RecordFactory(title=hidden, state=RecordState.WITHDRAWN)

    assert answer(text) == before


@pytest.mark.django_db(transaction=True)
def test_records_published_at_once_are_all_found():
    topic = TopicFactory()
    start, failed = threading.Barrier(4), []

    def publish(name):
        try:
            start.wait()
            for number in range(6):
                RecordFactory(title=f"Cold homes {name} {number}", topics=[topic])
        except Exception as error:  # noqa: BLE001  (told by the assertion below)
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=publish, args=[name]) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert Search(parse("cold homes")).total == Record.objects.count() == 24


@pytest.mark.parametrize(
    ("values", "kind"), [(["report"], np.uint8), ([str(n) for n in range(300)], np.uint16)]
)
def test_a_facet_comes_back_as_it_was_and_takes_little_memory(values, kind):
    places = np.arange(len(values), dtype=np.intp)
    column = FacetColumn(values, places, places[::-1].copy())
    back = FacetColumn.unpacked(column.packed())
    assert back.values == values
    assert back.places.tolist() == places.tolist()
    assert back.codes.tolist() == places[::-1].tolist()
    assert (back.places.dtype, back.codes.dtype) == (np.uint16, kind)
