"""The groups of cohorts: networks whose members follow the people of a cohort, in the transaction that changes these.

Receivers call this when an enrolment or the facilitators of a cohort or course were saved, and a sweep each night for
what was written past them. Nobody joins, leaves or manages a group by itself.
"""

import datetime as dt
from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from core.slugs import free_slug
from courses.models import Cohort, Course, Enrolment
from networks.actions.memberships import admit, end
from networks.actions.networks import RESERVED_SLUGS
from networks.models import Membership, MembershipRole, Network, NetworkAccess
from networks.refusals import CohortHasDiscussions
from networks.states import MembershipState

_LONGEST_NAME = 120


@transaction.atomic
def open_group(*, cohort: Cohort, at: dt.datetime) -> Network:
    """Return the group of the cohort, made if there is none, under the present name of the cohort. Repeats safely."""
    name = _name_of(cohort)
    group = Network.objects.filter(cohort=cohort).first()
    if group is None:
        slug = free_slug(
            f"cohort-{cohort.pk}",
            Network.objects.all(),
            fallback="cohort",
            reserved=RESERVED_SLUGS,
        )
        purpose = _("Questions and discussions of the cohort.")
        return Network.objects.create(
            slug=slug,
            name=name,
            purpose=purpose,
            purpose_html=f"<p>{purpose}</p>",
            access=NetworkAccess.INVITED,
            cohort=cohort,
            created_at=at,
        )
    if group.name != name:
        group.name = name
        group.save(update_fields=["name"])
    return group


@transaction.atomic
def follow_people(*, cohort: Cohort, people: Collection[int] | None, at: dt.datetime) -> None:
    """Let these people, or everybody, be members of the group as they are in the cohort. Repeats safely.

    Facilitators moderate. A membership that the institute has paused stays so.
    """
    group = open_group(cohort=cohort, at=at)
    wanted = _people_of(cohort, people)
    known = {row.user_id: row for row in _memberships(group, people)}
    for membership in known.values():
        role = wanted.pop(membership.user_id, None)
        _follow(membership, role, at)
    for user, role in wanted.items():
        Membership.objects.create(
            network=group,
            user_id=user,
            role=role,
            state=MembershipState.ACTIVE,
            asked_at=at,
            joined_at=at,
            read_until=at,
        )


def follow_person(*, enrolment: Enrolment, at: dt.datetime) -> None:
    """Let the learner of an enrolment be in the groups of its release as they are in its cohorts. Repeats safely."""
    groups = Network.objects.filter(
        memberships__in=Membership.objects.active().filter(user=enrolment.user_id)
    )
    mine = Q(pk=enrolment.cohort_id) | Q(pk__in=groups.values("cohort"))
    cohorts = Cohort.objects.filter(mine, release=enrolment.release_id)
    for cohort in cohorts.select_related("release__course").order_by("pk"):
        follow_people(cohort=cohort, people=[enrolment.user_id], at=at)


def follow_all(*, at: dt.datetime, course: Course | None = None) -> None:
    """Sweep: let each group, or those of one course, have the people of its cohort. Repeats safely."""
    cohorts = Cohort.objects.select_related("release__course").order_by("pk")
    if course is not None:
        cohorts = cohorts.filter(release__course=course)
    for cohort in cohorts:
        follow_people(cohort=cohort, people=None, at=at)


@transaction.atomic
def delete_group(*, cohort: Cohort) -> None:
    """Delete the group of a cohort that is deleted. Raises ``CohortHasDiscussions``. Repeats safely."""
    groups = Network.objects.filter(cohort=cohort)
    if groups.filter(discussions__isnull=False).exists():
        raise CohortHasDiscussions
    Membership.objects.filter(network__in=groups.values("pk")).delete()
    groups.delete()


def _name_of(cohort: Cohort) -> str:
    return f"{cohort.name}: {cohort.release.course.title}"[:_LONGEST_NAME]


def _people_of(cohort: Cohort, people: Collection[int] | None) -> dict[int, str]:
    """Return the role of each person of the cohort whose account is open, by their key. Three queries."""
    learners = Enrolment.objects.not_left().filter(cohort=cohort).values_list("user", flat=True)
    named = Cohort.facilitators.through.objects.filter(cohort=cohort)
    of_course = Course.facilitators.through.objects.filter(course=cohort.release.course_id)
    staff = set(named.values_list("user", flat=True)) | set(
        of_course.values_list("user", flat=True)
    )
    keys = set(learners) | staff
    if people is not None:
        keys &= set(people)
    open_accounts = User.objects.filter(pk__in=keys, closed_at=None)
    return {
        key: MembershipRole.MODERATOR if key in staff else MembershipRole.MEMBER
        for key in open_accounts.values_list("pk", flat=True)
    }


def _memberships(group: Network, people: Collection[int] | None) -> Iterable[Membership]:
    rows = Membership.objects.select_for_update(of=("self",)).filter(network=group)
    rows = rows if people is None else rows.filter(user__in=people)
    return rows.select_related("user").order_by("pk")


def _follow(membership: Membership, role: str | None, at: dt.datetime) -> None:
    """Make one membership what its person is in the cohort: with this role, or not in it."""
    if membership.state == MembershipState.REMOVED:
        return
    if role is None:
        if membership.is_active:
            end(membership, move="leave", actor=membership.user, at=at)
        return
    if not membership.is_active:
        admit(membership, move="join", actor=membership.user, at=at)
    if membership.role != role:
        membership.role = role
        membership.save(update_fields=["role"])
