"""Background tasks: deleting the tokens of closed accounts."""

from celery import shared_task

from accounts.models import User
from api import actions


@shared_task
def delete_tokens(*, user_id: int) -> None:
    """Delete the tokens of an account that was closed."""
    actions.delete_tokens(user=User.objects.get(pk=user_id))


@shared_task
def delete_tokens_of_closed_accounts() -> None:
    """Sweep: delete tokens that closed accounts still have. They have not worked since."""
    for user in User.objects.closed().filter(tokens__isnull=False).distinct():
        actions.delete_tokens(user=user)
