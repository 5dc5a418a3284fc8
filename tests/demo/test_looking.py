"""Looking changes nothing, never fails and asks little of the database: every address, for every kind of reader,
with every sort of key.
"""

import pytest

from tests.demo.conftest import readers

pytestmark = [pytest.mark.django_db, pytest.mark.crawl]

# What one page may ask; my home gathers five parts. The demo has many of everything.
MOST_QUERIES = {"home/": 27}
EXPECTED = {200, 301, 302, 400, 403, 404, 405, 409, 410}


@readers(None, "new", "mentee", "mentor", "facilitator", "editor", "admin")
def test_looking_at_every_address_fails_nowhere_and_changes_nothing(crawl_of, reader):
    seen = crawl_of(reader)

    assert len(seen.statuses) > 700
    assert {path: status for path, status in seen.statuses.items() if status not in EXPECTED} == {}
    assert {path: n for path, n in seen.queries.items() if n > MOST_QUERIES.get(path, 18)} == {}
    assert seen.changed == set()
