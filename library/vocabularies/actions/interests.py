"""Following topics."""

from collections.abc import Iterable

from django.db import transaction

from accounts.models import User
from library.vocabularies.models import Topic, TopicInterest


@transaction.atomic
def follow_topics(*, user: User, topics: Iterable[Topic]) -> None:
    """Set the topics that the person follows to exactly these. Repeats safely."""
    wanted = {topic.pk for topic in topics}
    TopicInterest.objects.filter(user=user).exclude(topic__in=wanted).delete()
    TopicInterest.objects.bulk_create(
        [TopicInterest(user=user, topic_id=pk) for pk in sorted(wanted)], ignore_conflicts=True
    )
