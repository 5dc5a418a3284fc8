"""The figures of accounts for Prometheus."""

import datetime as dt
from collections.abc import Iterator

from accounts.models import User
from core.metrics.figures import Value, figure


@figure("accounts", "Accounts, open and closed.")
def accounts(now: dt.datetime) -> Iterator[Value]:
    yield Value(User.objects.open().count(), {"state": "open"})
    yield Value(User.objects.closed().count(), {"state": "closed"})
