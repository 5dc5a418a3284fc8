"""Courses and programmes in the search of the whole site."""

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.searchers import SEARCHERS, FoundLine, Searcher, with_every_word
from core.types import Person
from courses.models import Course, Programme


def find_courses(text: str, reader: Person) -> QuerySet[Course]:
    """Return the courses that the reader may see, with every word in title or summary."""
    seen = Course.objects.visible_to(reader)
    return with_every_word(seen, text, "title", "summary").order_by(Lower("title"), "pk")


def find_programmes(text: str, reader: Person) -> QuerySet[Programme]:
    """Return the programmes that the reader may see, with every word in title or summary."""
    seen = Programme.objects.visible_to(reader)
    return with_every_word(seen, text, "title", "summary").order_by(Lower("title"), "pk")


def _line(thing: Course | Programme) -> FoundLine:
    return FoundLine(thing.title, thing.get_absolute_url(), thing.summary[:160])


def _list_address(text: str) -> str:
    return reverse("courses:course_list", query={"q": text})


SEARCHERS.add(
    "courses",
    Searcher(_("Courses"), _("Course"), find=find_courses, line=_line, list_address=_list_address),
    position=20,
)
SEARCHERS.add(
    "programmes",
    Searcher(
        _("Programmes"),
        _("Programme"),
        find=find_programmes,
        line=_line,
        list_address=_list_address,
    ),
    position=21,
)
