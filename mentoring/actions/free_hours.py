"""The hours in which a person is usually free."""

from collections.abc import Iterable

from django.db import transaction

from accounts.models import User
from mentoring.booking.free_hours import Hours, merge
from mentoring.models import FreeHours


@transaction.atomic
def set_free_hours(*, user: User, hours: Iterable[Hours]) -> None:
    """Replace the person's free hours by these, merged where they overlap. Repeats safely."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    FreeHours.objects.filter(user=user).delete()
    FreeHours.objects.bulk_create(
        [
            FreeHours(user=user, weekday=one.weekday, begins=one.begins, ends=one.ends)
            for one in merge(hours)
        ]
    )
