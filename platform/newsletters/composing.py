"""What an issue says: its items under their headings, for everyone or for the topics of one subscriber."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from newsletters.models import Issue, IssueItem
from newsletters.sections import SECTIONS

WRITTEN_BY_HAND = _("Also of interest")


@dataclass(frozen=True)
class Part:
    """The items of one section in an issue, under its heading."""

    heading: StrOrPromise
    items: Sequence[IssueItem]


class Composed:
    """An issue with its items, loaded once for all its subscribers. Three queries."""

    def __init__(self, issue: Issue) -> None:
        self.issue = issue
        whole = Issue.objects.with_items().get(pk=issue.pk)
        self.items = list(whole.items.all())
        # What each item is about, with the broad topics above; nothing where it is for everyone.
        self._topics = {item.pk: _topics_of(item) for item in self.items}

    def items_for(self, topics: Iterable[int]) -> frozenset[int]:
        """Return the keys of the items for a subscriber to these topics; everything where none is chosen.

        Who chose a broad topic gets what is about those below it. What has no topic is for everyone.
        """
        chosen = set(topics)
        if not chosen:
            return frozenset(self._topics)
        return frozenset(
            pk for pk, its_topics in self._topics.items() if not its_topics or its_topics & chosen
        )

    def parts(self, wanted: frozenset[int] | None = None) -> list[Part]:
        """Return the items under their headings. A section stands where its first item stands."""
        by_section: dict[str, list[IssueItem]] = {}
        for item in self.items:
            if wanted is None or item.pk in wanted:
                by_section.setdefault(item.section, []).append(item)
        return [Part(heading_of(name), items) for name, items in by_section.items()]


def _topics_of(item: IssueItem) -> set[int]:
    topics = list(item.topics.all())
    return {topic.pk for topic in topics} | {t.parent_id for t in topics if t.parent_id}


def heading_of(section: str) -> StrOrPromise:
    """Return the heading of a section; one that no part registers any more reads as what was written by hand."""
    return SECTIONS[section].heading if section in SECTIONS else WRITTEN_BY_HAND


def full_address(item: IssueItem) -> str:
    """Return the address of an item as mails and feeds need it."""
    return settings.SITE_URL + item.address if item.address.startswith("/") else item.address
