"""The recommendations that come with the library."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from demo.factories.library import RecordFactory
from library.data import recommendation_rows, topic_tree
from library.recommendations.actions.starter_data import load_recommendations
from library.recommendations.models import Recommendation
from library.vocabularies.actions.topics import load_topics

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def test_four_reports_come_with_their_recommendations_and_what_editors_changed_stays():
    rows = recommendation_rows()
    load_topics(tree=topic_tree())
    for key in sorted({row["record_key"] for row in rows}):
        RecordFactory(import_key=key)

    assert load_recommendations(rows=rows, at=NOW) == 71
    assert Recommendation.objects.published().count() == len(rows) == 71
    assert Recommendation.objects.values("record").distinct().count() == 4
    Recommendation.objects.filter(reference="FSHL-2010-A1").update(title="Corrected")
    assert load_recommendations(rows=rows, at=NOW) == 0
    assert Recommendation.objects.get(reference="FSHL-2010-A1").title == "Corrected"
    bad = [{**rows[0], "reference": "X-1", "principle": "9"}, {**rows[1], "reference": "X-2"}]
    with pytest.raises(ValidationError) as refused:
        load_recommendations(rows=bad, at=NOW)
    assert refused.value.messages[0].startswith("2: principle: ")
    assert not Recommendation.objects.filter(reference__startswith="X-").exists()


@pytest.mark.parametrize(
    ("page", "shown"),
    [("94", "Page 94"), ("94–95", "Page 94–95"), ("9, 12", "Page 9, 12"), ("xii", "Page xii"), ("Chapter 5", "Chapter 5"), ("", "")],
)  # fmt: skip
def test_a_page_says_that_it_is_one_and_a_part_has_its_own_name(page, shown):
    assert Recommendation(page=page).place_in_report == shown


# Under which of the objectives of 2010 the follow-up of 2020 has its recommendations.
OBJECTIVES_2020 = {
    "A": "Objective: best start in life",
    "B": "Objective: capabilities",
    "C": "Objective: fair and good work",
    "D": "Objective: standard of living",
    "E": "Objective: healthy places",
    "T": "",
}


def test_all_but_the_six_whose_place_nobody_has_seen_say_where_they_stand():
    without = [row["reference"] for row in recommendation_rows() if not row["page"]]

    assert without == [f"MR10-2020-T{number}" for number in range(1, 7)]


def test_recommendations_stand_under_the_objective_or_chapter_that_their_reference_names():
    places = {row["reference"]: row["page"] for row in recommendation_rows()}

    for reference, place in places.items():
        report, letters = reference.rsplit("-", 1)
        expected = {
            "FSHL-2010": f"Policy objective {letters[0]}",
            "CSDH-2008": f"{'Chapter' if letters[0] == 'R' else 'Overarching recommendation'} {letters[1:]}",
            "PAHO-2019": f"Recommendation {letters[1:]}",
            "MR10-2020": OBJECTIVES_2020.get(letters[0], ""),
        }  # fmt: skip
        assert place.partition(", page ")[0] == expected[report]
