"""What mentoring puts into a person's own calendar: sessions, and the days of open goals."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts.models import User
from core.calendar_entries import calendar_entries
from core.files.calendar_files import CalendarEvent, deadline
from mentoring.calendar_events import calendar_event
from mentoring.models import Goal, Match, Session
from mentoring.states import GoalState, SessionState


@calendar_entries("mentoring")
def entries_of(user: User, since: dt.datetime) -> list[CalendarEvent]:
    """Return the sessions that were not cancelled, and the days of goals of live matches. Two queries."""
    sessions = Session.objects.visible_to(user).filter(ends_at__gt=since)
    sessions = sessions.exclude(state=SessionState.CANCELLED)
    people = sessions.select_related("match__mentor", "match__mentee").order_by("starts_at", "pk")
    goals = Goal.objects.filter(
        match__in=Match.objects.visible_to(user).live(),
        state=GoalState.OPEN,
        due_on__gt=since.date(),
    )
    return [
        *(calendar_event(session, reader=user) for session in people),
        *(
            deadline(
                uid=f"goal-{goal.pk}",
                day=goal.due_on,
                summary=_("Goal due: %(goal)s") % {"goal": goal.text},
                address=goal.get_absolute_url(),
                changed_at=since,
            )
            for goal in goals.order_by("due_on", "pk")
            if goal.due_on
        ),
    ]
