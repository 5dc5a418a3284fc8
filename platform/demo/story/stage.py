"""Shared data of every chapter: the people by key, and the days before today."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from accounts.models import User
from courses.models import ActionPlan
from library.catalogue.models import Record
from library.vocabularies.models import Topic

DATA = Path(__file__).resolve().parents[1] / "data"


def told_in(name: str) -> Any:
    """Load the data of a chapter."""
    return yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))


@dataclass
class Stage:
    """The demo institute while it is being loaded.

    ``now`` is fixed at the start, and every date of the story is counted back from it.
    """

    now: dt.datetime
    people: dict[str, User] = field(default_factory=dict)
    plans: dict[str, ActionPlan] = field(default_factory=dict)

    def ago(self, days: float, *, hour: int = 10, minute: int = 0) -> dt.datetime:
        """Return the moment so many days before today; negative days lie ahead."""
        day = self.now - dt.timedelta(days=days)
        moment = day.replace(hour=hour, minute=minute, second=0, microsecond=0)
        return moment if days < 0 else min(moment, self.now)

    def day(self, days_ahead: int) -> dt.date:
        """Return the day so many days after today."""
        return (self.now + dt.timedelta(days=days_ahead)).date()

    def cast(self, keys: Iterable[str]) -> list[User]:
        return [self.people[key] for key in keys]

    def topics(self, codes: Iterable[str]) -> list[Topic]:
        return list(Topic.objects.filter(code__in=codes))

    def record(self, title: str) -> Record:
        return Record.objects.get(title=title)

    @staticmethod
    def key(*words: object) -> uuid.UUID:
        """Return the same form key for the same words, as a form would carry it."""
        return uuid.uuid5(uuid.NAMESPACE_URL, "/".join(["praxis-demo", *map(str, words)]))
