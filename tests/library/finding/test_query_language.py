"""What a reader can say beyond words: phrases, minus, field words, years, types and synonyms."""

import pytest

from demo.factories.library import RecordFactory, TopicFactory
from library.catalogue.models import Record
from library.finding.search.engine import Search
from library.finding.search.query import parse
from library.vocabularies.names import CreatorName

pytestmark = pytest.mark.django_db


def found(text):
    search = Search(parse(text))
    by_key = Record.objects.in_bulk()
    return [by_key[pk].title for pk in search.by_relevance(0, search.total)]


def test_words_are_joined_by_or_and_whoever_has_more_comes_first():
    RecordFactory(title="Damp")
    RecordFactory(title="Cold")
    RecordFactory(title="Cold and damp")

    assert found("cold damp")[0] == "Cold and damp"
    assert set(found("cold damp")) == {"Cold and damp", "Cold", "Damp"}


def test_a_word_of_the_title_counts_more_than_one_of_the_text():
    RecordFactory(title="One", summary="Other words.", body="About badgers.")
    RecordFactory(title="Badgers", summary="Other words.", body="About nothing.")

    assert found("badger") == ["Badgers", "One"]


def test_a_phrase_must_be_found_as_it_stands_in_any_form_of_its_words():
    RecordFactory(title="Cold homes")
    RecordFactory(title="Homes that are cold")
    RecordFactory(title="A cold home")

    assert set(found('"cold homes"')) == {"Cold homes", "A cold home"}
    assert found('"homes cold"') == []


def test_a_phrase_does_not_reach_from_one_field_into_the_next():
    RecordFactory(title="Cold", summary="Homes of all kinds.")

    assert found('"cold homes"') == []


def test_a_minus_leaves_out_words_and_phrases():
    RecordFactory(title="Homes in Leeds")
    RecordFactory(title="Homes in London")
    RecordFactory(title="Cold homes")

    assert set(found("homes -london")) == {"Homes in Leeds", "Cold homes"}
    assert set(found('homes -"cold homes"')) == {"Homes in Leeds", "Homes in London"}
    assert found("well-being -") == []
    assert set(found("-london")) == {"Homes in Leeds", "Cold homes"}


def test_field_words_look_in_one_field():
    housing = TopicFactory(label="Housing")
    RecordFactory(title="Byron on homes", creators=[CreatorName("Grace Hopper")])
    RecordFactory(title="Hopper on homes", creators=[CreatorName("Ada Byron")], topics=[housing])

    assert found("author:hopper") == ["Byron on homes"]
    assert found("title:hopper") == ["Hopper on homes"]
    assert found('author:"ada byron" homes') == ["Hopper on homes"]
    assert found("topic:housing") == ["Hopper on homes"]
    assert found("homes -author:byron") == ["Byron on homes"]


def test_years_and_types_narrow():
    RecordFactory(title="Homes A", year=2010, type="report")
    RecordFactory(title="Homes B", year=2012, type="evidence-review")
    RecordFactory(title="Homes C", year=2014, type="report")

    assert set(found("homes year:2010-2012")) == {"Homes A", "Homes B"}
    assert found("homes year:2012") == ["Homes B"]
    assert found("homes year:2013-") == ["Homes C"]
    assert found("year:-2011") == ["Homes A"]
    assert found("type:review") == ["Homes B"]


@pytest.mark.parametrize("text", ["year:soon", "type:zebra", "author:", "title:", "nofield:x", "-"])
def test_what_is_no_condition_is_a_plain_word(text):
    query = parse(text)

    assert (query.required, query.excluded, query.types, query.year_from) == ((), (), (), None)


def test_synonyms_are_found_after_the_word_itself():
    RecordFactory(title="Disparity in health")
    RecordFactory(title="Inequity in health")
    RecordFactory(title="SDOH explained")
    RecordFactory(title="Young people not in employment, education or training")

    assert found("inequalities") == ["Inequity in health", "Disparity in health"]
    assert "SDOH explained" in found("social determinants of health")
    assert found("NEETs") == ["Young people not in employment, education or training"]
