"""Asking somebody to fill in their profile, without which nobody can be suggested to them, or they to anybody."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from core.refusals import Conflict, TooManyRequests
from mentoring import kinds
from mentoring.models import ProfileAsk
from mentoring.suggestions.profile_gaps import (
    MOST_ASKS,
    lacking,
    was_asked_lately,
    was_asked_often,
    with_gaps,
)
from notifications.actions import notify

MOST_A_DAY = 30


class AskedOften(Conflict):
    """The person was asked three times within a year."""

    def __init__(self, person: User) -> None:
        super().__init__(
            _("%(who)s was asked three times within a year. We do not ask more often.")
            % {"who": person.full_name}
        )


class NothingMissing(Conflict):
    """The profile has all that mentors are suggested by."""

    def __init__(self, person: User) -> None:
        super().__init__(
            _("Nothing is missing from the profile of %(who)s.") % {"who": person.full_name}
        )


class AskedManyToday(TooManyRequests):
    """The coordinator asked as many people as they can in a day."""

    def __init__(self) -> None:
        super().__init__(
            ngettext(
                "You can ask %(most)d person a day to fill in their profile. Continue tomorrow.",
                "You can ask %(most)d people a day to fill in their profile. Continue tomorrow.",
                MOST_A_DAY,
            )
            % {"most": MOST_A_DAY}
        )


@transaction.atomic
def ask_to_fill_in_profile(*, person: User, by: User, at: dt.datetime) -> ProfileAsk:
    """Ask the person to add what is missing from their profile, as a learner or a mentor.

    Nobody is asked twice in 14 days, whoever asks: a second call returns the first ask. Raises ``AskedOften``,
    ``AskedManyToday`` and ``NothingMissing``.
    """
    # Two coordinators who ask at once wait for each other, and so does one who asks in two windows.
    ordered = User.objects.select_for_update(no_key=True).order_by("pk")
    locked = {user.pk: user for user in ordered.filter(pk__in=[person.pk, by.pk])}
    person = locked[person.pk]
    known = with_gaps(User.objects.filter(pk=person.pk))
    asks = list(ProfileAsk.objects.latest_of(person)[:MOST_ASKS])
    if asks and was_asked_lately(asks[0].asked_at, at):
        return asks[0]
    often = asks[-1].asked_at if len(asks) == MOST_ASKS else None
    if was_asked_often(often, at):
        raise AskedOften(person)
    today = ProfileAsk.objects.filter(asked_by=by, asked_at__gt=at - dt.timedelta(days=1))
    if today.count() >= MOST_A_DAY:
        raise AskedManyToday
    gaps = lacking(known).first()
    if gaps is None:
        raise NothingMissing(person)
    ask = ProfileAsk.objects.create(person=person, asked_by=by, asked_at=at)
    is_mentor: bool = gaps.is_mentor  # type: ignore[attr-defined]
    notify(
        recipients=[person],
        kind=kinds.MENTOR_PROFILE_WANTED if is_mentor else kinds.PROFILE_WANTED,
        key=f"mentoring.profile-wanted:{ask.pk}",
        target=ask,
        at=at,
    )
    return ask
