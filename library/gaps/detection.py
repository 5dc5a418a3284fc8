"""Finding gaps by rule: what the index of the library lacks, and what people searched for in vain.

Decision 54 tells the thresholds and why.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from library.finding.facets import FacetLabels
from library.finding.models import Gap
from library.finding.models import GapState as SearchState
from library.finding.search.engine import Search
from library.finding.search.query import parse
from library.gaps.models import Origin, Priority
from library.vocabularies.choices import EvidenceKind, RecordType, TermKind

# The newest work on a topic is older than this.
OLD_AFTER_YEARS = 10
# A topic has so many works that a review, or a word on groups, can be expected.
ENOUGH_RECORDS = 5
# A topic and a group are each so well covered that nothing on both is a gap, not chance.
WELL_COVERED = 10
# Groups are compared once this share of all records names any: before, the catalogue has a gap, not the evidence.
SHARE_WITH_GROUPS = 0.1
# So many times different people searched for it in vain.
OFTEN_SEARCHED = 5
_REVIEWS = (EvidenceKind.SYSTEMATIC_REVIEW.value, EvidenceKind.OTHER_REVIEW.value)
Facts = Mapping[str, int]


@dataclass(frozen=True)
class FoundGap:
    """A gap that a rule finds; ``facts`` are what it rests on, and change when it is worth another look."""

    key: str
    origin: Origin
    title: str
    rationale: str
    priority: Priority
    facts: Facts
    topic: str = ""
    population: str = ""
    words: str = ""
    # What it came from, as a gap keeps it (``library.gaps.came_from``).
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Holdings:
    """What the library holds, by topic, counted from the index. Four queries, however much it is."""

    labels: FacetLabels = field(default_factory=FacetLabels)
    search: Search = field(default_factory=lambda: Search(parse("")))

    @property
    def topics(self) -> list[tuple[str, str, str | None]]:
        return self.labels.topics


def find_gaps(today: dt.date) -> list[FoundGap]:
    """Return every gap that the rules find today, the most pressing first. Five queries."""
    holdings = Holdings()
    found = [
        *_by_topic(holdings, today),
        *_by_group(holdings),
        *(_of_search(gap) for gap in _often_searched()),
    ]
    return sorted(found, key=lambda gap: (gap.priority, gap.key))


def grown(number: int) -> int:
    """Return the last power of two up to a number: facts change when it has doubled, not with each record."""
    return 1 << (number.bit_length() - 1) if number > 0 else 0


def _by_topic(holdings: Holdings, today: dt.date) -> Iterator[FoundGap]:
    search = holdings.search
    counts, newest = search.counts("topic"), search.latest_years("topic")
    by_type = search.cross_counts("topic", "type")
    by_kind = search.cross_counts("topic", "evidence")
    with_groups = {topic for topic, _group in search.cross_counts("topic", "population")}
    names_groups = search.with_any("population") >= SHARE_WITH_GROUPS * max(search.total, 1)
    for code, label, parent in holdings.topics:
        count = counts.get(code, 0)
        if not count:
            # Where the broader topic has nothing either, that one is the gap.
            if parent is None or counts.get(parent):
                yield _nothing(code, label)
            continue
        year = newest.get(code, 0)
        if year and year < today.year - OLD_AFTER_YEARS:
            yield _only_old(code, label, year)
        if count < ENOUGH_RECORDS:
            continue
        has_review = (code, RecordType.EVIDENCE_REVIEW.value) in by_type
        if not has_review and not any((code, kind) in by_kind for kind in _REVIEWS):
            yield _no_review(code, label, count)
        if names_groups and code not in with_groups:
            yield _no_groups(code, label, count)


def _by_group(holdings: Holdings) -> Iterator[FoundGap]:
    search = holdings.search
    groups = search.counts("population")
    if search.with_any("population") < SHARE_WITH_GROUPS * max(search.total, 1):
        return
    pairs = search.cross_counts("topic", "population")
    described = {topic for topic, _group in pairs}
    counts = search.counts("topic")
    names = {
        code: name for kind, code, name in holdings.labels.terms if kind == TermKind.POPULATION
    }
    for code, label, parent in holdings.topics:
        # Broad topics only: below them, nothing on a pair is too often chance.
        if parent or counts.get(code, 0) < WELL_COVERED or code not in described:
            continue
        for group, count in groups.items():
            if count >= WELL_COVERED and group in names and (code, group) not in pairs:
                yield _nothing_for(code, label, group, names[group])


def _nothing(code: str, label: str) -> FoundGap:
    return FoundGap(
        key=f"no-evidence:topic={code}",
        origin=Origin.NO_EVIDENCE,
        title=_("No evidence on %(topic)s") % {"topic": label},
        rationale=_("The library has no record on this topic."),
        priority=Priority.HIGH,
        facts={"records": 0},
        topic=code,
    )


def _nothing_for(code: str, label: str, group: str, name: str) -> FoundGap:
    return FoundGap(
        key=f"no-evidence:topic={code}:population={group}",
        origin=Origin.NO_EVIDENCE,
        title=_("No evidence on %(topic)s for %(group)s") % {"topic": label, "group": name},
        rationale=_(
            "The library has work on the topic and work on the group, but none on both together."
        ),
        priority=Priority.MEDIUM,
        facts={"records": 0},
        topic=code,
        population=group,
    )


def _only_old(code: str, label: str, year: int) -> FoundGap:
    return FoundGap(
        key=f"old-evidence:topic={code}",
        origin=Origin.OLD_EVIDENCE,
        title=_("No recent evidence on %(topic)s") % {"topic": label},
        rationale=_("The newest record on this topic is from %(year)d.") % {"year": year},
        priority=Priority.MEDIUM,
        facts={"newest": year},
        topic=code,
    )


def _no_review(code: str, label: str, count: int) -> FoundGap:
    words = ngettext(
        "The library has %(count)d record on this topic, and no review that sums up what they show.",
        "The library has %(count)d records on this topic, and no review that sums up what they show.",
        count,
    )
    return FoundGap(
        key=f"no-synthesis:topic={code}",
        origin=Origin.NO_SYNTHESIS,
        title=_("No review of the evidence on %(topic)s") % {"topic": label},
        rationale=words % {"count": count},
        priority=Priority.MEDIUM,
        facts={"records": grown(count)},
        topic=code,
    )


def _no_groups(code: str, label: str, count: int) -> FoundGap:
    words = ngettext(
        "The library has %(count)d record on this topic, and none says for which groups its results hold.",
        "The library has %(count)d records on this topic, and none says for which groups its results hold.",
        count,
    )
    return FoundGap(
        key=f"no-groups:topic={code}",
        origin=Origin.NO_GROUPS,
        title=_("No effects by group on %(topic)s") % {"topic": label},
        rationale=words % {"count": count},
        priority=Priority.LOW,
        facts={"records": grown(count)},
        topic=code,
    )


def _often_searched() -> QuerySet[Gap]:
    """Return searches in vain that editors have not decided on. Nothing in them tells who searched."""
    wanted = Gap.objects.filter(state=SearchState.OPEN, times__gte=OFTEN_SEARCHED)
    return wanted.most_wanted_first()


def _of_search(gap: Gap) -> FoundGap:
    return FoundGap(
        key=f"search:{gap.text}",
        origin=Origin.SEARCH,
        title=_("Nothing found for “%(words)s”") % {"words": gap.text},
        rationale=_("People searched the library for these words and found nothing."),
        priority=Priority.MEDIUM,
        facts={"times": grown(gap.times)},
        words=gap.text,
        sources=(f"search:{gap.text}",),
    )
