"""News of the institute's areas: numbers, and the newest things behind them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.types import Person
from courses.models import Course
from library.catalogue.models import Record
from library.vocabularies.choices import RecordType
from mentoring.models import MentorProfile
from networks.models import Network

_FEW = 3


@dataclass(frozen=True)
class AreaItem:
    """A thing with the address of its page."""

    title: str
    address: str
    about: str = ""


@dataclass(frozen=True)
class AreaSection:
    """A few things of one kind, under a heading."""

    heading: str
    items: Sequence[AreaItem]


@dataclass(frozen=True)
class AreaNews:
    """The present news of an area."""

    numbers: Sequence[tuple[int, str]] = ()
    shelves: Sequence[AreaSection] = field(default_factory=list)


def news_of(slug: str, reader: Person) -> AreaNews:
    """Return the news of the area as far as this reader may see it. At most six queries."""
    numbers, shelves = _AREAS[slug](reader)
    return AreaNews(
        [number for number in numbers if number[0]], [shelf for shelf in shelves if shelf.items]
    )


News = tuple[list[tuple[int, str]], list[AreaSection]]


def _policy(reader: Person) -> News:
    records = Record.objects.visible_to(reader)
    briefs = records.filter(type=RecordType.POLICY_BRIEF)
    reviews = records.filter(topics__code="national-reviews-strategies").distinct()
    return (
        [],
        [
            AreaSection(_("The newest policy briefs"), _records(briefs)),
            AreaSection(_("National reviews and strategies"), _records(reviews)),
        ],
    )


def _practice(reader: Person) -> News:
    studies = Record.objects.visible_to(reader).filter(type=RecordType.CASE_STUDY)
    networks = Network.objects.listed()
    return (
        [
            _number(studies, lambda n: ngettext("case study", "case studies", n)),
            _number(networks, lambda n: ngettext("network", "networks", n)),
        ],
        [
            AreaSection(_("The newest case studies"), _records(studies)),
            AreaSection(_("Networks"), _networks(networks)),
        ],
    )


def _evidence(reader: Person) -> News:
    records = Record.objects.visible_to(reader)
    reviews = records.filter(type=RecordType.EVIDENCE_REVIEW)
    return (
        [
            _number(records, lambda n: ngettext("report", "reports", n)),
            _number(reviews, lambda n: ngettext("evidence review", "evidence reviews", n)),
        ],
        [AreaSection(_("The newest evidence reviews"), _records(reviews))],
    )


def _capacity(reader: Person) -> News:
    courses = Course.objects.published()
    networks = Network.objects.listed()
    return (
        [
            _number(courses, lambda n: ngettext("course", "courses", n)),
            _number(MentorProfile.objects.approved(), lambda n: ngettext("mentor", "mentors", n)),
            _number(networks, lambda n: ngettext("network", "networks", n)),
        ],
        [
            AreaSection(
                _("Courses"),
                [
                    AreaItem(course.title, course.get_absolute_url(), course.summary)
                    for course in courses.order_by("title", "pk")[:_FEW]
                ],
            ),
            AreaSection(_("Networks"), _networks(networks)),
        ],
    )


_AREAS: dict[str, Callable[[Person], News]] = {
    "influencing-policy": _policy,
    "learning-from-practice": _practice,
    "building-the-evidence-base": _evidence,
    "capacity-building": _capacity,
}


def _number(things: QuerySet, label: Callable[[int], str]) -> tuple[int, str]:
    count = things.count()
    return count, label(count)


def _records(records: QuerySet[Record]) -> list[AreaItem]:
    newest = records.order_by("-published_at", "-year", "-pk")[:_FEW]
    return [
        AreaItem(record.title, record.get_absolute_url(), _source_of(record)) for record in newest
    ]


def _source_of(record: Record) -> str:
    return ", ".join(str(part) for part in (record.publisher, record.year) if part)


def _networks(networks: QuerySet[Network]) -> list[AreaItem]:
    some = networks.order_by("name", "pk")[:_FEW]
    return [AreaItem(network.name, network.get_absolute_url(), network.purpose) for network in some]
