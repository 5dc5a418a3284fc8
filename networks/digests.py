"""The networks' section of the digest."""

import datetime as dt

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from networks.activity import new_records, unread_discussions
from networks.models import Follow
from notifications.digest_sections import Line, digest_section

MOST_LINES = 8


@digest_section("networks", gettext_lazy("In your networks"))
def news_of(user: User, since: dt.datetime, until: dt.datetime) -> list[Line]:
    """Return unread discussions of the period, and records announced in it. Two queries.

    Followed discussions are left out: their replies are told one by one.
    """
    followed = Follow.objects.filter(discussion=OuterRef("pk"), user=user, is_muted=False)
    discussions = (
        unread_discussions(user)
        .filter(~Exists(followed), last_post_at__gte=since, last_post_at__lt=until)
        .newest_first()[:MOST_LINES]
    )
    records = (
        new_records(user)
        .filter(announced_at__gte=since, announced_at__lt=until)
        .newest_first()[:MOST_LINES]
    )
    lines = [
        Line(title=d.title, address=d.get_unread_url(), about=d.network.name) for d in discussions
    ]
    for row in {row.record_id: row for row in reversed(records)}.values():
        about = _("New in the library, for %(network)s") % {"network": row.network}
        lines.append(Line(row.record.title, row.record.get_absolute_url(), about))
    return lines
