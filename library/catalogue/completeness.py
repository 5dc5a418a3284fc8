"""The rules for a complete record: the fields that readers and catalogues need of each type."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from library.catalogue.type_fields import type_fields_of
from library.vocabularies.choices import RecordType

SHORTEST_SUMMARY = 150

_ASKS: dict[str, StrOrPromise] = {
    "title": _("Enter the title."),
    "year": _("Enter when it was issued."),
    "publisher": _("Enter the publisher."),
    "container": _("Enter the journal or book it appeared in."),
    "licence": _("Choose a licence."),
    "evidence_kind": _("Choose the kind of evidence."),
    "creators": _("Enter at least one person or organisation that made it."),
    "places": _("Choose the place it is about."),
    "topics": _("Choose at least one topic."),
    "summary": _("Write a summary of at least 150 characters."),
    "url": _("Enter where it can be read, or add it as a file."),
}
_ALWAYS = ("title", "topics", "creators")
_OF_TYPE: dict[str, tuple[str, ...]] = {
    RecordType.REPORT: ("year", "publisher"),
    RecordType.EVIDENCE_REVIEW: ("year", "publisher", "evidence_kind"),
    RecordType.POLICY_BRIEF: ("year", "publisher"),
    RecordType.GUIDANCE: ("year", "publisher"),
    RecordType.CASE_STUDY: ("year", "places", "licence"),
    RecordType.PROJECT: ("places",),
    RecordType.DATASET: ("year", "publisher", "licence"),
    RecordType.ARTICLE: ("year", "container"),
    RecordType.TEACHING_RESOURCE: ("licence",),
}
# Types whose text is in the library; all others need an address or a file.
_TOLD_HERE = frozenset({RecordType.CASE_STUDY, RecordType.PROJECT})


def required_fields(type: str) -> frozenset[str]:  # noqa: A002  (the word of the catalogue)
    """Return the common fields that a complete record of this type has."""
    return frozenset([*_ALWAYS, *_OF_TYPE[type]])


def prompts_for_missing_fields(type: str) -> dict[str, StrOrPromise]:  # noqa: A002
    """Return, for each required field of the type, the sentence that asks for it."""
    own = {field.name: field.ask for field in type_fields_of(type)}
    return {**_ASKS, "issued": _ASKS["year"], **own}


def missing_fields(
    type: str,  # noqa: A002
    values: Mapping[str, Any],
    *,
    has_document: bool,
) -> dict[str, StrOrPromise]:
    """Return the missing fields of a record of this type, each with the sentence that asks for it.

    ``values`` holds the common fields and the type's own by name; lists count as given when they are not
    empty. ``has_document`` tells of a file or a text in the library. An empty answer means complete.
    """
    lacks = {name: _ASKS[name] for name in sorted(required_fields(type)) if not values.get(name)}
    if ask := summary_problem(values.get("summary") or ""):
        lacks["summary"] = ask
    for field in type_fields_of(type):
        if field.is_required and not values.get(field.name):
            lacks[field.name] = field.ask
    has_address = values.get("url") or values.get("doi")
    if type not in _TOLD_HERE and not has_address and not has_document:
        lacks["url"] = _ASKS["url"]
    return lacks


def summary_problem(summary: str) -> StrOrPromise:
    """Return why a summary is not enough to tell readers what the work is; empty when it is."""
    length = len(" ".join(summary.split()))
    if not length:
        return _("Write a summary.")
    if length >= SHORTEST_SUMMARY:
        return ""
    words = {"least": SHORTEST_SUMMARY, "length": length}
    return _("Write at least %(least)s characters. You have written %(length)s.") % words
