"""Who may still open what safeguarding tells people of, and when it is still news."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.roles import Role
from notifications.conditions import is_current, may_open
from safeguarding import kinds
from safeguarding.models import Concern, not_about
from safeguarding.states import ConcernState

_READER = OuterRef("recipient")


def _accounts(condition: Q) -> Exists:
    return Exists(User.objects.filter(condition, pk=OuterRef(_READER)))


@may_open(kinds.REPORTED)
def concerns_of_lead() -> QuerySet[Concern]:
    """Describe concerns that cannot be about the reader, where the reader is a safeguarding lead."""
    leads = _accounts(Q(groups__name=Role.SAFEGUARDING_LEAD))
    return Concern.objects.filter(leads).filter(not_about(_READER))


@is_current(kinds.REPORTED, kinds.UNHELD)
def concerns_received(moment: dt.datetime) -> QuerySet[Concern]:
    """Describe concerns that nobody has begun to assess."""
    return Concern.objects.filter(state=ConcernState.REPORTED)


@may_open(kinds.UNHELD)
def concerns_without_lead() -> QuerySet[Concern]:
    """Describe all concerns, where the reader is an administrator. It leads to the page of roles."""
    administrators = Q(groups__name=Role.ADMINISTRATOR) | Q(is_superuser=True)
    return Concern.objects.filter(_accounts(administrators))


@may_open(kinds.MOVED)
def own_reports() -> QuerySet[Concern]:
    """Describe the reader's own reports."""
    return Concern.objects.filter(reporter=_READER)
