"""The places of one learner in the releases of a course, from one move to the next."""

from courses.models import Enrolment


def places_of(enrolment: Enrolment) -> list[Enrolment]:
    """Return this place and those from which the learner moved to it, the newest first."""
    places = [enrolment]
    while (before := places[-1].moved_from) is not None:
        places.append(before)
    return places
