"""Whom a person works closely with as their mentor or mentee."""

from accounts.conflicts_of_interest import conflict_of_interest
from accounts.models import User
from mentoring.models import Match


@conflict_of_interest("mentoring")
def met_in_mentoring(user: User) -> set[int]:
    """Everyone this person is or was matched with, one way or the other."""
    pairs = Match.objects.visible_to(user).values_list("mentor", "mentee")
    return {pk for pair in pairs for pk in pair} - {user.pk}
