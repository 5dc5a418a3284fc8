"""Published briefs in the search of the whole site."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from briefs.models import Brief
from briefs.models.briefs import BriefQuerySet
from briefs.register import with_words
from core.searchers import SEARCHERS, FoundLine, Searcher
from core.types import Person


def find_briefs(text: str, _reader: Person) -> BriefQuerySet:
    """Return published briefs with every word in their current version."""
    return with_words(Brief.objects.published(), text).order_by("-published_at", "-pk")


def _line(brief: Brief) -> FoundLine:
    return FoundLine(brief.title, brief.get_absolute_url(), brief.question)


def _list(text: str) -> str:
    return reverse("briefs:brief_list", query={"q": text})


SEARCHERS.add(
    "briefs",
    Searcher(_("Briefs"), _("Brief"), find=find_briefs, line=_line, list_address=_list),
    position=16,
)
