"""Records and reading lists in the search of the whole site."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.searchers import MOST_SUGGESTED, SEARCHERS, FoundLine, Searcher, with_every_word
from core.types import Person
from library.catalogue.models import Record
from library.finding.facets import Filters
from library.finding.finder import Sort, search
from library.finding.search.autocomplete import complete
from library.lists.models import ReadingList
from library.recommendations.models import Recommendation


def find_records(text: str, reader: Person) -> Sequence[Record]:
    """Return the published records that the index finds, the best match first."""
    found = search(text=text, filters=Filters(), user=reader, sort=Sort.RELEVANCE)
    return found.records


def suggest_records(text: str, _reader: Person) -> list[FoundLine]:
    """Return titles of published records that have the typed words, the last one perhaps unfinished."""
    # Topics and organisations come first in this list and would leave no place for a title.
    found = [each for each in complete(text, most=3 * MOST_SUGGESTED) if each.kind == "title"]
    return [
        FoundLine(each.label, reverse("library:record_detail", args=[int(each.key)]))
        for each in found
    ]


def find_lists(text: str, reader: Person) -> QuerySet[ReadingList]:
    """Return collections and the reader's own lists, with every word in name or description."""
    seen = ReadingList.objects.visible_to(reader)
    return with_every_word(seen, text, "name", "about").order_by(Lower("name"), "pk")


def find_recommendations(text: str, reader: Person) -> QuerySet[Recommendation]:
    """Return recommendations with every word in reference, title or text."""
    found = with_every_word(Recommendation.objects.published(), text, "reference", "title", "text")
    return found.order_by("sorted_by", "pk")


def _recommendation_line(recommendation: Recommendation) -> FoundLine:
    address = recommendation.get_absolute_url()
    return FoundLine(str(recommendation), address, recommendation.text[:160])


def _register(text: str) -> str:
    return reverse("recommendations:recommendation_list", query={"q": text})


def _record_line(record: Record) -> FoundLine:
    return FoundLine(record.title, record.get_absolute_url(), record.summary[:160])


def _list_line(reading_list: ReadingList) -> FoundLine:
    address = reading_list.get_absolute_url()
    return FoundLine(reading_list.name, address, reading_list.about[:160])


def _finder(text: str) -> str:
    return reverse("library:finder", query={"q": text})


SEARCHERS.add(
    "records",
    Searcher(
        _("Library"),
        _("Library"),
        find=find_records,
        line=_record_line,
        suggest=suggest_records,
        list_address=_finder,
    ),
    position=10,
)
SEARCHERS.add(
    "lists",
    Searcher(_("Collections and lists"), _("List"), find=find_lists, line=_list_line),
    position=70,
)
SEARCHERS.add(
    "recommendations",
    Searcher(
        _("Recommendations"),
        _("Recommendation"),
        find=find_recommendations,
        line=_recommendation_line,
        list_address=_register,
    ),
    position=15,
)
