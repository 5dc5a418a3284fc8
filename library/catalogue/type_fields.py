"""The fields of each type of record beyond the common ones: the one list behind forms, checks,
previews, comparisons and the record's text.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from core.text import render_markdown
from library.vocabularies.choices import RecordType

_HEADING = re.compile(r"^(#{1,5})(?=\s)", re.MULTILINE)


class Input(StrEnum):
    """How a type field is entered in a form."""

    PROSE = "prose"
    LINE = "line"
    LINK = "link"
    YEAR = "year"
    DAY = "day"
    CHOICE = "choice"


class Targeting(models.TextChoices):
    """Whom a piece of work is for, measured by need."""

    UNIVERSAL = "universal", _("Universal: the same offer for everyone")
    TARGETED = "targeted", _("Targeted: only for those with the greatest need")
    PROPORTIONATE = (
        "proportionate",
        _("Proportionate: for everyone, and more where need is greater"),
    )


@dataclass(frozen=True)
class TypeField:
    """One field of a type. ``ask`` is the sentence beside it when it is empty and must not be."""

    name: str
    label: StrOrPromise
    ask: StrOrPromise
    hint: StrOrPromise = ""
    input: Input = Input.PROSE
    is_required: bool = True
    # What a field of ``Input.CHOICE`` can hold.
    choices: type[models.TextChoices] | None = None

    @property
    def max_length(self) -> int:
        return 6_000 if self.input is Input.PROSE else 300


_CONTACT = TypeField(
    "contact",
    _("Contact"),
    _("Enter how readers can reach you"),
    _("Shown on the record. A team address lasts longer than a personal one."),
    Input.LINE,
)

_PARTICULARS: dict[str, tuple[TypeField, ...]] = {
    RecordType.CASE_STUDY: (
        TypeField(
            "problem",
            _("Problem"),
            _("Describe the problem"),
            _("Which inequality did you see, between whom, and how large was it?"),
        ),
        TypeField(
            "setting",
            _("Setting"),
            _("Describe the setting"),
            _("For example a group of general practices, a school or a housing service."),
        ),
        TypeField(
            "population",
            _("Population"),
            _("Say who the work was for"),
            _("Who was it for, and how many people did it reach?"),
        ),
        TypeField(
            "action",
            _("What was done"),
            _("Describe what was done"),
            _("Enough detail for someone else to try it: steps, people, time."),
        ),
        TypeField(
            "equity",
            _("How it promoted equity"),
            _("Say how the work reached those with the worst outcomes"),
            _("How did you make sure that it reached those with the worst outcomes?"),
        ),
        TypeField(
            "targeting",
            _("Equity targeting"),
            _("Choose who the offer was for"),
            _("Who the offer was for, by level of need."),
            Input.CHOICE,
            is_required=False,
            choices=Targeting,
        ),
        TypeField(
            "adaptations",
            _("Adaptations"),
            _("Describe what you adapted"),
            _("What did you change along the way, or from the model that you followed, and why?"),
            is_required=False,
        ),
        TypeField(
            "partners",
            _("Partners"),
            _("Name your partners"),
            _("Who worked with you? Name organisations rather than people."),
            is_required=False,
        ),
        TypeField(
            "result",
            _("Result and how it was measured"),
            _("Describe the result and how you measured it"),
            _(
                "What changed, for whom, by which measure, compared with what? A table of two columns whose first row "
                "is called Baseline is drawn as a picture, too; a last row called Target becomes a line in it."
            ),
        ),
        TypeField(
            "cost",
            _("Cost"),
            _("Say what it cost"),
            _(
                "The amount with its currency and year, and what it covers: staff time, rooms, "
                "materials. You can answer “Not known”."
            ),
        ),
        TypeField(
            "did_not_work",
            _("What did not work"),
            _("Say what did not work"),
            _("Others search for this most, and reviewers value it."),
        ),
        TypeField(
            "transfer",
            _("Conditions for transfer"),
            _("Say what it needs to work elsewhere"),
            _("What must be there for it to work in another place: people, law, money, trust?"),
            is_required=False,
        ),
        TypeField(
            "lessons",
            _("Lessons learned"),
            _("Write the lessons learned"),
            _("What would you tell a colleague who starts the same work tomorrow?"),
        ),
        _CONTACT,
    ),
    RecordType.PROJECT: (
        TypeField(
            "aims",
            _("Aims"),
            _("Describe the aims"),
            _("Which inequality does the project want to reduce, and by how much?"),
        ),
        TypeField(
            "partners",
            _("Partners"),
            _("Name the partners"),
            _("Organisations that take part, and what each contributes."),
        ),
        TypeField("starts_on", _("Start"), _("Enter the day it starts"), "", Input.DAY),
        TypeField(
            "ends_on",
            _("End"),
            _("Enter the day it ends"),
            _("Leave it empty if no end is planned."),
            Input.DAY,
            is_required=False,
        ),
        _CONTACT,
    ),
    RecordType.EVIDENCE_REVIEW: (
        TypeField(
            "question",
            _("Question of the review"),
            _("Write the question that the review answers"),
            _("For whom, what, compared with what, and with which outcome."),
        ),
        TypeField(
            "method",
            _("How the evidence was found and judged"),
            _("Say how the evidence was found and judged"),
            _("Sources, years, what was included and excluded, how quality was judged."),
        ),
        TypeField(
            "certainty",
            _("How certain the findings are"),
            _("Say how certain the findings are"),
            is_required=False,
        ),
    ),
    RecordType.POLICY_BRIEF: (
        TypeField(
            "message",
            _("Main message"),
            _("Write the main message"),
            _("What should be done, by whom, and why now?"),
        ),
        TypeField(
            "addressee",
            _("Written for"),
            _("Say who it is written for"),
            _("For example local councils, integrated care boards, ministers."),
            Input.LINE,
        ),
    ),
    RecordType.GUIDANCE: (
        TypeField(
            "addressee",
            _("Written for"),
            _("Say who works with it"),
            _("For example commissioners, head teachers, link workers."),
            Input.LINE,
        ),
        TypeField(
            "use",
            _("How to use it"),
            _("Say how it is used"),
            _("What it needs, in which order, and how long it takes."),
            is_required=False,
        ),
    ),
    RecordType.DATASET: (
        TypeField(
            "coverage",
            _("Coverage"),
            _("Say what the data cover"),
            _("Which people, which places, which years."),
        ),
        TypeField(
            "measures",
            _("Measures"),
            _("Name the measures"),
            _("What is measured, in which unit, by which dimensions of inequality."),
        ),
        TypeField(
            "updates",
            _("Updates"),
            _("Say how often it is updated"),
            _("For example every March, or not any more."),
            Input.LINE,
        ),
        TypeField(
            "limits",
            _("Limits"),
            _("Say what the data cannot show"),
            is_required=False,
        ),
    ),
    RecordType.TEACHING_RESOURCE: (
        TypeField(
            "outcomes",
            _("What learners can do afterwards"),
            _("Write what learners can do afterwards"),
        ),
        TypeField(
            "addressee",
            _("Learners"),
            _("Say who learns with it"),
            _("And what they should already know."),
            Input.LINE,
        ),
        TypeField(
            "duration",
            _("Time it takes"),
            _("Say how long it takes"),
            _("For example two sessions of 90 minutes."),
            Input.LINE,
        ),
    ),
}


def type_fields_of(type: str) -> tuple[TypeField, ...]:  # noqa: A002  (the word of the catalogue)
    """Return the fields of this type beyond the common ones, in reading order."""
    return _PARTICULARS.get(type, ())


def display_value(field: TypeField, value: Any) -> str:
    """Return the value in words: days are written out, choices by their label, everything else as entered."""
    if field.input is Input.DAY and value:
        return dt.date.fromisoformat(value).strftime("%-d %B %Y")
    if field.choices is not None and value in field.choices.values:
        return str(field.choices(value).label)
    return str(value) if value else ""


def type_fields_as_markdown(type: str, values: Mapping[str, Any]) -> str:  # noqa: A002
    """Return the type fields as Markdown: one section for each, headings inside one level down."""
    sections = []
    for field in type_fields_of(type):
        text = display_value(field, values.get(field.name))
        if text and field.input is Input.PROSE:
            text = _HEADING.sub(r"#\1", text)
        if text:
            sections.append(f"# {field.label}\n\n{text}")
    return "\n\n".join(sections)


def version_html(type: str, values: Mapping[str, Any], body: str) -> str:  # noqa: A002
    """Return the text of a version as HTML: its type fields, then its body (Markdown)."""
    parts = [type_fields_as_markdown(type, values), body]
    return render_markdown("\n\n".join(part for part in parts if part))
