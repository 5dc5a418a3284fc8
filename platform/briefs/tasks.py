"""Background work of briefs."""

from celery import shared_task

from briefs.actions import writing


@shared_task
def delete_private_briefs(*, user_id: int) -> None:
    writing.delete_private_briefs(author_id=user_id)
