"""Mentors in the search of the whole site."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.searchers import SEARCHERS, FoundLine, Searcher, with_every_word
from core.types import Person
from mentoring.models import MentorProfile


def find_mentors(text: str, reader: Person) -> QuerySet[MentorProfile]:
    """Return approved mentors with every word in name or headline, for readers who are signed in."""
    seen = MentorProfile.objects.visible_to(reader).approved().select_related("user")
    found = with_every_word(seen, text, "user__full_name", "headline")
    return found.order_by("user__full_name", "pk")


def _line(mentor: MentorProfile) -> FoundLine:
    return FoundLine(mentor.user.full_name, mentor.get_absolute_url(), mentor.headline)


SEARCHERS.add(
    "mentors", Searcher(_("Mentors"), _("Mentor"), find=find_mentors, line=_line), position=60
)
