"""Whether both people of a mentoring are there to meet."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts.models import User
from core.refusals import Conflict
from mentoring.models import Match


class AccountNotOpen(Conflict):
    """The account of one of the two is suspended, so they cannot meet."""

    def __init__(self, person: User) -> None:
        words = _("The account of %(who)s is not open at the moment, so no sessions take place.")
        super().__init__(words % {"who": person.full_name})


def refuse_while_away(match: Match, starts_at: dt.datetime | None, at: dt.datetime) -> None:
    """Raise ``AccountNotOpen`` for a session ahead, or a series of them, while one of the two is suspended."""
    if starts_at is not None and starts_at <= at:
        return
    people = User.objects.filter(pk__in=[match.mentor_id, match.mentee_id], is_active=False)
    if away := people.order_by("pk").first():
        raise AccountNotOpen(away)
