"""Who may do what with advice cases. Which moves a state allows is said in ``states``.

The views ask the rules after ``visible_to`` or ``worked_on_by``; the actions check the person again under a lock.

- ``advice.manage`` (facts, people, withdraw, restore, outcome): the lead, and coordinators who do not review the case;
- ``advice.write`` (draft, equity answers, evidence): the lead and the members;
- ``advice.lead`` (ask reviewers, take back, call for contributions): the lead alone;
- ``advice.sign_off`` (sign off, return): the person who signs off alone;
- ``advice.send``: either of the two;
- ``advice.publish``: the staff of the library.

Rules about a case are strict: even who runs the site has no part in a case by that alone.
"""

from advice.models import AdviceCase, AdviceReview
from advice.models.cases import STAFF_ROLES, is_coordinator
from advice.states import TAKING_PART
from core.permissions import rule
from core.types import Person
from library.catalogue.models.records import is_library_staff


@rule("advice.start")
def may_start(user: Person, _thing: object = None) -> bool:
    """Editors, coordinators and administrators start cases."""
    return user.is_authenticated and not STAFF_ROLES.isdisjoint(user.roles)


@rule("advice.manage", is_strict=True)
def may_manage(user: Person, case: AdviceCase) -> bool:
    """Change what a case says and who works on it: its lead, and coordinators who have no other part in it."""
    if not user.is_authenticated:
        return False
    if case.lead_id == user.pk:
        return True
    return is_coordinator(user) and not takes_part_as_reviewer(user, case)


@rule("advice.write", is_strict=True)
def may_write(user: Person, case: AdviceCase) -> bool:
    """Write the draft: the lead and the members."""
    if not user.is_authenticated:
        return False
    return case.lead_id == user.pk or case.members.filter(pk=user.pk).exists()


@rule("advice.lead", is_strict=True)
def may_lead(user: Person, case: AdviceCase) -> bool:
    """Ask reviewers, take the draft back, and call for contributions: the lead."""
    return user.is_authenticated and case.lead_id == user.pk


@rule("advice.sign_off", is_strict=True)
def may_sign_off(user: Person, case: AdviceCase) -> bool:
    """Sign off or return the draft: the person who was chosen for it."""
    return user.is_authenticated and case.sign_off_by_id == user.pk


@rule("advice.send", is_strict=True)
def may_send(user: Person, case: AdviceCase) -> bool:
    """Say that the advice was sent: the lead or the person who signed it off."""
    return user.is_authenticated and user.pk in (case.lead_id, case.sign_off_by_id)


@rule("advice.publish")
def may_publish(user: Person, case: AdviceCase) -> bool:
    """Put the advice into the library: its editors and administrators, unless it is confidential."""
    return is_library_staff(user) and not case.is_confidential


@rule("advice.review", is_strict=True)
def may_review(user: Person, review: AdviceReview) -> bool:
    """Judge the draft, or decline: the reviewer who was asked."""
    return user.is_authenticated and review.reviewer_id == user.pk


def takes_part_as_reviewer(user: Person, case: AdviceCase) -> bool:
    """Tell whether this person reviews the case, or has reviewed an earlier draft."""
    return AdviceReview.objects.filter(case=case, reviewer=user.pk, state__in=TAKING_PART).exists()
