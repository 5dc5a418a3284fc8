"""The contents of my home, gathered from all parts and merged."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import User
from core.agenda import ComingUp, ToDo, most_urgent, soonest
from core.prepared import prepared
from courses.progress.outline import Learning, learning_of
from dashboard.plans import PlanOnHome, finished_plans, plans_of, topics_worked_on
from library.finding.suggested_records import SuggestedRecord, suggest_records
from mentoring.models import MentoringRequest
from networks.models import Network
from networks.reading.activity import NewItem, networks_joined, new_in_my_networks
from notifications.models import Notification
from notifications.unread import newest_unread

MOST_TO_DO = 7
_MOST_FOLDED = 40
MOST_COMING_UP = 4
MOST_UNREAD = 3


@dataclass(frozen=True)
class HomeOverview:
    """The contents of my home."""

    at: dt.datetime
    do_next: list[ToDo]
    # What waits as well, less urgent: folded.
    do_later: list[ToDo]
    coming_up: list[ComingUp]
    asked: list[MentoringRequest]
    learning: list[Learning]
    plans: list[PlanOnHome]
    network_news: list[NewItem]
    networks: list[Network]
    picks: list[SuggestedRecord]
    unread: list[Notification]

    @property
    def has_learned(self) -> bool:
        """Tell whether there are courses or plans to show."""
        return bool(self.learning or self.plans)

    @property
    def is_new_here(self) -> bool:
        """Tell whether the person has nothing yet: then the page says how to begin."""
        under_way = (self.do_next, self.coming_up, self.asked, self.network_news)
        return not (any(under_way) or self.has_learned)


def overview_of(user: User, *, now: dt.datetime) -> HomeOverview:
    """Gather what my home shows: the most urgent first, the soonest first."""
    plans, asked = plans_of(user), _asked_by(user)
    waiting = most_urgent(user, now=now, most=MOST_TO_DO + _MOST_FOLDED)
    return HomeOverview(
        at=now,
        do_next=waiting[:MOST_TO_DO],
        do_later=waiting[MOST_TO_DO:],
        coming_up=soonest(user, now=now, most=MOST_COMING_UP),
        asked=asked,
        learning=learning_of(user, limit=3, with_completed=True),
        plans=finished_plans(user, plans, asked),
        network_news=new_in_my_networks(user, limit=6),
        networks=networks_joined(user),
        picks=suggest_records(user, limit=4, works_on=topics_worked_on),
        unread=newest_unread(user, most=MOST_UNREAD),
    )


@prepared
def _asked_by(user: User) -> QuerySet[MentoringRequest]:
    """Return the person's requests that their mentors have not answered yet."""
    mine = MentoringRequest.objects.open().filter(mentee=user).select_related("mentor")
    return mine.order_by("created_at", "pk")
