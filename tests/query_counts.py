"""How many queries pages take, compared at two lengths of what they list.

A number of its own in a test breaks with each part that a page gathers, and tells nothing; that it does not grow with
the list is the point. What a page may ask at most is said once, in ``tests/demo/test_looking.py``.
"""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def queries_of(client: Client, *addresses: str) -> list[int]:
    """Return the number of queries of each page, asked a second time: what a process keeps is kept by then."""
    counts = []
    for address in addresses:
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        assert answer.status_code == 200, address
        counts.append(len(asked))
    return counts
