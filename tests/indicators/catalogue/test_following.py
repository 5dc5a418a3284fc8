"""Followers of an indicator or a place hear of a release once."""

import datetime as dt

import pytest

from demo.factories.accounts import UserFactory
from demo.factories.indicators import ObservationFactory, ReleaseFactory
from indicators import tasks
from indicators.catalogue.actions.following import follow
from indicators.catalogue.actions.publishing import publish_release
from indicators.catalogue.models import Follow
from notifications.models import Notification

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def test_followers_of_both_hear_once_and_others_not(manager, django_capture_on_commit_callbacks):
    row = ObservationFactory(release=ReleaseFactory(state="draft"))
    both, place, other = UserFactory(), UserFactory(), UserFactory()
    follow(user=both, indicator=row.indicator, at=NOW)
    follow(user=both, place=row.place, at=NOW)
    follow(user=place, place=row.place, at=NOW)
    old = ObservationFactory(release=ReleaseFactory(published_at=NOW))
    follow(user=other, indicator=old.indicator, at=NOW)

    with django_capture_on_commit_callbacks(execute=True):
        publish_release(release=row.release, by=manager, at=NOW)
    tasks.tell_followers(release_id=row.release.pk)
    tasks.tell_of_recent_releases()

    told = Notification.objects.order_by("recipient").values_list("recipient", "kind")
    assert list(told) == [(both.pk, "indicators.new_release"), (place.pk, "indicators.new_release")]


def test_who_follows_later_is_not_told_of_what_was_there_before():
    row = ObservationFactory(release=ReleaseFactory(published_at=NOW))
    early, late = UserFactory(), UserFactory()
    follow(user=early, place=row.place, at=NOW - dt.timedelta(days=1))
    follow(user=late, place=row.place, at=NOW + dt.timedelta(hours=1))

    tasks.tell_followers(release_id=row.release.pk)

    assert [each.recipient for each in Notification.objects.all()] == [early]


def test_what_a_closed_account_followed_is_forgotten():
    user = UserFactory(is_active=False, closed_at=NOW)
    follow(user=user, indicator=ObservationFactory().indicator, at=NOW)

    tasks.forget_follower(user_id=user.pk)

    assert not Follow.objects.exists()
