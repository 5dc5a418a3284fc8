"""What members want to be told of their networks."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from networks.models import Membership, NetworkNews


@transaction.atomic
def choose_news(*, user: User, choices: Mapping[int, str]) -> None:
    """Save for each of these memberships of the person what they want to be told. Repeats safely.

    Memberships of others, or that have ended, stay as they are.
    """
    mine = Membership.objects.active().filter(user=user)
    for pk, choice in choices.items():
        mine.filter(pk=pk).update(news=NetworkNews(choice))
