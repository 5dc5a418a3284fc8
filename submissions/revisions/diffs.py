"""The differences between two revisions, field by field and word by word."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from library.catalogue.type_fields import display_value
from submissions.content import fields_of
from submissions.models import Licence, Revision

_TOKENS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """A run of text: the same in both, only in the newer (``ins``) or only in the older (``del``)."""

    kind: str
    text: str


@dataclass(frozen=True)
class FieldDiff:
    """One field that changed."""

    label: StrOrPromise
    pieces: list[Piece]


def diff_words(older: str, newer: str) -> list[Piece]:
    """Return the newer text with what was taken out and put in."""
    a, b = _TOKENS.findall(older), _TOKENS.findall(newer)
    pieces = []
    for tag, i, j, k, m in SequenceMatcher(None, a, b).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(a[i:j])))
            continue
        if i != j:
            pieces.append(Piece("del", "".join(a[i:j])))
        if k != m:
            pieces.append(Piece("ins", "".join(b[k:m])))
    return pieces


def diff_revisions(older: Revision, newer: Revision, *, kind: str) -> list[FieldDiff]:
    """Return the fields that differ, in the order of reading."""
    before, after = dict(_lines(older, kind)), dict(_lines(newer, kind))
    return [
        FieldDiff(label, diff_words(before[label], text))
        for label, text in after.items()
        if text != before[label]
    ]


def _lines(revision: Revision, kind: str) -> Iterator[tuple[StrOrPromise, str]]:
    snapshot: Mapping[str, Any] = revision.snapshot
    values = snapshot["fields"]
    yield _("Title"), values.get("title", "")
    yield _("Summary"), values.get("summary", "")
    yield _("Place"), values.get("place", "")
    yield _("Topics"), "\n".join(topic["label"] for topic in snapshot["topics"])
    for field in fields_of(kind):
        yield field.label, display_value(field, values.get(field.name))
    licence = values.get("licence")
    yield _("Licence"), str(Licence(licence).label) if licence else ""
    yield _("Draws on"), "\n".join(work["title"] for work in snapshot.get("draws_on", ()))
    yield _("Co-authors"), "\n".join(_person(person) for person in snapshot["co_authors"])
    yield _("Files"), "\n".join(file["name"] for file in snapshot["files"])


def _person(person: Mapping[str, str]) -> str:
    return ", ".join(part for part in (person["name"], person["organisation"]) if part)
