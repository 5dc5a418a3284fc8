"""Everything that my home shows, gathered from the agendas of all parts and merged."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from core.agenda import ComingUp, DoNext
from courses import agenda as courses_agenda
from courses.progress import Learning, learning_of
from library import agenda as library_agenda
from library.picks import Pick, picks_for
from mentoring import agenda as mentoring_agenda
from networks import agenda as networks_agenda
from networks.activity import NewThing, new_in_my_networks
from submissions import agenda as submissions_agenda

AGENDAS = (
    courses_agenda,
    mentoring_agenda,
    networks_agenda,
    submissions_agenda,
    library_agenda,
)
MOST_TO_DO = 7
MOST_COMING_UP = 5


@dataclass(frozen=True)
class Overview:
    """What my home shows."""

    at: dt.datetime
    do_next: list[DoNext]
    coming_up: list[ComingUp]
    learning: list[Learning]
    network_news: list[NewThing]
    picks: list[Pick]

    @property
    def is_new_here(self) -> bool:
        """Nothing has begun yet: then the page says how to begin."""
        return not (self.do_next or self.coming_up or self.learning or self.network_news)


def overview_of(user: User, *, now: dt.datetime) -> Overview:
    """Gather what my home shows: the most urgent first, the soonest first."""
    agendas = [part.agenda_of(user, now=now) for part in AGENDAS]
    to_do = [thing for agenda in agendas for thing in agenda.do_next]
    dated = [thing for agenda in agendas for thing in agenda.coming_up]
    latest = dt.datetime.max.replace(tzinfo=dt.UTC)
    return Overview(
        at=now,
        do_next=sorted(to_do, key=lambda t: (-t.weight, t.due_at or latest, t.title))[:MOST_TO_DO],
        coming_up=sorted(dated, key=lambda t: (t.at, t.title))[:MOST_COMING_UP],
        learning=learning_of(user, limit=3),
        network_news=new_in_my_networks(user, limit=6),
        picks=picks_for(user, limit=4),
    )
