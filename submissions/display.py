"""A submission as readers see it: on the preview, the desk, to reviewers, in each revision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django_stubs_ext import StrOrPromise

from core.text import render_markdown
from library.catalogue.models import Record
from library.catalogue.progress import has_progress, with_progress
from library.catalogue.type_fields import Input, display_value
from submissions.content import fields_of
from submissions.models import Attachment, Licence, Revision, Submission
from submissions.revisions.snapshots import snapshot_of


@dataclass(frozen=True)
class Section:
    """One answered field: short ones are facts, prose is rendered."""

    name: str
    label: StrOrPromise
    text: str
    html: SafeString | None
    is_link: bool = False


@dataclass(frozen=True)
class DisplayedFile:
    """A file that was sent in; without an address the reader may not open it, or it was taken away since."""

    name: str
    size: int
    address: str = ""


@dataclass(frozen=True)
class DisplayedSource:
    """A source, under the title that it had then."""

    title: str
    address: str


@dataclass(frozen=True)
class DisplayedWork:
    """The whole content of a submission, ready to be shown."""

    title: str
    summary: str
    place: str
    licence: StrOrPromise
    topics: list[dict[str, str]]
    draws_on: list[DisplayedSource]
    co_authors: list[dict[str, Any]]
    files: list[DisplayedFile]
    prose: list[Section]
    facts: list[Section]

    @property
    def has_pictures(self) -> bool:
        """Tell whether a text shows a picture of its figures."""
        return any(has_progress(section.html or "") for section in self.prose)


def display_draft(submission: Submission) -> DisplayedWork:
    """Return the submission as its author has it now."""
    return _work(submission.kind, snapshot_of(submission), submission.attachments.all())


def display_revision(
    revision: Revision, *, kind: str, openable: Iterable[Attachment] = ()
) -> DisplayedWork:
    """Return the submission as sent in, with those of its files linked that the reader may open."""
    return _work(kind, revision.snapshot, openable)


def _work(kind: str, snapshot: Mapping[str, Any], openable: Iterable[Attachment]) -> DisplayedWork:
    values = snapshot["fields"]
    licence = values.get("licence") or ""
    sections = []
    for field in fields_of(kind):
        text = display_value(field, values.get(field.name))
        if text:
            html = _prose(field.name, text) if field.input is Input.PROSE else None
            is_link = field.input is Input.LINK
            sections.append(Section(field.name, field.label, text, html, is_link))
    return DisplayedWork(
        title=values.get("title", ""),
        summary=values.get("summary", ""),
        place=values.get("place", ""),
        licence=Licence(licence).label if licence else "",
        topics=snapshot["topics"],
        draws_on=[
            DisplayedSource(drawn_on["title"], Record(pk=drawn_on["pk"]).get_absolute_url())
            for drawn_on in snapshot.get("draws_on", ())
        ],
        co_authors=snapshot["co_authors"],
        files=_files(snapshot["files"], openable),
        prose=[section for section in sections if section.html is not None],
        facts=[section for section in sections if section.html is None],
    )


def _prose(name: str, text: str) -> SafeString:
    """Render the text of a field, with pictures of its tables of progress as the library will show them."""
    return with_progress(render_markdown(text, top_heading=4), name=name)


def _files(
    kept: Iterable[Mapping[str, Any]], openable: Iterable[Attachment]
) -> list[DisplayedFile]:
    addresses = {
        file.pk: reverse("submissions:file_download", args=[file.submission_id, file.pk])
        for file in openable
    }
    return [
        DisplayedFile(file["name"], file["size"], addresses.get(file["pk"], "")) for file in kept
    ]
