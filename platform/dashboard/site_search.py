"""The search of the whole site: each part answers for what the reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core.types import Person
from courses.models import Course
from library.finding.facets import Filters
from library.finding.finder import Sort
from library.finding.finder import search as find_records
from mentoring.models import MentorProfile
from networks.models import Discussion, Network

MOST_OF_A_PART = 5


@dataclass(frozen=True)
class SiteSearchItem:
    """A search result."""

    title: str
    address: str
    about: str = ""


@dataclass(frozen=True)
class SiteSearchSection:
    """The results of one part: the first few, how many in all, and where the rest is."""

    heading: str
    items: Sequence[SiteSearchItem]
    total: int
    more: str = ""


def search_everything(text: str, reader: Person) -> list[SiteSearchSection]:
    """Search every part for the words; the library ranks, the smaller parts match every word."""
    return [
        _records(text, reader),
        _part(
            _("Courses"),
            _matching(Course.objects.visible_to(reader), text, "title", "summary").order_by(
                "title"
            ),
            lambda course: SiteSearchItem(
                course.title, course.get_absolute_url(), course.summary[:160]
            ),
        ),
        _part(
            _("Networks"),
            _matching(Network.objects.visible_to(reader), text, "name", "purpose").order_by("name"),
            lambda network: SiteSearchItem(
                network.name, network.get_absolute_url(), network.purpose[:160]
            ),
        ),
        _part(
            _("Discussions"),
            _matching(Discussion.objects.visible_to(reader), text, "title")
            .select_related("network")
            .order_by("-last_post_at"),
            lambda talk: SiteSearchItem(talk.title, talk.get_absolute_url(), talk.network.name),
        ),
        _part(
            _("Mentors"),
            _matching(MentorProfile.objects.visible_to(reader), text, "user__full_name", "headline")
            .select_related("user")
            .order_by("user__full_name"),
            lambda mentor: SiteSearchItem(
                mentor.user.full_name, mentor.get_absolute_url(), mentor.headline
            ),
        ),
    ]


def _records(text: str, reader: Person) -> SiteSearchSection:
    results = find_records(text=text, filters=Filters(), user=reader, sort=Sort.RELEVANCE)
    page = results.page("1", size=MOST_OF_A_PART)
    items = [
        SiteSearchItem(record.title, record.get_absolute_url(), record.summary[:160])
        for record in page.object_list
    ]
    more = reverse("library:finder", query={"q": text})
    return SiteSearchSection(_("Library"), items, page.paginator.count, more)


def _matching(things: QuerySet, text: str, *fields: str) -> QuerySet:
    """Return the things in which every word is in one of the fields."""
    for word in text.split()[:8]:
        things = things.filter(
            Q(*[(f"{field}__icontains", word) for field in fields], _connector=Q.OR)
        )
    return things


def _part(heading: str, things: QuerySet, item: Any) -> SiteSearchSection:
    return SiteSearchSection(
        heading, [item(thing) for thing in things[:MOST_OF_A_PART]], things.count()
    )
