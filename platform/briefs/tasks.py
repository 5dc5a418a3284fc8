"""Background work of briefs."""

from celery import shared_task

from briefs.actions import writing


@shared_task
def delete_private_briefs(*, user_id: int) -> None:
    writing.delete_private_briefs(author_id=user_id)


@shared_task
def delete_briefs_of_closed_accounts() -> None:
    """Sweep: delete the private briefs of closed accounts that were not announced."""
    writing.delete_briefs_of_closed_accounts()
