"""Courses in the search of the whole site."""

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.searchers import SEARCHERS, FoundLine, Searcher, with_every_word
from core.types import Person
from courses.models import Course


def find_courses(text: str, reader: Person) -> QuerySet[Course]:
    """Return the courses that the reader may see, with every word in title or summary."""
    seen = Course.objects.visible_to(reader)
    return with_every_word(seen, text, "title", "summary").order_by(Lower("title"), "pk")


def _line(course: Course) -> FoundLine:
    return FoundLine(course.title, course.get_absolute_url(), course.summary[:160])


SEARCHERS.add(
    "courses", Searcher(_("Courses"), _("Course"), find=find_courses, line=_line), position=20
)
