"""What of the library waits on a person."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.agenda import Agenda, DoNext
from core.permissions import allows
from library.models import Featured

_WARNING = dt.timedelta(days=7)


def agenda_of(user: User, *, now: dt.datetime) -> Agenda:
    """Editors choose the next featured record a week before nothing is featured. At most one query."""
    if not allows(user, "library.edit"):
        return Agenda()
    today = timezone.localdate(now)
    last = Featured.objects.order_by("-ends_on").values_list("ends_on", flat=True).first()
    if last is not None and last >= today + _WARNING:
        return Agenda()
    why = (
        _("The featured record ends on %(day)s and none follows.") % {"day": f"{last:%d %B %Y}"}
        if last is not None and last >= today
        else _("The public home has no featured record.")
    )
    address = reverse("library:featured")
    return Agenda([DoNext(_("Choose the next featured record"), address, why, weight=30)])
