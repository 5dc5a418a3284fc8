"""What comes first on my home: safety, what is due within a day, and then what weighs most."""

import datetime as dt

import pytest

from core import agenda
from core.agenda import ToDo, most_urgent

NOW = dt.datetime(2026, 11, 30, 9, tzinfo=dt.UTC)


def thing(title, weight, hours=None):
    due = None if hours is None else NOW + dt.timedelta(hours=hours)
    return ToDo(title, "/", "", weight=weight, due_at=due)


@pytest.mark.parametrize(
    ("things", "order"),
    [
        ([thing("heavy", 95, 50), thing("due today", 60, 14)], ["due today", "heavy"]),
        ([thing("heavy", 95), thing("overdue", 30, -400)], ["overdue", "heavy"]),
        ([thing("due today", 60, 14), thing("a concern", 100)], ["a concern", "due today"]),
        ([thing("light", 30, 60), thing("heavy", 90, 70)], ["heavy", "light"]),
        ([thing("later", 60, 20), thing("sooner", 60, 2)], ["sooner", "later"]),
        ([thing("b", 60), thing("a", 60)], ["a", "b"]),
    ],
)
def test_the_order_of_what_to_do_next(things, order, monkeypatch):
    monkeypatch.setattr(agenda._tasks, "entries", {})
    agenda._tasks.register("things")(lambda _user, _now: things)

    assert [each.title for each in most_urgent(None, now=NOW, most=5)] == order
    assert len(most_urgent(None, now=NOW, most=1)) == 1
