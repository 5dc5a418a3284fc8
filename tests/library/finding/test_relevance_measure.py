"""``make relevance``: how rankings are judged."""

import math

import pytest

from benchmarks.relevance import Measured, answers, judged_in, load, measure, queries_in


def test_a_ranking_is_judged_by_its_first_ten_and_first_hundred():
    rankings = {"1": ["a", "x", "b"], "2": [], "3": ["a"]}
    judged = {"1": {"a": 1, "b": 2}, "2": {"a": 1}}

    found = measure(rankings, judged)

    ideal = 1 + 1 / math.log2(3)
    assert found == Measured((1 + 0.5) / ideal / 2, 0.5, 1, 2)
    assert str(found) == "nDCG@10 .460, recall@100 .500, empty 1 of 2"


@pytest.mark.django_db
def test_a_collection_goes_through_the_index_and_the_finder(tmp_path):
    (tmp_path / "corpus.jsonl").write_text(
        '{"_id": "d1", "title": "Cold homes", "text": "They make people ill."}\n'
        '{"_id": "d2", "title": "", "text": "Damp & mould <in> homes"}\n'
    )
    (tmp_path / "queries.tsv").write_text("1\tcold housing?\n2\tmuold\n")
    (tmp_path / "qrels.tsv").write_text("1\td1\t1\n1\td2\t0\n2\td2\t3\n")

    found = answers(queries_in(tmp_path / "queries.tsv"), load(tmp_path))

    assert found == {"1": ["d1", "d2"], "2": ["d2"]}
    assert judged_in(tmp_path) == {"1": {"d1": 1}, "2": {"d2": 3}}
