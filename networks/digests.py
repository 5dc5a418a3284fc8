"""The networks' section of the digest."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from networks.reading.activity_of_many import NewsOfNetworks
from notifications.digest.sections import Line, Reader, digest_section_for_many, whole_period

MOST_LINES = 8


@digest_section_for_many("networks", gettext_lazy("In your networks"))
def news_of(readers: Sequence[Reader]) -> dict[int, list[Line]]:
    """Return unread discussions of the period, and records announced in it. Five queries, however many readers.

    Followed discussions are left out: their replies are told one by one.
    """
    since, until = whole_period(readers)
    news = NewsOfNetworks([reader.user.pk for reader in readers], since=since, until=until)
    return {reader.user.pk: _lines(reader, news) for reader in readers}


def _lines(reader: Reader, news: NewsOfNetworks) -> list[Line]:
    person = reader.user.pk
    discussions = news.unread_discussions(person, is_wanted=reader.is_new, most=MOST_LINES)
    records = news.records(person, is_wanted=reader.is_new, most=MOST_LINES)
    lines = [
        Line(title=each.title, address=each.get_unread_url(), about=each.network.name)
        for each in discussions
    ]
    # Two networks may share a record: it is named once.
    for row in {row.record_id: row for row in reversed(records)}.values():
        about = _("New in the library, for %(network)s") % {"network": row.network}
        lines.append(Line(row.record.title, row.record.get_absolute_url(), about))
    return lines
