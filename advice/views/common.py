"""What several pages of advice need."""

from collections.abc import Collection

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from advice.models import AdviceCase
from core.permissions import require
from core.types import MemberRequest
from workflow.flows import TransitionNotAllowed


def find_work(
    request: MemberRequest, pk: int, rule: str = "", *, states: Collection[str] = ()
) -> AdviceCase:
    """Return a case whose draft the reader may read; otherwise the answer is 404, and 403 where the rule refuses.

    A form that makes sense in these ``states`` alone is not shown in others (409). What is sent is left to the action,
    which knows a second click.
    """
    cases = AdviceCase.objects.worked_on_by(request.user)
    case = get_object_or_404(cases.select_related("place", "lead", "sign_off_by", "record"), pk=pk)
    if rule:
        require(request.user, rule, case)
    if states and request.method != "POST" and case.state not in states:
        raise TransitionNotAllowed("show", case)
    return case


def not_stored(answer: HttpResponse, case: AdviceCase) -> HttpResponse:
    """Keep the answer about a confidential case out of every cache."""
    if case.is_confidential:
        answer["Cache-Control"] = "private, no-store"
    return answer
