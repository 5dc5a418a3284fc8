"""How a person is told: by mail at once, in the regular summary, or only in the inbox."""

from collections.abc import Collection

from notifications.kinds import Channel, Kind
from notifications.models import Preference

# What an unsubscribe link of the regular summary names.
DIGEST = "digest"
# The name of the regular summary in the queue of mail.
DIGEST_MAIL = "notifications.digest"


def who_gets_mail_at_once(people: Collection[int], kind: Kind) -> set[int]:
    """Return the keys of those people who get this kind by mail at once: by their choice or its default.

    Everyone else finds it in the summary (``notifications.digest.queueing`` says when that is due) or in the inbox.
    """
    chosen = dict(
        Preference.objects.filter(user__in=people, group=kind.group).values_list("user", "channel")
    )
    return {pk for pk in people if kind.channel_for(chosen.get(pk)) == Channel.MAIL}
