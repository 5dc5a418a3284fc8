"""Networks and their discussions in the search of the whole site."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.searchers import SEARCHERS, FoundLine, Searcher, with_every_word
from core.types import Person
from networks.models import Discussion, Network


def find_networks(text: str, reader: Person) -> QuerySet[Network]:
    """Return the networks that the reader may know of, with every word in name or purpose."""
    return with_every_word(
        Network.objects.visible_to(reader).without_groups(), text, "name", "purpose"
    ).by_name()


def find_discussions(text: str, reader: Person) -> QuerySet[Discussion]:
    """Return discussions of the reader's networks, with every word in the title. Hidden ones are left out."""
    seen = Discussion.objects.visible_to(reader).shown().select_related("network")
    return with_every_word(seen, text, "title").newest_first()


def _network_line(network: Network) -> FoundLine:
    return FoundLine(network.name, network.get_absolute_url(), network.purpose[:160])


def _discussion_line(discussion: Discussion) -> FoundLine:
    return FoundLine(discussion.title, discussion.get_absolute_url(), discussion.network.name)


SEARCHERS.add(
    "networks",
    Searcher(_("Networks"), _("Network"), find=find_networks, line=_network_line),
    position=30,
)
SEARCHERS.add(
    "discussions",
    Searcher(_("Discussions"), _("Discussion"), find=find_discussions, line=_discussion_line),
    position=40,
)
