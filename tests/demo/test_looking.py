"""Looking changes nothing, never fails and asks little of the database: every address, for every kind of reader,
with every sort of key.
"""

import re

import pytest

from tests.demo.conftest import readers

pytestmark = [pytest.mark.django_db, pytest.mark.crawl]

# What a page may ask; these gather what every part has to say, each with a plain query of its own. That no page
# asks more because there is more to show is proven in ``test_growth``.
# One of them is for the number of what is unread.
MOST_QUERIES = 13
GATHERING = {
    # The first visitor: the gradient of the indicator is kept, and then there are nine.
    r"": 18,
    # The first reader of each place; later ones are answered with twelve.
    r"places/[\w-]+/": 16,
    r"indicators/[\w-]+/": 15,
    # The first reader of a version: its text is kept, and then there are five.
    r"courses/[\w-]+/(course\.epub|print/)": 14,
    r"library/desk/": 15,
    r"home/": 47,
    r"operation/": 26,
    r"courses/[\w-]+/": 19,
    # A download of everything that a version holds.
    r"courses/teach/[\w-]+/files/": 30,
    r"courses/[\w-]+/cohorts/\d+/": 16,
    r"courses/teach/[\w-]+/": 16,
    r"courses/teach/[\w-]+/releases/\d+/": 14,
    r"advice/\d+/work/": 15,
    # Plans that are shared in it come with evidence, baseline and outcomes.
    r"networks/[\w-]+/discussions/\d+/": 16,
    # Courses and networks each say whether the event is one of theirs.
    r"events/\d+/": 14,
    # What it works on and holds next: the evidence gaps and the events of the network.
    r"networks/[\w-]+/about/": 14,
    # Everything of two people: sessions, goals, notes, plan, feedback, history, whether one blocked the other.
    r"mentoring/matches/\d+/": 15,
    r"library/": 14,
    # The first editor who looks for an answer: each part of the index is read into memory, and then there are seven.
    r"library/gaps/\d+/": 16,
    # Each part says what it knows of a record or a recommendation.
    r"library/\d+/(v\d+/)?": 26,
    r"recommendations/[\w-]+/": 24,
}
EXPECTED = {200, 301, 302, 400, 403, 404, 405, 409, 410}


@readers(None, "new", "mentee", "mentor", "facilitator", "editor", "admin")
def test_looking_at_every_address_fails_nowhere_and_changes_nothing(crawl_of, reader):
    seen = crawl_of(reader)

    assert len(seen.statuses) > 700
    assert {path: status for path, status in seen.statuses.items() if status not in EXPECTED} == {}
    assert {path: n for path, n in seen.queries.items() if n > most_queries(path)} == {}
    assert seen.changed == set()


@readers(None, "facilitator", "admin")
def test_every_page_with_a_chart_loads_their_sheet(crawl_of, reader):
    assert crawl_of(reader).bare_charts == []


def most_queries(path):
    return next((n for route, n in GATHERING.items() if re.fullmatch(route, path)), MOST_QUERIES)
