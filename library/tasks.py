"""Work of the library that waits for nobody."""

from celery import shared_task

from accounts.models import User
from library.actions import follow_topics


@shared_task
def forget_reader(*, user_id: int) -> None:
    """Someone closed their account: they follow nothing more. What they gave to the library stays."""
    follow_topics(user=User.objects.get(pk=user_id), topics=[])


@shared_task
def forget_closed_readers() -> None:
    """The sweep: accounts that closed while nobody listened."""
    for user in User.objects.closed().filter(topic_interests__isnull=False).distinct():
        follow_topics(user=user, topics=[])
