"""Public advice in the search of the whole site."""

from django.utils.translation import gettext_lazy as _

from advice.models import AdviceCase, AdviceCaseQuerySet
from core.searchers import SEARCHERS, FoundLine, Searcher, with_every_word
from core.types import Person


def find_advice(text: str, reader: Person) -> AdviceCaseQuerySet:
    """Return the public cases with every word in title, question or who asks."""
    found = with_every_word(AdviceCase.objects.public(), text, "title", "asked", "body")
    return found.order_by("-created_at", "-pk")


def _line(case: AdviceCase) -> FoundLine:
    return FoundLine(case.title, case.get_absolute_url(), case.body)


SEARCHERS.add(
    "advice", Searcher(_("Advice given"), _("Advice"), find=find_advice, line=_line), position=45
)
