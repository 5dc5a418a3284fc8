"""The library's section of the digest."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from library.catalogue.models import Record
from library.finding.suggested_records import records_on_followed_topics
from notifications.digest_sections import Line, digest_section

_MOST = 5


@digest_section("library", _("New in the library"))
def new_in_the_library(user: User, since: dt.datetime, until: dt.datetime) -> list[Line]:
    """The newest records on the topics that the person follows."""
    fresh = records_on_followed_topics(user).filter(published_at__gte=since, published_at__lt=until)
    return [_line(record) for record in fresh.exclude(depositor=user).newest_first()[:_MOST]]


def _line(record: Record) -> Line:
    year = f", {record.year}" if record.year else ""
    return Line(record.title, record.get_absolute_url(), f"{record.get_type_display()}{year}")
