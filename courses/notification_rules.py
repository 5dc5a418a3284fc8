"""Who may still open what courses tell people of, and when it is still news."""

import datetime as dt

from django.db.models import OuterRef, QuerySet

from courses.kinds import CERTIFICATE_REVOKED, COURSE_COMPLETED, OUTCOME_DUE
from courses.models import ActionPlan, Certificate
from courses.states import CertificateState
from notifications.conditions import is_current, may_open

_READER = OuterRef("recipient")


@may_open(COURSE_COMPLETED, CERTIFICATE_REVOKED)
def own_certificates() -> QuerySet[Certificate]:
    """Describe the reader's own certificates."""
    return Certificate.objects.filter(enrolment__user=_READER)


@is_current(COURSE_COMPLETED)
def valid_certificates(moment: dt.datetime) -> QuerySet[Certificate]:
    """Describe certificates that were not revoked."""
    return Certificate.objects.exclude(state=CertificateState.REVOKED)


@may_open(OUTCOME_DUE)
def own_plans() -> QuerySet[ActionPlan]:
    """Describe the reader's own action plans."""
    return ActionPlan.objects.filter(owner=_READER)


@is_current(OUTCOME_DUE)
def finished_plans(moment: dt.datetime) -> QuerySet[ActionPlan]:
    """Describe plans that are finished."""
    return ActionPlan.objects.finished()
