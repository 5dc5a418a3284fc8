"""Background work: ending the addresses of closed accounts."""

from celery import shared_task

from accounts.models import User
from calendars.actions import end_feed


@shared_task
def end_feed_of(*, user_id: int) -> None:
    end_feed(user=User.objects.get(pk=user_id))


@shared_task
def end_feeds_of_closed_accounts() -> None:
    """Sweep: end the addresses of closed accounts that were not announced. They open nothing any more."""
    for user in User.objects.closed().filter(calendar_feed__isnull=False):
        end_feed(user=user)
