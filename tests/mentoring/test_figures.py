"""The figures of mentoring: counted by year, small numbers hidden, for coordinators alone."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.roles import Role
from demo.factories.accounts import OrganisationFactory, UserFactory
from demo.factories.mentoring import (
    FeedbackFactory,
    MatchFactory,
    MentoringRequestFactory,
    MentorProfileFactory,
    SessionFactory,
)
from mentoring.models.matches import EndKind
from mentoring.pages.figures import rows_of, years_of_mentoring
from mentoring.states import MatchState, RequestState, SessionState

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def filled(now):
    """Six accepted and one declined request, with what came of the matches."""
    mentor = MentorProfileFactory(capacity=20).user
    council = OrganisationFactory(kind="local-government")
    for number in range(6):
        match = MatchFactory(
            mentor=mentor,
            made_at=now,
            state=MatchState.ENDED,
            end_kind=EndKind.REACHED if number else EndKind.FIT,
        )
        match.request.created_at, match.request.answered_at = now, now + 3 * DAY
        match.request.save()
        profile = match.mentee.profile
        profile.organisation = council
        profile.save()
        SessionFactory(match=match, starts_at=now, state=SessionState.HELD)
        FeedbackFactory(match=match, asked_at=now)
    MentoringRequestFactory(
        mentor=mentor,
        created_at=now,
        answered_at=now + DAY,
        state=RequestState.DECLINED,
    )


def table_of(year, title):
    (table,) = [table for table in year.tables if table.title == title]
    return {label: cells for label, cells in table.rows if cells[0] != "0"}


def test_the_figures_of_a_year_hide_what_could_tell_of_single_people(filled):
    (year,), chart = years_of_mentoring()

    assert table_of(year, "Requests") == {
        "All": ["7"],
        "Accepted": ["hidden"],
        "Declined": ["hidden"],
        "Median days until an answer": ["3.0"],
    }
    assert set(map(tuple, table_of(year, "Requests by type of organisation").values())) == {
        ("hidden",)
    }
    assert table_of(year, "Sessions") == {"Held": ["6"]}
    assert table_of(year, "Endings") == {
        "We reached what we set out for": ["5"],
        "We did not fit well together": ["under 5"],
    }
    assert table_of(year, "Feedback, averages from 1 to 5") == {
        "After the first session": ["6", "4.0", "5.0", "3.0"]
    }
    assert list(chart.rows) == [["2026", "7"]]


def test_the_spreadsheet_says_what_the_page_says(filled):
    (year,), _chart = years_of_mentoring()

    lines = rows_of([year])

    assert lines[1] == ["2026", "Requests", "All", "Number", "7"]
    assert ["2026", "Sessions", "Held", "Number", "6"] in lines


@pytest.mark.parametrize("query", ["", "?as=csv"])
def test_coordinators_alone_see_the_figures(client, filled, query, django_assert_max_num_queries):
    address = reverse("mentoring:figures") + query
    client.force_login(UserFactory(roles=[Role.EDITOR]))
    refused = client.get(address).status_code
    client.force_login(UserFactory(roles=[Role.COORDINATOR]))

    with django_assert_max_num_queries(7):
        page = b"".join(client.get(address))

    assert refused == 403
    assert b"We did not fit well together" in page
