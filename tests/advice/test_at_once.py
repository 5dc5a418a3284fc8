"""What two people do with a case at the same moment is never both."""

import pytest
from django.utils import timezone

from advice.actions.cases import change_case
from advice.refusals import Overheard
from demo.factories.advice import AdviceCaseFactory
from demo.factories.newsletters import IssueFactory, IssueItemFactory
from newsletters.actions.sending import send_issue
from newsletters.refusals import ItemsAreGone
from newsletters.states import IssueState
from tests.at_once import at_once


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("section", ["advice", ""])
def test_to_send_an_issue_and_to_hide_its_case_at_once_is_never_both(section):
    case = AdviceCaseFactory()
    issue = IssueFactory()
    key = str(case.pk) if section else ""
    IssueItemFactory(issue=issue, section=section, key=key, address=case.get_absolute_url())
    at = timezone.now()

    results = at_once(
        lambda: send_issue(issue=issue, by=issue.created_by, seen=0, at=at),
        lambda: change_case(case=case, by=case.lead, at=at, members=[], facts={"is_confidential": True}),
    )  # fmt: skip

    issue.refresh_from_db()
    case.refresh_from_db()
    assert (issue.state != IssueState.DRAFT) != case.is_confidential
    assert [type(each) for each in results] in (
        [type(issue), Overheard],
        [ItemsAreGone, type(case)],
    )
