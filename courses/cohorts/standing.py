"""How a cohort stands at a moment: a function of its dates, its zone and its places, of which nothing is stored."""

import datetime as dt
import zoneinfo
from dataclasses import dataclass

from courses.models import Cohort
from courses.states import CohortState, WayIn


def first_moment(day: dt.date, zone: str) -> dt.datetime:
    """Return the first moment of the day on the clocks of the zone.

    Where the clocks jump over midnight it is the moment of the jump; where midnight comes twice, the first.
    """
    place = zoneinfo.ZoneInfo(zone)
    return dt.datetime.combine(day, dt.time(), tzinfo=place).astimezone(dt.UTC)


def end_of(day: dt.date, zone: str) -> dt.datetime:
    """Return the moment at which the day is over on the clocks of the zone."""
    return first_moment(day + dt.timedelta(days=1), zone)


def day_there(cohort: Cohort, now: dt.datetime) -> dt.date:
    """Return the day that the calendars of the cohort's zone show at this moment."""
    return now.astimezone(zoneinfo.ZoneInfo(cohort.time_zone)).date()


def state_of(cohort: Cohort, now: dt.datetime) -> CohortState:
    """Return the state of the cohort. One without a first day is under way as soon as one can enrol."""
    if cohort.cancelled_at is not None:
        return CohortState.CANCELLED
    today = day_there(cohort, now)
    if cohort.ends_on and cohort.ends_on < today:
        return CohortState.OVER
    begins_on = cohort.starts_on or cohort.opens_on
    if begins_on is None or begins_on <= today:
        return CohortState.RUNNING
    if cohort.opens_on and cohort.opens_on > today:
        return CohortState.PLANNED
    if cohort.closes_on and cohort.closes_on < today:
        return CohortState.CLOSED
    return CohortState.OPEN


def way_in(cohort: Cohort, now: dt.datetime) -> WayIn:
    """Return what is open to somebody who wants to get in, whatever else they need for it."""
    today = day_there(cohort, now)
    if state_of(cohort, now) in {CohortState.CANCELLED, CohortState.OVER}:
        return WayIn.CLOSED
    if cohort.closes_on and cohort.closes_on < today:
        return WayIn.CLOSED
    if cohort.opens_on and cohort.opens_on > today:
        return WayIn.NOT_YET
    if cohort.places_left != 0:
        return WayIn.PLACE
    return WayIn.WAITING_LIST if cohort.has_waiting_list else WayIn.FULL


def moves_up(cohort: Cohort, now: dt.datetime) -> bool:
    """Tell whether a free place goes to the first on the waiting list: before the start, or while one can enrol."""
    return way_in(cohort, now) == WayIn.PLACE or (
        state_of(cohort, now) in {CohortState.PLANNED, CohortState.OPEN, CohortState.CLOSED}
        and cohort.places_left != 0
    )


@dataclass(frozen=True)
class Standing:
    """A cohort as a page shows it at one moment."""

    cohort: Cohort
    state: CohortState
    way_in: WayIn

    @property
    def is_ended(self) -> bool:
        return self.state in {CohortState.OVER, CohortState.CANCELLED}

    @property
    def badge(self) -> str:
        """Return the kind of badge for the state."""
        kinds = {
            CohortState.OPEN: "ok",
            CohortState.RUNNING: "ok",
            CohortState.OVER: "",
            CohortState.CANCELLED: "stop",
        }
        return kinds.get(self.state, "wait")


def standing_of(cohort: Cohort, now: dt.datetime) -> Standing:
    """Return the state of the cohort and the way in, for a page."""
    return Standing(cohort, state_of(cohort, now), way_in(cohort, now))
