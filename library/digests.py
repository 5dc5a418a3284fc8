"""The library's section of the digest."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext_lazy as _

from library.catalogue.models import Record
from library.finding.new_on_topics import NewOnTopics
from notifications.digest.sections import Line, Reader, digest_section_for_many, whole_period

_MOST = 5


@digest_section_for_many("library", _("New in the library"))
def new_in_the_library(readers: Sequence[Reader]) -> dict[int, list[Line]]:
    """Return the newest records on the topics that each person follows. Four queries, however many readers."""
    since, until = whole_period(readers)
    fresh = NewOnTopics([reader.user.pk for reader in readers], since=since, until=until)
    return {
        reader.user.pk: [
            _line(record)
            for record in fresh.newest_for(reader.user.pk, wanted=_is_news_for(reader), most=_MOST)
        ]
        for reader in readers
    }


def _is_news_for(reader: Reader) -> Callable[[Record], bool]:
    def is_news(record: Record) -> bool:
        return reader.is_new(record.published_at) and record.depositor_id != reader.user.pk

    return is_news


def _line(record: Record) -> Line:
    year = f", {record.year}" if record.year else ""
    return Line(record.title, record.get_absolute_url(), f"{record.get_type_display()}{year}")
