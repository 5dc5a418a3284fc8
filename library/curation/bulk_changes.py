"""Plan what a bulk edit would change in each record; its preview and the edit share this."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from library.catalogue.actions.checks import MAX_PLACES, MAX_TERMS, MAX_TOPICS
from library.catalogue.models import Record
from library.catalogue.models.records import RecordQuerySet
from library.vocabularies import languages
from library.vocabularies.choices import EvidenceKind
from library.vocabularies.licences import LICENCES
from library.vocabularies.models import Place, Term, Topic
from library.vocabularies.place_names import narrowest

Thing = Topic | Place | Term
RELATED_FIELDS: dict[str, type[Topic] | type[Place] | type[Term]] = {
    "topics": Topic,
    "places": Place,
    "terms": Term,
}
TEXT_FIELDS = ("language", "licence", "evidence_kind", "publisher")
MOST = {"topics": MAX_TOPICS, "places": MAX_PLACES, "terms": MAX_TERMS}
MOST_RECORDS = 500


@dataclass(frozen=True)
class Change:
    """What a bulk edit shall do: related rows to add and to remove, and new text for a field."""

    adds: Mapping[str, Sequence[Thing]] = field(default_factory=dict)
    removes: Mapping[str, Sequence[Thing]] = field(default_factory=dict)
    sets: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any([*self.adds.values(), *self.removes.values(), self.sets])

    @property
    def in_words(self) -> str:
        """Describe the change in words for the history of edits."""
        added = [
            _("add %(thing)s") % {"thing": thing} for each in self.adds.values() for thing in each
        ]
        gone = [
            _("remove %(thing)s") % {"thing": thing}
            for each in self.removes.values()
            for thing in each
        ]
        new = [f"{_label(name)}: {display_value(name, value)}" for name, value in self.sets.items()]
        return "; ".join([*added, *gone, *new])


@dataclass(frozen=True)
class Planned:
    """One record of a bulk edit: its related rows and text afterwards, or why it is left alone."""

    record: Record
    added: Mapping[str, list[Thing]]
    removed: Mapping[str, list[Thing]]
    before: Mapping[str, str]
    after: Mapping[str, str]
    problem: str = ""

    @property
    def changes_something(self) -> bool:
        """Tell whether the edit changes anything in this record."""
        return not self.problem and bool(self.added or self.removed or self.after)

    @property
    def lines(self) -> list[str]:
        """Describe each change of the record in words."""
        return [*self._lines()]

    def _lines(self) -> Iterator[str]:
        for things in self.added.values():
            yield from (f"+ {thing}" for thing in things)
        for things in self.removed.values():
            yield from (f"− {thing}" for thing in things)
        for name, value in self.after.items():
            words = {
                "from": display_value(name, self.before[name]),
                "to": display_value(name, value),
            }
            yield f"{_label(name)}: " + _("%(from)s → %(to)s") % words


def plan_change(record: Record, change: Change) -> Planned:
    """Return what the change would do to the record. No query for records of ``for_bulk``."""
    added: dict[str, list[Thing]] = {}
    removed: dict[str, list[Thing]] = {}
    problem = ""
    for name in RELATED_FIELDS:
        there: list[Any] = list(getattr(record, name).all())
        gone = [thing for thing in change.removes.get(name, ()) if thing in there]
        new = [thing for thing in change.adds.get(name, ()) if thing not in there]
        after = [thing for thing in there if thing not in gone] + new
        if name == "places" and new:
            # A place says all wider ones already, and one that is wider than what is there says less.
            after = narrowest(after)
            new = [thing for thing in new if thing in after]
            gone = [thing for thing in there if thing not in after]
        problem = problem or _problem(name, after, has_changed=bool(gone or new))
        if new:
            added[name] = new
        if gone:
            removed[name] = gone
    new_words = {name: v for name, v in change.sets.items() if getattr(record, name) != v}
    old_words = {name: getattr(record, name) for name in new_words}
    return Planned(record, added, removed, old_words, new_words, problem)


def for_bulk(keys: Sequence[int]) -> RecordQuerySet:
    """Return the published records among these keys, with all that a bulk edit compares."""
    published = Record.objects.published().filter(pk__in=keys[:MOST_RECORDS])
    return published.with_topics().with_places().with_terms().order_by("title", "pk")


def display_value(name: str, value: str) -> str:
    """Return the value of a field in words for editors."""
    if not value:
        return _("not stated")
    if name == "language":
        return languages.name_of(value)
    if name == "licence":
        return str(LICENCES[value][0]) if value in LICENCES else value
    if name == "evidence_kind":
        return str(EvidenceKind(value).label)
    return value


def _label(name: str) -> str:
    return str(Record._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _problem(name: str, after: Sequence[Thing], *, has_changed: bool) -> str:
    if not has_changed:
        return ""
    if name == "topics" and not after:
        return _("It would have no topic.")
    if len(after) <= MOST[name]:
        return ""
    words = {"what": _label(name), "count": len(after), "most": MOST[name]}
    return _("It would have %(count)s %(what)s. The limit is %(most)s.") % words
