"""What an import changes in a record: found before it is written, shown to editors, kept to be undone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from library.catalogue.actions.checks import MAX_PLACES, MAX_TERMS, MAX_TOPICS, RelatedRows
from library.catalogue.actions.form_records import creator_names
from library.catalogue.models import Record
from library.exchange.citing.details import as_read, details_of
from library.vocabularies import languages
from library.vocabularies.choices import CreatorRole, EvidenceKind, RecordType
from library.vocabularies.dates import Issued, parse_issued
from library.vocabularies.licences import LICENCES
from library.vocabularies.models import Place, Term, Topic
from library.vocabularies.names import CreatorName, join_role

# In the order in which editors read them.
FACTS = (
    "title", "summary", "type", "publisher", "container", "volume", "issue", "pages", "doi", "isbn", "url",
    "language", "licence", "rights", "evidence_kind", "geography", "has_more_creators",
)  # fmt: skip
RELATED: Mapping[str, type[Topic] | type[Place] | type[Term]] = {
    "topics": Topic,
    "places": Place,
    "terms": Term,
}
_MOST = {"topics": MAX_TOPICS, "places": MAX_PLACES, "terms": MAX_TERMS}
_IN_ORDER = (*FACTS[:2], "issued", "creators", *FACTS[2:], *RELATED, "details")
# By field: text, a truth, the keys of related rows, one dictionary for each creator, or type fields by name.
Values = dict[str, Any]


def values_of(record: Record) -> Values:
    """Return what an import can change in a record. No query for one loaded with all that belongs to it."""
    return {
        **{name: getattr(record, name) for name in FACTS},
        "issued": str(record.issued or ""),
        **{name: sorted(thing.pk for thing in getattr(record, name).all()) for name in RELATED},
        "creators": [_creator_values(each) for each in creator_names(record.creators.all())],
        "details": {name: as_read(text) for name, text in details_of(record).items()},
    }


def values_after(
    record: Record, facts: Mapping[str, Any], links: RelatedRows, details: Mapping[str, str]
) -> Values:
    """Return the values that the record has once these facts and related rows are written."""
    after = values_of(record)
    after |= {name: value for name, value in facts.items() if name in FACTS}
    if facts.get("year"):
        after["issued"] = str(Issued(facts["year"], facts.get("month"), facts.get("day")))
    for name in RELATED:
        after[name] = sorted({thing.pk for thing in getattr(links, name)})
    after["creators"] = [_creator_values(each) for each in links.creators]
    after["details"] = {**after["details"], **details}
    return after


def difference(before: Values, after: Values) -> tuple[Values, Values]:
    """Return the values before and after of the fields that differ."""
    fields = [name for name in _IN_ORDER if not _is_same(name, before[name], after[name])]
    return {name: before[name] for name in fields}, {name: after[name] for name in fields}


def is_same_change(one: tuple[Values, Values], other: tuple[Values, Values]) -> bool:
    """Tell whether two changes have the same values before, and the same after."""
    return all(
        a.keys() == b.keys() and all(_is_same(name, a[name], b[name]) for name in a)
        for a, b in zip(one, other, strict=True)
    )


def taken_back(
    present: Values, before: Values, after: Values
) -> tuple[dict[str, Any], dict[str, Any], list[str]]:
    """Return the facts and the related rows by which a record gets its former values again, and what it keeps.

    It keeps the fields whose words were changed since. Of topics, places and terms only those that the import
    added or took away are reversed, and none where the record would be left without a topic or with too many.
    """
    facts: dict[str, Any] = {}
    related: dict[str, Any] = {}
    kept: list[str] = []
    for name, was in before.items():
        if name in RELATED:
            added, removed = set(after[name]) - set(was), set(was) - set(after[name])
            there = (set(present[name]) - added) | removed
            things = list(RELATED[name].objects.filter(pk__in=there).order_by("pk"))
            if len(things) <= _MOST[name] and (name != "topics" or things):
                related[name] = things
            else:
                kept.append(name)
        elif name == "details":
            again, is_whole = _details_again(present[name], was, after[name])
            related |= {"particulars": again} if again else {}
            kept += [] if is_whole else [name]
        elif not _is_same(name, present[name], after[name]):
            kept.append(name)
        elif name == "creators":
            related[name] = _creators_again(was)
        elif name == "issued":
            issued = parse_issued(was)
            facts |= {part: getattr(issued, part, None) for part in ("year", "month", "day")}
        else:
            facts[name] = was
    return facts, related, sorted(kept)


@dataclass(frozen=True)
class Replaced:
    """One field of a record in words: what it says, and what the import replaces it by."""

    label: str
    before: str
    after: str


class Wording:
    """Puts changes into words. One query for each kind of related row, for all changes together."""

    def __init__(self, changes: Sequence[tuple[Values, Values]]) -> None:
        self.labels: dict[str, dict[int, str]] = {}
        for name, model in RELATED.items():
            keys = {key for pair in changes for values in pair for key in values.get(name, [])}
            things = model.objects.in_bulk(keys) if keys else {}
            self.labels[name] = {pk: str(thing) for pk, thing in things.items()}

    def replaced(self, before: Values, after: Values) -> list[Replaced]:
        """Return each field that differs, in the order in which editors read them."""
        return [
            Replaced(_label(name), self._text(name, before[name]), self._text(name, after[name]))
            for name in _IN_ORDER
            if name in before
        ]

    def _text(self, name: str, value: Any) -> str:
        if name in RELATED:
            words = [self.labels[name].get(key, str(key)) for key in value]
            return "; ".join(sorted(words)) or _("nothing")
        if name == "creators":
            return "; ".join(_creator_text(each) for each in value) or _("nothing")
        if name == "details":
            return _details_text(value) or _("nothing")
        if name == "has_more_creators":
            return _("yes") if value else _("no")
        return _fact_text(name, value) or _("nothing")


def _fact_text(name: str, value: str) -> str:
    if name == "language":
        return languages.name_of(value)
    if name == "licence":
        return str(LICENCES[value][0]) if value in LICENCES else value
    kinds = {"type": RecordType, "evidence_kind": EvidenceKind}
    if name in kinds and value in kinds[name].values:
        return str(kinds[name](value).label)
    return value


def _label(name: str) -> str:
    own = {
        "issued": _("date"),
        "creators": _("people and organisations"),
        "details": _("fields of its type"),
    }
    return own.get(name) or str(Record._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _creator_values(creator: CreatorName) -> Values:
    return {
        "name": creator.name,
        "sort_name": creator.sort_name,
        "role": str(creator.role),
        "orcid": creator.orcid,
        "is_body": creator.organisation is not None,
        "organisation": creator.organisation.pk if creator.organisation else None,
        "user": creator.user.pk if creator.user else None,
    }


def _details_again(present: Values, was: Values, after: Values) -> tuple[Values, bool]:
    """Return the former type fields that nobody changed since, and whether those are all that the import changed."""
    changed = [name for name in {**was, **after} if was.get(name) != after.get(name)]
    own = [name for name in changed if present.get(name) == after.get(name)]
    return {name: was.get(name, "") for name in own}, len(own) == len(changed)


def _details_text(values: Values) -> str:
    return "; ".join(f"{name}: {text}" for name, text in values.items())


def _creators_again(kept: Sequence[Values]) -> list[CreatorName]:
    """Return the creators that a record had, with the organisations and accounts that are still there."""
    bodies = Organisation.objects.in_bulk({each["organisation"] for each in kept} - {None})
    users = User.objects.in_bulk({each["user"] for each in kept} - {None})
    return [
        CreatorName(
            each["name"],
            organisation=bodies.get(each["organisation"]),
            user=users.get(each["user"]),
            role=CreatorRole(each["role"]),
            orcid=each["orcid"],
            known_sort_name=each["sort_name"],
        )
        for each in kept
    ]


def _creator_text(values: Values) -> str:
    name = values["name"] if values["is_body"] else values["sort_name"]
    return join_role(f"{name} {values['orcid']}".strip(), values["role"])


def _is_same(name: str, one: Any, other: Any) -> bool:
    return _comparable(one) == _comparable(other) if name == "creators" else bool(one == other)


def _comparable(creators: Iterable[Values]) -> list[Values]:
    """Leave out the keys of organisations, as a new one has no key before it is written."""
    return [
        {key: value for key, value in each.items() if key != "organisation"} for each in creators
    ]
