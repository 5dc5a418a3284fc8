"""What can be chosen for a brief: what it is begun from, and what a search finds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from briefs.sources import lessons, recommendations, records
from briefs.states import PartKind
from core.searchers import with_every_word
from core.types import Person
from core.web.requests import key_of
from courses.models import Lesson
from indicators.catalogue.models import Indicator, Observation, Release
from library.catalogue.models import Record
from library.finding.finder import Sort, search
from library.finding.search_address import read_filters, run_search
from library.lists.contents import readable_records
from library.lists.models import ReadingList
from library.recommendations.chain import parts_of
from library.recommendations.models import Recommendation, Response
from library.vocabularies.models import Place

MOST_OFFERED = 20
_LONGEST_WORDS = 100


@dataclass(frozen=True)
class Candidate:
    """A thing to choose, by the word that names it."""

    ref: str
    title: str
    about: str = ""

    @property
    def key(self) -> str:
        """Return the key alone."""
        return self.ref.partition(":")[2]


@dataclass(frozen=True)
class Group:
    """Things of one kind under a heading."""

    heading: str
    candidates: Sequence[Candidate]


@dataclass(frozen=True)
class Start:
    """What a brief is begun from: words for its title, and things to choose."""

    origin: str = ""
    title: str = ""
    place: Place | None = None
    groups: Sequence[Group] = field(default_factory=tuple)
    # Those that are ticked at first.
    ticked: frozenset[str] = frozenset()


def start_from(query: QueryDict, reader: Person) -> Start:
    """Return what the address says to begin from: a list, a search, a place, a recommendation, a record or an indicator.

    What does not exist, or is not for this reader, is nothing.
    """
    lists = ReadingList.objects.visible_to(reader).filter(pk=key_of(query.get("list")))
    if reading_list := lists.first():
        found = list(readable_records(reading_list))[:MOST_OFFERED]
        return _start(reading_list.name, [_records_group(found)], title=reading_list.name)
    if place := Place.objects.filter(code=_plain(query.get("from_place"))).first():
        return _from_place(place)
    if each := recommendations([_plain(query.get("recommendation"))]).first():
        return _from_recommendation(each, reader)
    if record := records([key_of(query.get("record"))]).first():
        own = Recommendation.objects.of_report(record, most=MOST_OFFERED)
        groups = [_records_group([record]), _recommendations_group(own)]
        return _start(record.title, groups, tick={f"{PartKind.RECORD}:{record.pk}"})
    code = _plain(query.get("indicator"))
    if indicator := Indicator.objects.listed().filter(code=code).first():
        group = _figures_group([indicator], _plain(query.get("in")))
        return _start(indicator.name, [group], title=indicator.name)
    if query.get("q") or read_filters(query):
        found = run_search(query, user=reader).records[:MOST_OFFERED]
        return _start(_("a search of the library"), [_records_group(found)])
    return Start()


def found_for(words: str, reader: Person) -> list[Group]:
    """Return records, recommendations, indicators and lessons for these words."""
    words = words[:_LONGEST_WORDS].replace("\0", "").strip()
    if not words:
        return []
    filters = read_filters(QueryDict())
    found = search(text=words, filters=filters, user=reader, sort=Sort.RELEVANCE)
    proposals = with_every_word(
        Recommendation.objects.published(), words, "reference", "title", "text"
    )
    indicators = with_every_word(Indicator.objects.listed(), words, "name", "code").by_name()
    taught = with_every_word(lessons(reader), words, "title", "body")
    groups = [
        _records_group(found.records[:MOST_OFFERED]),
        _recommendations_group(proposals.for_list().in_order()[:MOST_OFFERED]),
        _figures_group(indicators[:MOST_OFFERED], ""),
        _lessons_group(taught),
    ]
    return [group for group in groups if group.candidates]


def _from_place(place: Place) -> Start:
    current = Release.objects.current().values("pk")
    measured = Observation.objects.filter(place=place, release__in=current)
    indicators = Indicator.objects.listed().filter(pk__in=measured.values("indicator")).by_name()
    about = Record.objects.published().filter(places__in=Place.objects.within(place)).distinct()
    answered = Response.objects.given().of_place(place).values("recommendation")
    proposals = Recommendation.objects.published().filter(pk__in=answered)
    groups = [
        _figures_group(indicators[:MOST_OFFERED], place.code),
        _recommendations_group(proposals.for_list().in_order()[:MOST_OFFERED]),
        _records_group(about.newest_first()[:MOST_OFFERED]),
    ]
    return _start(place.name, groups, title="", place=place)


def _from_recommendation(each: Recommendation, reader: Person) -> Start:
    """Offer its report, too, and what its page tells of: what was tried and learnt, and the lessons that teach it."""
    told = {line.names for part in parts_of(reader, each) for line in part.lines if line.names}
    keys = {kind: [int(word.partition(":")[2]) for word in told if word.startswith(f"{kind}:")] for kind in PartKind}  # fmt: skip
    tried = (
        records(keys[PartKind.RECORD]).exclude(pk=each.report.pk).order_by("-published_at", "-pk")
    )
    taught = lessons(reader).filter(pk__in=keys[PartKind.LESSON])
    groups = [
        _recommendations_group([each]),
        _records_group([each.report, *tried[:MOST_OFFERED]]),
        _lessons_group(taught),
    ]
    return _start(str(each), groups, title=each.title, tick={f"{PartKind.RECOMMENDATION}:{each.reference}"})  # fmt: skip


def _start(
    origin: str,
    groups: Iterable[Group],
    *,
    title: str = "",
    place: Place | None = None,
    tick: Iterable[str] | None = None,
) -> Start:
    some = [group for group in groups if group.candidates]
    return Start(origin, title[:150], place, some, frozenset(tick or ()))


def _records_group(found: Iterable[Record]) -> Group:
    return Group(
        _("Records"),
        [
            Candidate(
                f"{PartKind.RECORD}:{record.pk}",
                record.title,
                ", ".join(filter(None, [str(record.get_type_display()), str(record.year or "")])),
            )
            for record in found
        ],
    )


def _recommendations_group(found: Iterable[Recommendation]) -> Group:
    return Group(
        _("Recommendations"),
        [
            Candidate(f"{PartKind.RECOMMENDATION}:{each.reference}", str(each), each.report.title)
            for each in found
        ],
    )


def _lessons_group(found: QuerySet[Lesson]) -> Group:
    in_order = found.order_by("module__release__course__title", "position", "pk")
    return Group(
        _("Lessons"),
        [
            Candidate(
                f"{PartKind.LESSON}:{lesson.pk}", lesson.title, str(lesson.module.release.course)
            )
            for lesson in in_order[:MOST_OFFERED]
        ],
    )


def _figures_group(found: Iterable[Indicator], place: str) -> Group:
    at = f"@{place}" if place else ""
    return Group(
        _("Figures"),
        [Candidate(f"{PartKind.FIGURE}:{each.code}{at}", each.name, each.unit) for each in found],
    )


def _plain(text: str | None) -> str:
    return (text or "")[:60].replace("\0", "")
