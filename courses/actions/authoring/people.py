"""Inviting people to write or review a course, their answers, leaving, and handing the course over."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions.mail_limits import count_mail
from accounts.models import User, are_apart
from core.refusals import Conflict
from courses.kinds import COURSE_GIVEN, COURSE_INVITED
from courses.models import Authorship, Course, DraftReview
from courses.states import DRAFT_REVIEW_FLOW, AuthorRole
from notifications.actions import notify

MOST_PEOPLE = 30


class CannotBeInvited(Conflict):
    """This person cannot be given a role in writing the course; the text says why."""


class OwnerStays(Conflict):
    """The owner of a course cannot leave it, or be removed, before somebody else owns it."""

    def __init__(self) -> None:
        super().__init__(_("Hand the course over to another author first."))


class InvitationAnswered(Conflict):
    """There is no invitation that waits for an answer."""

    def __init__(self) -> None:
        super().__init__(_("This invitation is no longer open."))


def _lock(course: Course) -> Course:
    return Course.objects.select_for_update(no_key=True).get(pk=course.pk)


@transaction.atomic
def invite_author(
    *, course: Course, person: User, role: AuthorRole, by: User, at: dt.datetime
) -> Authorship:
    """Invite somebody as author or reviewer, and tell them; somebody who has a role gets this one at once.

    The same role again changes nothing. Raises ``CannotBeInvited`` for oneself, for the owner, where one of the two
    has blocked the other, and after thirty people; and ``TooManyMails``.
    """
    course = _lock(course)
    if role == AuthorRole.OWNER:
        raise CannotBeInvited(_("Invite the person as an author, then hand the course over."))
    if person == by:
        raise CannotBeInvited(_("This is you. Invite someone else."))
    if are_apart(by, person) or not person.is_active:
        raise CannotBeInvited(_("You cannot invite this person."))
    known = Authorship.objects.filter(course=course, user=person).first()
    if known is not None:
        if known.role == AuthorRole.OWNER:
            raise CannotBeInvited(_("This person owns the course."))
        known.role = role
        known.save(update_fields=["role"])
        return known
    if Authorship.objects.filter(course=course).count() >= MOST_PEOPLE:
        raise CannotBeInvited(_("Up to 30 people can write or review a course."))
    count_mail(address=person.email, sender=by, at=at)
    authorship = Authorship.objects.create(
        course=course, user=person, role=role, invited_by=by, invited_at=at
    )
    notify(
        recipients=[person],
        kind=COURSE_INVITED,
        key=f"{COURSE_INVITED.name}:{authorship.pk}",
        target=authorship,
        at=at,
        person=by.full_name,
    )
    return authorship


@transaction.atomic
def answer_invitation(
    *, course: Course, user: User, is_accepted: bool, at: dt.datetime
) -> Authorship | None:
    """Accept the role, or decline it, which forgets the invitation. Repeats safely.

    Raises ``InvitationAnswered`` where there is none, or it was withdrawn.
    """
    _lock(course)
    authorship = Authorship.objects.filter(course=course, user=user).first()
    if authorship is None:
        if is_accepted:
            raise InvitationAnswered
        return None
    if authorship.accepted_at is None and is_accepted:
        authorship.accepted_at = at
        authorship.save(update_fields=["accepted_at"])
    elif not is_accepted:
        if authorship.accepted_at is not None:
            raise InvitationAnswered
        authorship.delete()
        return None
    return authorship


@transaction.atomic
def end_authorship(*, course: Course, user: User, at: dt.datetime) -> None:
    """Take somebody's role, or an invitation, away; also how one leaves. Repeats safely.

    Reviews that they were asked for and have not decided end with it. Raises ``OwnerStays``.
    """
    _lock(course)
    authorship = Authorship.objects.filter(course=course, user=user).first()
    if authorship is None:
        return
    if authorship.role == AuthorRole.OWNER:
        raise OwnerStays
    authorship.delete()
    _end_reviews(course, user, at)


def _end_reviews(course: Course, user: User, at: dt.datetime) -> None:
    """Take back what this person was asked to review and may no longer read."""
    if Course.objects.draft_read_by(user).filter(pk=course.pk).exists():
        return
    for review in DraftReview.objects.waiting_for(user).filter(release__course=course):
        DRAFT_REVIEW_FLOW.make("withdraw", review, actor=None, at=at)


@transaction.atomic
def hand_over(*, course: Course, to: User, by: User, at: dt.datetime) -> Authorship:
    """Make an author the owner; the owner until now stays as an author. Repeats safely.

    Raises ``CannotBeInvited`` unless the person is an author who has accepted.
    """
    course = _lock(course)
    people = {each.user_id: each for each in Authorship.objects.filter(course=course).accepted()}
    new = people.get(to.pk)
    if new is None or new.role == AuthorRole.REVIEWER:
        raise CannotBeInvited(_("Only an author who has accepted can own the course."))
    if new.role == AuthorRole.OWNER:
        return new
    Authorship.objects.filter(course=course, role=AuthorRole.OWNER).update(role=AuthorRole.AUTHOR)
    new.role = AuthorRole.OWNER
    new.save(update_fields=["role"])
    notify(
        recipients=[person for person in [to] if person != by],
        kind=COURSE_GIVEN,
        key=f"{COURSE_GIVEN.name}:{new.pk}:{at.isoformat()}",
        target=course,
        at=at,
        person=by.full_name,
    )
    return new


@transaction.atomic
def forget_authorships(*, user: User) -> None:
    """Take a closed account out of all courses that it wrote; each passes to the author who is there longest."""
    for owned in Authorship.objects.filter(user=user, role=AuthorRole.OWNER):
        course = _lock(owned.course)
        authors = Authorship.objects.filter(course=course, role=AuthorRole.AUTHOR).accepted()
        heir = (
            authors.exclude(user=user)
            .filter(user__is_active=True)
            .order_by("accepted_at", "pk")
            .first()
        )
        owned.delete()
        if heir is not None:
            heir.role = AuthorRole.OWNER
            heir.save(update_fields=["role"])
    Authorship.objects.filter(user=user).delete()
