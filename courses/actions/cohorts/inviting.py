"""Inviting people to a cohort by email address, whether they have an account or not."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions.mail_limits import MailLimit, count_mail, count_mails
from accounts.models import User, is_apart_from
from accounts.refusals import InvitationExpired, InvitationForSomeoneElse
from accounts.signing_in.addresses import has_address
from core.refusals import Refusal
from courses.actions.cohorts.joining import get_in
from courses.actions.cohorts.organisation_places import take_organisation_place
from courses.actions.places import latest_place, lock_cohort
from courses.cohorts.obstacles import reason_against
from courses.models import (
    Cohort,
    CohortInvitation,
    Enrolment,
    OrganisationPlaces,
    WaitingPlace,
)
from courses.refusals import CohortCancelled
from courses.states import INVITATION_FLOW, InvitationState
from notifications.actions import queue_mail

ANSWER_WITHIN = dt.timedelta(days=14)
# How long an invitation is kept that can no longer be answered, as facilitators see whom they have asked.
KEPT = dt.timedelta(days=90)
MOST_TO_ONE_ADDRESS = 3


@transaction.atomic
def invite_to_cohort(
    *,
    cohort: Cohort,
    email: str,
    by: User,
    at: dt.datetime,
    message: str = "",
    tells_obstacles: bool = True,
    places: OrganisationPlaces | None = None,
) -> CohortInvitation:
    """Invite the person at this address; the mail leaves after the commit.

    An invitation of the same sender, or to ``places`` of the same organisation, that still waits is renewed for 14
    days and mailed again: 3 times a day to one address. Those of others stay as they are. It keeps no place free. Whoever blocked the sender, or was blocked by them, hears nothing. Raises ``CohortCancelled``,
    ``TooManyMails``, and what would keep the person from accepting: ``AlreadyCompleted``, ``InNewerRelease`` and
    ``InAnotherCohort``. Without ``tells_obstacles`` the person alone is told those: whoever does not look after learners
    must not find out by an address who learns where.
    """
    cohort = lock_cohort(cohort.pk)
    email = email.strip().lower()
    if tells_obstacles and (refusal := _reason_against_address(cohort, email, at=at)):
        raise refusal
    limit = MailLimit(
        f"cohort {cohort.pk} to {email}",
        MOST_TO_ONE_ADDRESS,
        refusal=_("This person has already been invited today. Try again tomorrow."),
    )
    count_mail(address=email, sender=by, at=at, also=[limit])
    return _invite(cohort, email, by=by, at=at, message=message, places=places)


def _reason_against_address(cohort: Cohort, email: str, *, at: dt.datetime) -> Refusal | None:
    """Return what keeps the person at this address from a place; nothing for an address that nobody has."""
    person = User.objects.open().filter(email__iexact=email).first()
    return reason_against(cohort, latest_place(person, cohort), at=at) if person else None


def invite_many(cohort: Cohort, emails: Collection[str], *, by: User, at: dt.datetime) -> None:
    """Invite all these addresses to a locked cohort, or none. Raises ``TooManyMails``."""
    if emails:
        count_mails(addresses=emails, sender=by, at=at)
    for email in emails:
        _invite(cohort, email, by=by, at=at)


def _invite(
    cohort: Cohort,
    email: str,
    *,
    by: User,
    at: dt.datetime,
    message: str = "",
    places: OrganisationPlaces | None = None,
) -> CohortInvitation:
    if cohort.cancelled_at is not None:
        raise CohortCancelled
    # A representative who took over from another one renews what that one wrote.
    same = {"places": None, "invited_by": by} if places is None else {"places": places}
    invitation, _is_new = CohortInvitation.objects.update_or_create(
        cohort=cohort,
        email=email,
        state=InvitationState.OPEN,
        **same,
        defaults={
            "message": message,
            "invited_by": by,
            "invited_at": at,
            "expires_at": at + ANSWER_WITHIN,
        },
    )
    apart = User.objects.open().filter(is_apart_from(by), email__iexact=email)
    # Nobody is told: who was blocked sees an invitation that waits, as of anybody who does not answer.
    if not apart.exists():
        queue_mail(mail="courses.cohort_invitation", about=invitation.pk, address=email, at=at)
    return invitation


@transaction.atomic
def accept_cohort_invitation(
    *, invitation: CohortInvitation, user: User, at: dt.datetime
) -> Enrolment | WaitingPlace:
    """Let the invited person in, or onto the waiting list of a full cohort. Each invitation works once.

    A second click gives whoever got in by it the place they have. Raises ``InvitationForSomeoneElse`` unless the address is this person's, ``InvitationExpired``,
    ``TransitionNotAllowed`` for one that was answered or withdrawn, and what ``join_cohort`` raises.
    """
    cohort = lock_cohort(invitation.cohort_id)
    if not has_address(user, invitation.email):
        raise InvitationForSomeoneElse
    if place := _place_got_by(invitation, cohort, user):
        return place
    if invitation.expires_at <= at or cohort.cancelled_at is not None:
        raise InvitationExpired
    if invitation.places is not None:
        # Before the answer is written: until then the place is kept for this invitation.
        place = take_organisation_place(
            places=invitation.places, user=user, at=at, invitation=invitation
        )
        _answer(invitation, user, at)
        return place
    _answer(invitation, user, at)
    return get_in(cohort, user, may_enter=lambda _cohort: None, at=at)


def _place_got_by(
    invitation: CohortInvitation, cohort: Cohort, user: User
) -> Enrolment | WaitingPlace | None:
    """Return the place in the cohort of somebody who has accepted already; nothing once they have left it."""
    accepted = CohortInvitation.objects.filter(pk=invitation.pk, state=InvitationState.ACCEPTED)
    if not accepted.exists():
        return None
    latest = latest_place(user, cohort)
    if latest is not None and latest.cohort_id == cohort.pk and latest.is_here:
        return latest
    return WaitingPlace.objects.filter(cohort=cohort, user=user).first()


def _answer(invitation: CohortInvitation, user: User, at: dt.datetime) -> None:
    """Accept the invitation, and end those of others to the same cohort, which would keep places for nobody."""
    INVITATION_FLOW.make("accept", invitation, actor=user, at=at)
    others = CohortInvitation.objects.filter(
        cohort=invitation.cohort_id, email__iexact=invitation.email, state=InvitationState.OPEN
    )
    for other in others.order_by("pk"):
        INVITATION_FLOW.make("withdraw", other, actor=user, at=at)


def decline_cohort_invitation(
    *, invitation: CohortInvitation, by: User | None, at: dt.datetime
) -> None:
    """Decline the invitation; holding the mailed link is enough to do so. Raises ``TransitionNotAllowed``."""
    INVITATION_FLOW.make("decline", invitation, actor=by, at=at)


def withdraw_cohort_invitation(*, invitation: CohortInvitation, by: User, at: dt.datetime) -> None:
    """Take the invitation back. Raises ``TransitionNotAllowed`` once it was answered."""
    INVITATION_FLOW.make("withdraw", invitation, actor=by, at=at)


def forget_cohort_invitations(*, at: dt.datetime) -> int:
    """Delete invitations 90 days after they ended, whatever was answered, and return how many. Repeats safely."""
    deleted, _by_model = CohortInvitation.objects.filter(expires_at__lt=at - KEPT).delete()
    return deleted
