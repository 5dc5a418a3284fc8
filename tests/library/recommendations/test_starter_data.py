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


def test_three_reports_come_with_their_recommendations_and_what_editors_changed_stays():
    rows = recommendation_rows()
    load_topics(tree=topic_tree())
    for key in sorted({row["record_key"] for row in rows}):
        RecordFactory(import_key=key)

    assert load_recommendations(rows=rows, at=NOW) == 59
    assert Recommendation.objects.published().count() == len(rows) == 59
    assert Recommendation.objects.values("record").distinct().count() == 3
    Recommendation.objects.filter(reference="FSHL-2010-A1").update(title="Corrected")
    assert load_recommendations(rows=rows, at=NOW) == 0
    assert Recommendation.objects.get(reference="FSHL-2010-A1").title == "Corrected"
    bad = [{**rows[0], "reference": "X-1", "principle": "9"}, {**rows[1], "reference": "X-2"}]
    with pytest.raises(ValidationError) as refused:
        load_recommendations(rows=bad, at=NOW)
    assert refused.value.messages[0].startswith("2: principle: ")
    assert not Recommendation.objects.filter(reference__startswith="X-").exists()
