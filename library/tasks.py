"""Work of the library that waits for nobody."""

from celery import shared_task

from accounts.models import User
from library.actions import follow_topics


@shared_task
def forget_reader(*, user_id: int) -> None:
    """Someone closed their account: they follow nothing more. What they gave to the library stays."""
    follow_topics(user=User.objects.get(pk=user_id), topics=[])
