"""Following an indicator or a place, and telling followers of new figures once."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from indicators import kinds
from indicators.catalogue.models import Follow, Indicator, Release
from library.vocabularies.models import Place
from notifications.actions import notify


@transaction.atomic
def follow(
    *, user: User, indicator: Indicator | None = None, place: Place | None = None, at: dt.datetime
) -> Follow:
    """Let a person hear of new figures of an indicator or a place. Repeats safely."""
    made, _new = Follow.objects.get_or_create(
        user=user, indicator=indicator, place=place, defaults={"since": at}
    )
    return made


@transaction.atomic
def unfollow(*, user: User, indicator: Indicator | None = None, place: Place | None = None) -> None:
    """End what ``follow`` began. Repeats safely."""
    Follow.objects.filter(user=user, indicator=indicator, place=place).delete()


@transaction.atomic
def stop_following(*, user_ids: Iterable[int]) -> None:
    """Delete all that these people follow. Repeats safely."""
    Follow.objects.filter(user__in=list(user_ids)).delete()


@transaction.atomic
def tell_of_release(*, release: Release, at: dt.datetime) -> int:
    """Tell the followers of its indicators and places of a published release, each once; return how many are new.

    Whoever follows several of them hears of it once, and nobody of what was there before they followed. Repeats safely:
    the key is that of the release.
    """
    places = release.observations.order_by().values("place").distinct()
    indicators = release.indicators.values("pk")
    followers = Follow.objects.filter(
        Q(indicator__in=indicators) | Q(place__in=places), since__lte=release.published_at
    )
    people = User.objects.open().filter(pk__in=followers.values("user"))
    return notify(
        recipients=people,
        kind=kinds.NEW_RELEASE,
        key=f"indicators.new_release:{release.pk}",
        target=release,
        at=at,
    )
