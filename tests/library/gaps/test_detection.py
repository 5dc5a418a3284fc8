"""Gaps that rules find: the thresholds, and that each is proposed once."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory, TopicFactory
from library.catalogue.actions.records import withdraw_record
from library.finding.actions import count_gap
from library.finding.models import Gap
from library.gaps.actions.proposing import MOST_AT_ONCE, propose_found_gaps
from library.gaps.actions.register import accept_gap, dismiss_gap
from library.gaps.detection import FoundGap, find_gaps, grown
from library.gaps.models import EvidenceGap, Origin, Priority
from library.gaps.states import GapState
from library.tasks import propose_evidence_gaps
from library.vocabularies.models import Term
from workflow.models import Transition

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 2)
NOW = dt.datetime(2026, 3, 2, 4, tzinfo=dt.UTC)


def keys():
    return {gap.key for gap in find_gaps(TODAY)}


def records(number, topic, **fields):
    return [RecordFactory(topics=[topic], **{"year": 2025, **fields}) for _ in range(number)]


def found(key="no-evidence:topic=x", **facts):
    return FoundGap(
        key, Origin.NO_EVIDENCE, "No evidence on X", "Nothing.", Priority.HIGH, facts or {"n": 0}
    )


def propose(*gaps, at=NOW):
    return propose_found_gaps(found=gaps, at=at)


def test_a_topic_without_records_is_a_gap_and_one_below_it_only_where_the_broad_one_has_some():
    homes, empty = TopicFactory(code="homes"), TopicFactory(code="empty")
    TopicFactory(code="cold", parent=homes)
    TopicFactory(code="below", parent=empty)
    records(1, homes)

    assert keys() == {"no-evidence:topic=empty", "no-evidence:topic=cold"}


@pytest.mark.parametrize(("year", "is_old"), [(2015, True), (2016, False), (None, False)])
def test_evidence_is_old_when_the_newest_of_it_is_more_than_ten_years_old(year, is_old):
    topic = TopicFactory(code="homes")
    records(1, topic, year=1999)
    records(1, topic, year=year)

    is_told = "old-evidence:topic=homes" in keys()

    assert is_told == (is_old or year is None)


@pytest.mark.parametrize(
    ("number", "review", "is_gap"),
    [
        (4, {}, False),
        (5, {}, True),
        (5, {"type": "evidence-review"}, False),
        (5, {"evidence_kind": "systematic-review"}, False),
        (5, {"evidence_kind": "trial"}, True),
    ],
)
def test_five_records_without_a_review_are_a_gap(number, review, is_gap):
    topic = TopicFactory(code="homes")
    records(number - 1, topic)
    records(1, topic, **review)

    assert ("no-synthesis:topic=homes" in keys()) == is_gap


@pytest.mark.parametrize("describes_groups", [False, True])
def test_groups_are_asked_for_once_the_library_names_some(describes_groups):
    homes = TopicFactory(code="homes")
    child = Term.objects.create(kind="population", code="children", label="Children")
    records(5, homes)
    records(1, TopicFactory(code="other"), terms=[child] if describes_groups else [])

    assert ("no-groups:topic=homes" in keys()) == describes_groups


def test_a_well_covered_topic_and_group_without_a_record_on_both_is_a_gap():
    homes, work = TopicFactory(code="homes"), TopicFactory(code="work")
    child, older = (
        Term.objects.create(kind="population", code=code, label=code) for code in ("child", "older")
    )
    records(10, homes, terms=[child])
    records(9, work, terms=[older])

    assert not [key for key in keys() if "population" in key]

    records(1, work, terms=[older])
    assert {key for key in keys() if "population" in key} == {
        "no-evidence:topic=homes:population=older",
        "no-evidence:topic=work:population=child",
    }


def test_a_withdrawn_record_fills_nothing():
    topic = TopicFactory(code="homes")
    [record] = records(1, topic)
    assert keys() == set()

    withdraw_record(record=record, reason="Wrong.", by=UserFactory(), at=NOW)

    assert keys() == {"no-evidence:topic=homes"}


def test_words_that_five_people_searched_for_in_vain_are_proposed_to_editors_alone(client):
    for _time in range(4):
        count_gap(text="fuel vouchers", on=TODAY)
    assert keys() == set()
    count_gap(text="fuel vouchers", on=TODAY)

    propose_evidence_gaps()

    gap = EvidenceGap.objects.get()
    assert (gap.origin, gap.state, gap.words) == ("search", "proposed", "fuel vouchers")
    assert gap.facts == {"times": 4}
    assert b"fuel vouchers" not in client.get("/library/evidence-gaps/").content
    assert client.get(gap.get_absolute_url()).status_code == 404
    Gap.objects.update(state="dismissed")
    assert keys() == set()


@pytest.mark.parametrize("count", [1, 5])
def test_finding_takes_the_same_queries_however_much_there_is(django_assert_num_queries, count):
    for number in range(count):
        records(2, TopicFactory(code=f"t{number}"))
        TopicFactory()
    find_gaps(TODAY)

    with django_assert_num_queries(3):
        find_gaps(TODAY)


def test_the_same_gap_is_never_proposed_twice():
    assert propose(found(), found("other")) == 2
    assert propose(found(), found("other")) == 0
    gap = EvidenceGap.objects.get(fact_key="other")
    accept_gap(gap=gap, by=UserFactory(), at=NOW)

    assert propose(found(), found("other", n=9)) == 0

    assert sorted(EvidenceGap.objects.values_list("state", flat=True)) == ["open", "proposed"]


def test_a_night_proposes_at_most_so_many_and_the_next_one_the_rest():
    gaps = [found(f"key-{n}") for n in range(MOST_AT_ONCE + 3)]

    assert propose(*gaps) == MOST_AT_ONCE
    assert propose(*gaps) == 3


def test_a_proposal_whose_rule_no_longer_holds_is_dismissed_and_comes_back_with_it():
    propose(found())
    propose()
    gap = EvidenceGap.objects.get()
    assert (gap.state, gap.reason, gap.facts) == ("dismissed", "This gap no longer exists.", {})

    assert propose(found()) == 1

    gap.refresh_from_db()
    assert (gap.state, gap.reason) == ("proposed", "")
    moves = Transition.objects.of(gap).order_by("pk").values_list("move", flat=True)
    assert list(moves) == ["dismiss", "propose_again"]


nights = st.lists(
    st.one_of(
        st.tuples(st.just("night"), st.sampled_from([None, 1, 2, 4])),
        st.tuples(st.sampled_from(["accept", "dismiss"]), st.none()),
    ),
    max_size=12,
)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(nights=nights)
def test_a_decided_gap_is_proposed_again_only_when_its_facts_have_changed(db, nights):
    EvidenceGap.objects.all().delete()
    editor = UserFactory()
    state, facts = None, None
    for what, number in nights:
        gap = EvidenceGap.objects.first()
        if what == "night":
            propose(*([] if number is None else [found(n=number)]))
            seen = None if number is None else {"n": number}
            if state is None:
                state = GapState.PROPOSED if seen else None
            elif seen is None and state == GapState.PROPOSED:
                state = GapState.DISMISSED
            elif seen and state == GapState.DISMISSED and seen != facts:
                state = GapState.PROPOSED
            facts = seen
        elif what == "accept" and state == GapState.PROPOSED:
            accept_gap(gap=gap, by=editor, at=NOW)
            state = GapState.OPEN
        elif what == "dismiss" and state in (GapState.PROPOSED, GapState.OPEN):
            dismiss_gap(gap=gap, reason="Known.", by=editor, at=NOW)
            state = GapState.DISMISSED
        present = EvidenceGap.objects.values_list("state", flat=True)
        assert list(present) == ([] if state is None else [state])


@given(number=st.integers(0, 10**6))
def test_facts_grow_by_doubling(number):
    step = grown(number)

    assert step == 0 if number == 0 else step <= number < 2 * step
