"""The steps from an empty draft to submitting, and which are done."""

from collections.abc import Sized
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from submissions.models import Submission


@dataclass(frozen=True)
class Step:
    """One step, with its page. ``note`` says what is there, or what is missing."""

    label: str
    address: str
    is_current: bool
    is_done: bool
    note: str = ""


def steps_of(
    submission: Submission,
    *,
    current: str,
    missing: Sized,
    co_authors: int,
    sources: int,
    files: int,
) -> list[Step]:
    """Return the five steps. Co-authors, sources and files are optional: done once there are some."""

    def step(page: str, label: str, is_done: bool, note: str = "") -> Step:
        address = reverse(f"submissions:{page}", args=[submission.pk])
        return Step(label, address, page == current, is_done, note)

    lacks = len(missing)
    return [
        step(
            "submission_edit",
            _("Write"),
            not lacks,
            ngettext("%(n)d thing is missing", "%(n)d things are missing", lacks) % {"n": lacks}
            if lacks
            else _("complete"),
        ),
        step(
            "submission_co_authors",
            _("Co-authors"),
            co_authors > 0,
            ngettext("%(n)d added", "%(n)d added", co_authors) % {"n": co_authors}
            if co_authors
            else _("optional"),
        ),
        step(
            "submission_sources",
            _("Evidence"),
            sources > 0,
            ngettext("%(n)d work added", "%(n)d works added", sources) % {"n": sources}
            if sources
            else _("optional"),
        ),
        step(
            "submission_files",
            _("Files"),
            files > 0,
            ngettext("%(n)d added", "%(n)d added", files) % {"n": files}
            if files
            else _("optional"),
        ),
        step("submission_submit", _("Check and submit"), False),
    ]
