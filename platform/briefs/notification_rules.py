"""Who may still open what they were told of briefs, and what is still to be mailed."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.roles import Role
from briefs.kinds import OFFERED, PUBLISHED, WITHDRAWN
from briefs.models import Brief
from briefs.states import BriefState
from notifications.conditions import may_open

_READER = OuterRef("recipient")


@may_open(PUBLISHED, WITHDRAWN)
def own_briefs() -> QuerySet[Brief]:
    """Describe the briefs that the reader wrote."""
    return Brief.objects.filter(author=_READER)


@may_open(OFFERED)
def briefs_for_editors() -> QuerySet[Brief]:
    """Describe the briefs that a reader who is an editor can open; one that was taken back is gone."""
    editors = User.objects.filter(pk=OuterRef(_READER)).with_role(Role.EDITOR)
    asked = Q(offered_at__isnull=False) | ~Q(state=BriefState.PRIVATE)
    return Brief.objects.filter(asked, Exists(editors))
