"""Checks that a record must pass before it is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from core.validators import no_control_characters, no_control_characters_in_paragraphs
from library.catalogue.models import Record
from library.catalogue.type_fields import Input, type_fields_of
from library.vocabularies.dates import date_problem as problem_of_date
from library.vocabularies.identifiers import normalise_doi, normalise_isbn, normalise_orcid
from library.vocabularies.models import Place, Term, Topic
from library.vocabularies.names import CreatorName
from library.vocabularies.place_names import narrowest

# What the catalogue says about a work in words, numbers and codes.
CATALOGUE_FIELDS = frozenset(
    [
        "year", "month", "day", "publisher", "container", "volume", "issue", "pages", "doi", "isbn",
        "geography", "url", "licence", "rights", "language", "evidence_kind", "has_more_creators",
        "where_seen",
    ]
)  # fmt: skip
CORRECTABLE = CATALOGUE_FIELDS | {"type", "title", "summary"}

MAX_TOPICS = 6
MAX_PLACES = 20
MAX_TERMS = 20
MAX_CREATORS = 200
MOST_LETTERS_OF_A_NAME = 200
_LINES = ("title", "publisher", "container", "volume", "issue", "pages", "geography", "licence",
          "rights", "where_seen")  # fmt: skip
_IDENTIFIERS = {"doi": normalise_doi, "isbn": normalise_isbn}


@dataclass(frozen=True)
class RelatedRows:
    """The rows that belong to a record: its topics, places, terms and creators."""

    topics: Sequence[Topic]
    creators: Sequence[CreatorName]
    places: Sequence[Place] = ()
    terms: Sequence[Term] = ()


def validate_record(
    record: Record, links: RelatedRows, particulars: Mapping[str, Any]
) -> RelatedRows:
    """Check a record and return its related rows, each once, with their identifiers normalised.

    Raises ``ValidationError`` with everything that does not hold, by field.
    """
    problems = problems_of(record)
    problems |= _problems_of_particulars(record.type, particulars)
    topics = list(dict.fromkeys(links.topics))
    if not 1 <= len(topics) <= MAX_TOPICS:
        problems["topics"] = [_("Choose between one and %(most)s topics.") % {"most": MAX_TOPICS}]
    places, terms = narrowest(links.places), list(dict.fromkeys(links.terms))
    if len(places) > MAX_PLACES:
        problems["places"] = [_("Choose at most %(most)s places.") % {"most": MAX_PLACES}]
    if len(terms) > MAX_TERMS:
        problems["terms"] = [_("Choose at most %(most)s of them.") % {"most": MAX_TERMS}]
    creators, wrong = _checked_creators(links.creators)
    if wrong:
        problems["creators"] = wrong
    if problems:
        raise ValidationError(problems)
    return RelatedRows(topics, creators, places, terms)


def problems_of(record: Record) -> dict[str, list[str]]:
    """Return what is wrong in the fields of a record, by field, and normalise its identifiers."""
    problems: dict[str, list[str]] = {}
    for field, read in _IDENTIFIERS.items():
        try:
            setattr(record, field, read(getattr(record, field)))
        except ValidationError as error:
            problems[field] = error.messages
    try:
        # Without asking the database: its constraints have the last word when the record is written.
        record.clean_fields(exclude=["current_version", "depositor", "replaced_by", *problems])
    except ValidationError as error:
        problems |= error.message_dict
    date = problem_of_date(record.year, record.month, record.day)
    if date and "year" not in problems:
        problems["year"] = [date]
    for field in _LINES:
        _look_for_controls(problems, field, getattr(record, field))
    try:
        no_control_characters_in_paragraphs(record.summary)
    except ValidationError as error:
        problems.setdefault("summary", error.messages)
    return problems


def name_problem(name: str) -> str:
    """Return why a name is too long to be one; empty when it is not."""
    if len(name) <= MOST_LETTERS_OF_A_NAME:
        return ""
    words = {"name": name[:40], "most": MOST_LETTERS_OF_A_NAME}
    return _("The name “%(name)s…” has more than %(most)s characters.") % words


def _checked_creators(creators: Sequence[CreatorName]) -> tuple[list[CreatorName], list[str]]:
    kept, wrong = list[CreatorName](), list[str]()
    if len(creators) > MAX_CREATORS:
        wrong.append(_("Enter at most %(most)s.") % {"most": MAX_CREATORS})
    for creator in creators[:MAX_CREATORS]:
        try:
            no_control_characters(creator.name)
            kept.append(replace(creator, orcid=normalise_orcid(creator.orcid)))
        except ValidationError as error:
            wrong += error.messages
        if problem := name_problem(creator.name):
            wrong.append(problem)
    return kept, wrong


def _problems_of_particulars(type_: str, values: Mapping[str, Any]) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    for field in type_fields_of(type_):
        text = values.get(field.name) or ""
        if len(str(text)) > field.max_length:
            most = {"most": field.max_length}
            problems[field.name] = [_("Write at most %(most)s characters.") % most]
        if field.choices and text and text not in field.choices.values:
            problems[field.name] = [_("Choose one from the list.")]
        try:
            if field.input is Input.LINK and text:
                URLValidator(schemes=["http", "https"])(text)
            no_control_characters_in_paragraphs(str(text))
        except ValidationError as error:
            problems[field.name] = error.messages
    return problems


def _look_for_controls(problems: dict[str, list[str]], field: str, text: str) -> None:
    try:
        no_control_characters(text)
    except ValidationError as error:
        problems.setdefault(field, error.messages)
