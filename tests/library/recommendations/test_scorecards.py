"""Scorecards of reports and places: the same counts as page, PDF and CSV."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.indicators import PlaceFactory
from demo.factories.library import RecordFactory
from demo.factories.recommendations import (
    CommitmentFactory,
    RecommendationFactory,
    RespondentFactory,
    ResponseFactory,
)
from library.catalogue.actions.records import withdraw_record
from library.recommendations.actions.responses import withdraw_response
from library.recommendations.scorecards import scorecard_of_place, scorecard_of_report

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def story():
    """Return a report with two recommendations, and a place that accepted one with an overdue commitment."""
    country = PlaceFactory(code="england", name="England")
    town = PlaceFactory(code="luton", name="Luton", parent=country)
    record = RecordFactory(title="Fair lives")
    first = RecommendationFactory(record=record, reference="F-A1", title="Warm homes")
    RecommendationFactory(record=record, reference="F-A2", title="Good work")
    now = timezone.now()
    theirs = RespondentFactory(organisation="Luton Council", place=town)
    answer = ResponseFactory(recommendation=first, respondent=theirs)
    ResponseFactory(recommendation=first, stance="rejected")
    CommitmentFactory(response=answer, due_on=(now - DAY).date())
    CommitmentFactory(response=answer)
    gone = ResponseFactory(recommendation=first)
    withdraw_response(response=gone, reason="Wrong.", by=UserFactory(roles=[Role.EDITOR]), at=now)
    return record, town


def test_a_report_is_told_as_counts(story):
    record, _town = story

    card = scorecard_of_report(record, timezone.now())

    assert [(row.label, list(row.cells)) for row in card.rows] == [
        ("F-A1 Warm homes", ["1", "0", "0", "1", "2", "1", "0", "0", "0", "0"]),
        ("F-A2 Good work", ["0"] * 10),
    ]
    assert (card.counts.open, card.counts.overdue) == (2, 1)


@pytest.mark.parametrize("code", ["luton", "england"])
def test_a_place_is_told_with_the_places_in_it(client, story, code):
    page = client.get(f"/recommendations/places/{code}/")

    [row] = page.context["card"].rows
    assert row.label == "F-A1 Warm homes"
    assert list(row.cells)[:2] == ["Luton Council", "Accepted"]
    assert list(row.cells)[3:] == ["2", "1", "0", "0", "0", "0"]
    place = client.get(reverse("places:place_detail", args=[code])).content.decode()
    assert "Luton Council: Accepted" in place
    assert f"/recommendations/places/{code}/" in place


@pytest.mark.parametrize("of", ["records/{pk}", "places/luton"])
def test_the_files_tell_what_the_page_tells(client, story, of):
    record, _town = story
    base = f"/recommendations/{of.format(pk=record.pk)}/scorecard"

    pdf = PdfReader(io.BytesIO(client.get(f"{base}.pdf").getvalue()))
    text = " ".join(page.extract_text() for page in pdf.pages)
    table = list(csv.reader(io.StringIO(client.get(f"{base}.csv").getvalue().decode("utf-8-sig"))))

    assert "of these overdue: 1" in text
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert table[1][0] == "F-A1 Warm homes"


@pytest.mark.parametrize("address", ["records/0/scorecard/", "records/0/scorecard.pdf", "places/nowhere/", "places/nowhere/scorecard.csv", "places/luton/scorecard.doc"])  # fmt: skip
def test_what_does_not_exist_is_not_found(client, story, address):
    assert client.get(f"/recommendations/{address}").status_code == 404


def test_a_place_or_report_without_answers_says_so(client):
    record = RecordFactory()
    PlaceFactory(code="bury", name="Bury")

    for address in (f"records/{record.pk}/scorecard/", "places/bury/"):
        assert "Nothing to count yet" in client.get(f"/recommendations/{address}").content.decode()
    withdraw_record(record=record, reason="Wrong.", by=UserFactory(), at=timezone.now())
    assert client.get(f"/recommendations/records/{record.pk}/scorecard/").status_code == 404


@pytest.mark.parametrize("count", [2, 8])
def test_scorecards_take_the_same_queries_whatever_they_count(django_assert_num_queries, count):
    place, record = PlaceFactory(code="bury", name="Bury"), RecordFactory()
    editor = UserFactory(roles=[Role.EDITOR])
    for _n in range(count):
        theirs = RespondentFactory(place=place)
        made = RecommendationFactory(record=record)
        CommitmentFactory(response=ResponseFactory(recommendation=made, respondent=theirs, by=editor), by=editor)  # fmt: skip

    with django_assert_num_queries(5):
        assert len(scorecard_of_report(record, timezone.now()).rows) == count
    with django_assert_num_queries(4):
        assert len(scorecard_of_place(place, timezone.now()).rows) == count
