"""The fields of each kind of submission: the type fields of its record, and what a report needs besides."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from library.catalogue.actions.checks import MAX_TOPICS
from library.catalogue.completeness import summary_problem
from library.catalogue.type_fields import Input, TypeField, type_fields_of
from library.vocabularies.choices import RecordType


class SubmissionKind(models.TextChoices):
    """What is proposed to the library."""

    CASE_STUDY = RecordType.CASE_STUDY.value, _("Case study")
    REPORT = RecordType.REPORT.value, _("Report")
    PROJECT = RecordType.PROJECT.value, _("Project")


# What the record of a report keeps in columns of its own.
_OF_A_REPORT = (
    TypeField(
        "publisher",
        _("Publisher"),
        _("Enter the publisher"),
        _("The organisation that published the report."),
        Input.LINE,
    ),
    TypeField(
        "year",
        _("Year"),
        _("Enter the year of publication"),
        _("For example 2025."),
        Input.YEAR,
    ),
    TypeField(
        "url",
        _("Web address"),
        _("Enter the address of the report, or add it as a file"),
        _("Where the report can be read. Leave it empty if you add the report as a file."),
        Input.LINK,
        is_required=False,
    ),
)

MAX_FILES = 10
MAX_CO_AUTHORS = 20
MAX_SOURCES = 20

_COMMON_ASKED: dict[str, StrOrPromise] = {
    "title": _("Enter a title"),
    "licence": _("Choose a licence"),
}
_NEEDS_PLACE = frozenset({SubmissionKind.CASE_STUDY, SubmissionKind.PROJECT})


def fields_of(kind: str) -> tuple[TypeField, ...]:
    """Return the fields of this kind beyond the common ones, in reading order."""
    return _OF_A_REPORT if kind == SubmissionKind.REPORT else type_fields_of(kind)


def missing_fields(
    kind: str, values: Mapping[str, Any], *, topic_count: int, file_count: int
) -> dict[str, StrOrPromise]:
    """Return the missing fields of a submission of this kind, each with the sentence that asks for it.

    ``values`` holds the common fields and the kind's own by name; an empty answer means complete.
    """
    lacks = {name: ask for name, ask in _COMMON_ASKED.items() if not values.get(name)}
    if ask := summary_problem(values.get("summary") or ""):
        lacks["summary"] = ask
    if kind in _NEEDS_PLACE and not values.get("place"):
        lacks["place"] = _("Enter the place")
    if not 1 <= topic_count <= MAX_TOPICS:
        lacks["topics"] = _("Choose one to six topics")
    for field in fields_of(kind):
        if field.is_required and not values.get(field.name):
            lacks[field.name] = field.ask
    if kind == SubmissionKind.REPORT and not values.get("url") and not file_count:
        lacks["url"] = _("Enter the address of the report, or add it as a file")
    return lacks
