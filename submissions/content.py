"""What each kind of submission asks for: the one list behind forms, checks, previews, diffs and the record."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


class SubmissionKind(models.TextChoices):
    """What is proposed to the library."""

    CASE_STUDY = "case-study", _("Case study")
    REPORT = "report", _("Report")
    PROJECT = "project", _("Project")


class Input(StrEnum):
    """How a field is written."""

    PROSE = "prose"
    LINE = "line"
    LINK = "link"
    YEAR = "year"
    DAY = "day"


@dataclass(frozen=True)
class ContentField:
    """One field of a kind. ``ask`` is the sentence beside it when it is empty and must not be."""

    name: str
    label: StrOrPromise
    ask: StrOrPromise
    hint: StrOrPromise = ""
    input: Input = Input.PROSE
    is_required: bool = True
    is_published: bool = True

    @property
    def max_length(self) -> int:
        return 6_000 if self.input is Input.PROSE else 300


_CONTACT = ContentField(
    "contact",
    _("Contact"),
    _("Enter how readers can reach you"),
    _("Shown on the record. A team address lasts longer than a personal one."),
    Input.LINE,
)

CONTENT: dict[str, tuple[ContentField, ...]] = {
    SubmissionKind.CASE_STUDY: (
        ContentField(
            "problem",
            _("Problem"),
            _("Describe the problem"),
            _("Which inequality did you see, between whom, and how large was it?"),
        ),
        ContentField(
            "setting",
            _("Setting"),
            _("Describe the setting"),
            _("For example a group of general practices, a school, a housing service."),
        ),
        ContentField(
            "population",
            _("Population"),
            _("Say who the work was for"),
            _("Who was it for, and how many people did it reach?"),
        ),
        ContentField(
            "action",
            _("What was done"),
            _("Describe what was done"),
            _("Enough detail for someone else to try it: steps, people, time."),
        ),
        ContentField(
            "equity",
            _("How it was aimed at equity"),
            _("Say how the work was aimed at those with the worst outcomes"),
            _("How did you make sure that it reached those with the worst outcomes?"),
        ),
        ContentField(
            "partners",
            _("Partners"),
            _("Name your partners"),
            _("Who worked with you? Name organisations rather than people."),
            is_required=False,
        ),
        ContentField(
            "result",
            _("Result and how it was measured"),
            _("Describe the result and how you measured it"),
            _("What changed, for whom, by which measure, compared with what?"),
        ),
        ContentField(
            "cost",
            _("Cost"),
            _("Say what it cost"),
            _("Money and staff time, as far as you know them. “Not known” is an answer."),
        ),
        ContentField(
            "did_not_work",
            _("What did not work"),
            _("Say what did not work"),
            _("This is what others search for most. Reviewers value it."),
        ),
        ContentField(
            "lessons",
            _("Lessons learned"),
            _("Write the lessons learned"),
            _("What would you tell a colleague who starts the same tomorrow?"),
        ),
        _CONTACT,
    ),
    SubmissionKind.REPORT: (
        ContentField(
            "publisher",
            _("Publisher"),
            _("Enter the publisher"),
            _("The organisation that published the report."),
            Input.LINE,
        ),
        ContentField(
            "year",
            _("Year"),
            _("Enter the year of publication"),
            _("For example 2025."),
            Input.YEAR,
        ),
        ContentField(
            "url",
            _("Web address"),
            _("Enter the address of the report, or add it as a file"),
            _("Where the report can be read. Leave it empty if you add the report as a file."),
            Input.LINK,
            is_required=False,
        ),
    ),
    SubmissionKind.PROJECT: (
        ContentField(
            "aims",
            _("Aims"),
            _("Describe the aims"),
            _("Which inequality does the project want to reduce, and by how much?"),
        ),
        ContentField(
            "partners",
            _("Partners"),
            _("Name the partners"),
            _("Organisations that take part, and what each contributes."),
        ),
        ContentField("starts_on", _("Start"), _("Enter the day it starts"), "", Input.DAY),
        ContentField(
            "ends_on",
            _("End"),
            _("Enter the day it ends"),
            _("Leave it empty if no end is planned."),
            Input.DAY,
            is_required=False,
        ),
        _CONTACT,
    ),
}

MAX_FILES = 10
MAX_TOPICS = 6
MAX_CO_AUTHORS = 20

_COMMON_ASKED: dict[str, StrOrPromise] = {
    "title": _("Enter a title"),
    "summary": _("Write a summary"),
    "licence": _("Choose a licence"),
}
_NEEDS_PLACE = frozenset({SubmissionKind.CASE_STUDY, SubmissionKind.PROJECT})


def fields_of(kind: str) -> tuple[ContentField, ...]:
    """The fields that this kind has besides the common ones, in the order of reading."""
    return CONTENT[kind]


def missing(
    kind: str, values: Mapping[str, Any], *, topic_count: int, file_count: int
) -> dict[str, StrOrPromise]:
    """What a complete submission of this kind still lacks: the field and what to do about it.

    ``values`` holds the common fields and the kind's own by name; an empty answer means complete.
    """
    lacks = {name: ask for name, ask in _COMMON_ASKED.items() if not values.get(name)}
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


def shown(field: ContentField, value: Any) -> str:
    """The value as people read it: days in words, everything else as it was written."""
    if field.input is Input.DAY and value:
        return dt.date.fromisoformat(value).strftime("%-d %B %Y")
    return str(value) if value else ""
