"""People in the search of the whole site."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.profiles.visibility import found_by_name
from core.searchers import SEARCHERS, FoundLine, Searcher
from core.types import Person


def find_people(text: str, reader: Person) -> QuerySet[User]:
    """Return the people who let this reader find them by their name."""
    return found_by_name(reader, text).order_by("full_name", "pk")


def _line(person: User) -> FoundLine:
    return FoundLine(person.full_name, reverse("dashboard:person", args=[person.pk]))


SEARCHERS.add(
    "people", Searcher(_("People"), _("Person"), find=find_people, line=_line), position=50
)
