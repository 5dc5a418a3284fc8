"""Who may do what in a network."""

from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import Role as StaffRole
from core.permissions import rule
from core.prepared import prepared
from core.types import Person
from networks.models import Case, Discussion, Membership, Network, Post

_FOUNDERS = frozenset({StaffRole.COORDINATOR, StaffRole.FACILITATOR, StaffRole.ADMINISTRATOR})


def membership_of(user: Person, network: Network) -> Membership | None:
    """Return the person's membership; asked of the database once per network object."""
    if not user.is_authenticated:
        return None
    known: dict[int, Membership | None] = network.__dict__.setdefault("_memberships_known", {})
    if user.pk not in known:
        known[user.pk] = next(iter(_memberships(user, network)), None)
    return known[user.pk]


@prepared
def _memberships(user: User, network: Network) -> QuerySet[Membership]:
    """Return the membership of this person, if any: a network knows each member once."""
    return Membership.objects.filter(network=network, user=user)


@rule("networks.create")
def may_create(user: Person, _thing: object = None) -> bool:
    """Let people with one of the roles in ``_FOUNDERS`` open networks."""
    return user.is_authenticated and not _FOUNDERS.isdisjoint(user.roles)


@rule("networks.read")
def may_read(user: Person, network: Network) -> bool:
    """Let members, and nobody else, read what members write."""
    membership = membership_of(user, network)
    return membership is not None and membership.is_active


@rule("networks.moderate")
def may_moderate(user: Person, network: Network) -> bool:
    membership = membership_of(user, network)
    return membership is not None and membership.is_moderator


@rule("networks.edit")
def may_edit(user: Person, network: Network) -> bool:
    """Name, purpose, topics and access: moderators, and administrators of the institute."""
    return may_moderate(user, network) or _is_administrator(user)


@rule("networks.see_members")
def may_see_members(user: Person, network: Network) -> bool:
    return may_read(user, network) or _is_administrator(user)


@rule("networks.appoint")
def may_appoint(user: Person, network: Network) -> bool:
    """Give a member the moderator's role; administrators too, as a network may have lost its last one."""
    return may_moderate(user, network) or _is_administrator(user)


@rule("networks.pin")
@rule("networks.close")
@rule("networks.hide")
def may_moderate_discussion(user: Person, discussion: Discussion) -> bool:
    return may_moderate(user, discussion.network)


@rule("networks.mark_answer")
def may_mark_answer(user: Person, discussion: Discussion) -> bool:
    """Say which reply answers a question in the group of a cohort: who asked it, and the facilitators."""
    group = discussion.network
    if group.cohort_id is None or not user.is_authenticated or not may_read(user, group):
        return False
    return discussion.author_id == user.pk or may_moderate(user, group)


@rule("networks.flag")
def may_flag(user: Person, thing: Discussion | Post) -> bool:
    """Let members flag what others wrote."""
    network = thing.network if isinstance(thing, Discussion) else thing.discussion.network
    return user.is_authenticated and thing.author_id != user.pk and may_read(user, network)


@rule("networks.see_cases")
def may_see_cases(user: Person, network: Network) -> bool:
    """Moderators see what was flagged; administrators open the page for what needs them."""
    return may_moderate(user, network) or _is_administrator(user)


@rule("networks.decide")
def may_decide(user: Person, case: Case) -> bool:
    """Let somebody decide who neither wrote nor flagged it, nor decided it before."""
    return Case.objects.filter(pk=case.pk).for_handling_by(user).exists()


@rule("networks.write_conduct")
@rule("networks.see_transparency")
def may_answer_for_networks(user: Person, _thing: object = None) -> bool:
    """Administrators write the code of conduct, and see how flags were decided in all networks."""
    return _is_administrator(user)


@rule("networks.edit_post")
@rule("networks.remove_post")
@rule("networks.stop_sharing")
def may_change_post(user: Person, post: Post) -> bool:
    """Tell whether this is the author, who may change their own words while a member."""
    return (
        user.is_authenticated
        and post.author_id == user.pk
        and may_read(user, post.discussion.network)
    )


@rule("networks.hide_post")
def may_hide_post(user: Person, post: Post) -> bool:
    return may_moderate(user, post.discussion.network)


@rule("networks.read_history")
def may_read_history(user: Person, post: Post) -> bool:
    """Let the author, and moderators in case of a complaint, read earlier wordings."""
    if not may_read(user, post.discussion.network):
        return False
    return (user.is_authenticated and post.author_id == user.pk) or may_hide_post(user, post)


def _is_administrator(user: Person) -> bool:
    return user.is_authenticated and user.has_role(StaffRole.ADMINISTRATOR)
