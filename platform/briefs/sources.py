"""What can be put into a brief, and what a brief keeps of it: its words, its citation, its version and its address."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from briefs.states import PartKind
from core.types import Person
from core.web.requests import key_of
from courses.models import Course, Lesson
from indicators.catalogue.models import Indicator
from indicators.excerpts.drawing import figure_of, page_of, title_of
from indicators.excerpts.excerpt import ExcerptRefused, Selection
from indicators.excerpts.offering import offer_of
from indicators.excerpts.taking import take
from library.catalogue.models import Record, Version
from library.exchange.citing.cited_work import describe_work
from library.exchange.citing.styles import harvard
from library.recommendations.models import Recommendation
from library.vocabularies.models import Place

_LONGEST_SUMMARY = 600


@dataclass(frozen=True)
class Chosen:
    """A thing as a brief keeps it: the columns that lead to it, and what is said of it."""

    kind: PartKind
    columns: dict[str, Any]
    taken: dict[str, Any] = field(default_factory=dict)


def chosen_from(refs: Iterable[str], reader: Person) -> list[Chosen]:
    """Return the things that these words name, in their order; what the reader may not see is passed over.

    A word is a kind, a colon and a key: ``record:12``, ``recommendation:FSHL-2010-A1``, ``lesson:5``,
    ``figure:life-expectancy@luton``. One query or two for each kind; figures are read one by one.
    """
    wanted = [ref.partition(":")[::2] for ref in dict.fromkeys(refs)]
    keys = {kind: [key for each, key in wanted if each == kind] for kind in PartKind}
    found: dict[tuple[str, str], Chosen] = {}
    for record in records(key_of(key) for key in keys[PartKind.RECORD]):
        found[PartKind.RECORD, str(record.pk)] = of_record(record, current_version(record))
    for each in recommendations(keys[PartKind.RECOMMENDATION]):
        found[PartKind.RECOMMENDATION, each.reference] = of_recommendation(each)
    for lesson in lessons(reader).filter(pk__in=[key_of(k) for k in keys[PartKind.LESSON]]):
        found[PartKind.LESSON, str(lesson.pk)] = of_lesson(lesson)
    for key in keys[PartKind.FIGURE]:
        try:
            found[PartKind.FIGURE, key] = of_figure(usual_selection(key))
        except ExcerptRefused:
            continue
    return [found[pair] for pair in wanted if pair in found]


def records(keys: Iterable[int]) -> QuerySet[Record]:
    """Return the published records of these keys with all that a citation names."""
    published = Record.objects.published().filter(pk__in=list(keys))
    return published.exclude(current_version=None).select_related("current_version").for_list().with_places()  # fmt: skip


def current_version(record: Record) -> Version:
    """Return the current version of a record that has one."""
    version = record.current_version
    if version is None:
        raise ValueError("A record without a version cannot be cited.")
    return version


def recommendations(references: Sequence[str]) -> QuerySet[Recommendation]:
    """Return the published recommendations of these references."""
    plain = [each for each in references if "\0" not in each]
    return Recommendation.objects.published().filter(reference__in=plain).for_list()


def lessons(reader: Person) -> QuerySet[Lesson]:
    """Return the lessons of current versions of courses that this reader may find."""
    return Lesson.objects.filter(
        module__release__course__in=Course.objects.visible_to(reader).published(),
        module__release__published_at__isnull=False,
        module__release__superseded_at=None,
    ).select_related("module__release__course")


def of_record(record: Record, version: Version) -> Chosen:
    """Return what a brief keeps of one version of a record."""
    work = describe_work(record, version)
    return Chosen(
        PartKind.RECORD,
        {"version": version},
        {
            "title": record.title,
            "text": Truncator(" ".join(record.summary.split())).chars(_LONGEST_SUMMARY),
            "citation": harvard(work),
            "version": _("Version %(number)s in our library") % {"number": version.number},
            "address": settings.SITE_URL + version.get_absolute_url(),
        },
    )


def of_recommendation(recommendation: Recommendation) -> Chosen:
    """Return what a brief keeps of a recommendation: its text as it is now."""
    report = recommendation.report
    words = {
        "reference": recommendation.reference,
        "title": recommendation.title,
        "report": report.title,
        "year": report.year or _("no date"),
        "place": recommendation.place_in_report,
    }
    citation = _("%(reference)s: %(title)s. In: %(report)s (%(year)s).") % words
    if recommendation.page:
        citation += f" {words['place']}."
    return Chosen(
        PartKind.RECOMMENDATION,
        {"recommendation": recommendation},
        {
            "title": str(recommendation),
            "text": recommendation.text,
            "citation": citation,
            "version": _("Text as of %(day)s")
            % {"day": date_format(timezone.localdate(recommendation.changed_at))},
            "address": settings.SITE_URL + recommendation.get_absolute_url(),
        },
    )


def of_lesson(lesson: Lesson) -> Chosen:
    """Return what a brief keeps of a lesson."""
    release = lesson.module.release
    return Chosen(
        PartKind.LESSON,
        {"lesson": lesson},
        {
            "title": lesson.title,
            "text": "",
            "citation": _("Lesson “%(lesson)s”. In: %(course)s.")
            % {"lesson": lesson.title, "course": release.course.title},
            "version": _("Version %(number)s of the course") % {"number": release.number},
            "address": settings.SITE_URL + lesson.get_absolute_url(),
        },
    )


def usual_selection(key: str) -> Selection:
    """Return what is shown first of an indicator, for ``code`` or ``code@place``: of what there is in that place.

    Raises ``ExcerptRefused``.
    """
    code, _at, place_code = key.partition("@")
    indicator = Indicator.objects.listed().filter(code=code[:60].replace("\0", "")).first()
    if indicator is None:
        raise ExcerptRefused(_("There is no such indicator."))
    if not place_code:
        return offer_of(indicator).usual
    place = Place.objects.filter(code=place_code[:60].replace("\0", "")).first()
    if place is None:
        raise ExcerptRefused(_("There is no such place."))
    return offer_of(indicator, place=place).usual


def of_figure(selection: Selection) -> Chosen:
    """Take figures as they are now. Raises ``ExcerptRefused`` for what is not there or cannot be drawn."""
    taken = take(selection)
    excerpt, release = taken.excerpt, taken.release
    figure_of(excerpt, name="figure")
    origin = excerpt.origin
    return Chosen(
        PartKind.FIGURE,
        {"indicator": taken.indicator, "source": release, "selection": selection.to_plain()},
        {
            "title": title_of(excerpt),
            "text": "",
            "excerpt": excerpt.to_plain(),
            "citation": _("%(publisher)s: %(title)s. %(indicator)s. Licence: %(licence)s.")
            % {
                "publisher": origin.publisher,
                "title": origin.title,
                "indicator": excerpt.name,
                "licence": origin.licence,
            },
            "version": _("Release “%(release)s”, period: %(period)s")
            % {"release": release.title, "period": excerpt.period},
            "address": settings.SITE_URL + page_of(excerpt),
            "release": settings.SITE_URL + release.get_absolute_url(),
        },
    )
