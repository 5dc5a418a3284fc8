"""Background work: sending issues in portions, ending subscriptions, forgetting."""

from celery import shared_task
from django.utils import timezone

from accounts.models import User
from newsletters.actions import retention, sending, subscribing


@shared_task(waits_for_others=True)
def send_copies(*, issue_id: int) -> None:
    sending.work_on_issue(issue_id=issue_id, at=timezone.now())


@shared_task(waits_for_others=True)
def send_waiting_copies() -> None:
    """Sweep: go on with issues whose worker was ended, and note what became of their mails."""
    sending.work_on_issues(at=timezone.now())


@shared_task
def end_subscription(*, user_id: int) -> None:
    subscribing.end_subscription_of(user=User.objects.get(pk=user_id))


@shared_task
def end_subscriptions_of_closed_accounts() -> None:
    """Sweep: end the subscriptions of closed accounts that were not announced."""
    retention.end_subscriptions_of_closed_accounts()


@shared_task
def forget_subscribers() -> None:
    """Nightly: delete addresses that nobody confirmed or that mail does not reach, and the names of old copies.

    Before that, subscriptions are joined with the accounts that their owners have opened since.
    """
    subscribing.join_accounts()
    retention.forget_subscribers(at=timezone.now())
