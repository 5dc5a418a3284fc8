"""The recommendations that come with the library."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from library.data import recommendation_rows
from library.recommendations.actions.starter_data import load_recommendations
from library.recommendations.models import Recommendation

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def test_three_reports_come_with_their_recommendations_and_what_editors_changed_stays(capsys):
    call_command("load_library")
    rows = recommendation_rows()

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
