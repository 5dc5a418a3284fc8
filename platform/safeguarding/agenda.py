"""What the home of a safeguarding lead shows: the concerns to assess."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.agenda import ToDo, do_next
from core.permissions import allows
from safeguarding.models import Concern
from safeguarding.states import ConcernState


@do_next("safeguarding")
def do_next_of(user: User, now: dt.datetime) -> list[ToDo]:
    """Return the concerns that nobody has begun to assess. One query for leads, none for others."""
    if not allows(user, "safeguarding.read"):
        return []
    waiting = Concern.objects.for_lead(user).filter(state=ConcernState.REPORTED).count()
    if not waiting:
        return []
    words = ngettext("%(count)d concern to assess", "%(count)d concerns to assess", waiting)
    return [
        ToDo(
            words % {"count": waiting},
            reverse("safeguarding:concern_list"),
            _("Within two working days"),
            weight=100,
        )
    ]
