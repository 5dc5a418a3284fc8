"""What follows when an account is closed, or a release is published."""

from typing import Any

from django.dispatch import receiver

from accounts.signals import account_closed
from indicators import tasks
from indicators.signals import release_published


@receiver(release_published)
def on_release_published(*, release_id: int, **_: Any) -> None:
    tasks.tell_followers.delay(release_id=release_id)


@receiver(account_closed)
def on_account_closed(*, user_id: int, **_: Any) -> None:
    tasks.forget_follower.delay(user_id=user_id)
    tasks.forget_data_sets.delay(user_id=user_id)
