"""The rule of the stages: what is met more never lowers one, and no effect is claimed without a measure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.practice.rule import CONDITIONS, ORDER, STAGES, Findings, combined, stage_of
from library.practice.states import Criterion, Degree, PracticeStage

_DEGREES = st.fixed_dictionaries({each: st.sampled_from(Degree) for each in Criterion})
_FINDINGS = st.builds(Findings, _DEGREES, st.booleans())


def rank(stage):
    return STAGES.index(stage) if stage else -1


@given(_FINDINGS, st.sampled_from(Criterion), st.booleans())
def test_meeting_more_never_lowers_the_stage(found, criterion, has_measure):
    degree = found.degrees[criterion]
    raised = ORDER[min(ORDER.index(degree) + 1, len(ORDER) - 1)]
    better = Findings({**found.degrees, criterion: raised}, found.has_measure or has_measure)

    assert rank(stage_of(better)) >= rank(stage_of(found))


@given(_DEGREES)
def test_without_a_measure_nothing_is_promising_and_no_effect_is_told(degrees):
    found = Findings(degrees, has_measure=False)

    assert stage_of(found) in (None, PracticeStage.EMERGING)
    assert found.degree(Criterion.EFFECTIVENESS) in (Degree.NOT_TOLD, Degree.NOT_MET)


@given(_FINDINGS, _FINDINGS)
def test_of_two_judgements_the_lower_counts_in_either_order(first, second):
    both = combined(first, second)

    assert both == combined(second, first)
    assert rank(stage_of(both)) <= min(rank(stage_of(first)), rank(stage_of(second)))
    for each in Criterion:
        degrees = [first.degree(each), second.degree(each)]
        assert both.degree(each) == min(degrees, key=ORDER.index)


@given(_FINDINGS)
def test_the_same_judgement_twice_changes_nothing(found):
    assert stage_of(combined(found, found)) == stage_of(found)


@pytest.mark.parametrize(
    ("said", "has_measure", "stage"),
    [
        ({}, True, "leading"),
        ({}, False, "emerging"),
        ({"sustainability": "not-told"}, True, "promising"),
        ({"participation": "partly"}, True, "promising"),
        ({"effectiveness": "partly"}, True, "promising"),
        ({"efficiency": "not-met", "sustainability": "not-told"}, True, "promising"),
        (dict.fromkeys(["efficiency", "sustainability", "replicability"], "not-met"), True, "emerging"),
        ({"ethics": "partly"}, True, "emerging"),
        ({"ethics": "not-told"}, True, None),
        ({"relevance": "not-met"}, True, None),
    ],
)  # fmt: skip
def test_stages_of_single_cases(said, has_measure, stage):
    degrees = {each: Degree(said.get(each, "met")) for each in Criterion}

    assert stage_of(Findings(degrees, has_measure)) == stage


def test_every_stage_has_published_conditions():
    assert {each.stage for each in CONDITIONS} == set(STAGES)
