"""Whom a person works closely with as their mentor or mentee."""

from accounts.conflicts_of_interest import conflict_of_interest
from accounts.models import User
from mentoring.models import Match


@conflict_of_interest("mentoring")
def met_in_mentoring(user: User) -> set[int]:
    """Return the keys of everyone this person is or was matched with."""
    pairs = Match.objects.visible_to(user).values_list("mentor", "mentee")
    return {pk for pair in pairs for pk in pair} - {user.pk}
