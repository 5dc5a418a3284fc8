"""Asking a learner to fill in their profile, without which nobody can be suggested to them."""

import datetime as dt

from django.db import transaction

from accounts.models import User
from mentoring import kinds
from notifications.actions import notify
from notifications.models import Notification

ASKED_AGAIN_AFTER = dt.timedelta(days=14)


@transaction.atomic
def ask_to_fill_in_profile(*, person: User, at: dt.datetime) -> int:
    """Ask the person for their topics, place and languages; return how many were told: nobody twice in 14 days."""
    # Two coordinators who ask at once wait for each other.
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    asked = Notification.objects.filter(recipient=person, kind=kinds.PROFILE_WANTED.name)
    if asked.filter(created_at__gt=at - ASKED_AGAIN_AFTER).exists():
        return 0
    return notify(
        recipients=[person],
        kind=kinds.PROFILE_WANTED,
        key=f"mentoring.profile-wanted:{person.pk}:{at.isoformat()}",
        target=person,
        at=at,
    )
