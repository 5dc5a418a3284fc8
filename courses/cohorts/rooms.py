"""Rooms of a cohort: pages of higher parts in which its people meet, shown beside its lessons.

A part registers one function, in its module ``cohort_rooms``; the pages of courses show what it returns.
"""

from collections.abc import Callable
from dataclasses import dataclass

from core.registry import Registry
from core.types import Member
from courses.models import Cohort, Lesson


@dataclass(frozen=True)
class Room:
    """A page on which people of the cohort meet: its name, its address, and where one can begin something there.

    ``count`` is how many things it holds, of the lesson where one is shown; ``start_address`` is empty where nothing
    can be begun any more.
    """

    title: str
    address: str
    start_title: str
    start_address: str
    count: int


RoomOf = Callable[[Member, Cohort, Lesson | None], Room | None]
ROOMS: Registry[RoomOf] = Registry("room of a cohort")


def rooms_of(user: Member, cohort: Cohort | None, lesson: Lesson | None = None) -> list[Room]:
    """Return the rooms that this person may enter, for a lesson or the whole cohort; none for who learns alone."""
    if cohort is None:
        return []
    found = (room_of(user, cohort, lesson) for room_of in ROOMS.values())
    return [room for room in found if room is not None]
