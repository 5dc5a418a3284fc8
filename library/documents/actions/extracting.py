"""Extracting the text of files for the search."""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.refusals import Conflict
from library.catalogue.models import File
from library.documents.extraction import READABLE, ExtractedText, ExtractionFailed, extract_text
from library.documents.models import ExtractionState, FileText
from library.indexing import index_records

MOST_TRIES = 3


class ExtractionInProgress(Conflict):
    """The text of the file is being extracted, or waits for it."""

    def __init__(self) -> None:
        super().__init__(_("We are already reading this document."))


def queue_extraction(*, file: File, at: dt.datetime) -> None:
    """Queue the file for text extraction, if it is of a kind that has text."""
    if file.media_type in READABLE:
        FileText.objects.create(file=file, changed_at=at)


def extract_file(*, waiting: FileText) -> FileText:
    """Extract the text of one waiting file and index it. Does nothing when another worker has the file."""
    taken = FileText.objects.filter(pk=waiting.pk, state=ExtractionState.WAITING).update(
        state=ExtractionState.READING, tries=F("tries") + 1, changed_at=timezone.now()
    )
    if not taken:
        return waiting
    file = File.objects.select_related("version").get(pk=waiting.pk)
    try:
        with file.content.open("rb") as content:
            reading = extract_text(content.read(), READABLE[file.media_type])
    except ExtractionFailed as refusal:
        return _note(file, ExtractionState.FAILED, remark=str(refusal))
    except OSError:
        return _note(
            file, ExtractionState.FAILED, remark=_("The file is missing from the storage.")
        )
    if not reading.text:
        remark = _(
            "It contains no text, like a scan. Add a version with text so that the search can "
            "find its words."
        )
        return _note(file, ExtractionState.EMPTY, remark=remark)
    return _note(file, ExtractionState.READ, text=reading.text, remark=_remark(reading))


@transaction.atomic
def retry_extraction(*, file: File, at: dt.datetime) -> None:
    """Queue the file for extraction again. Raises ``ExtractionInProgress`` while a worker has it."""
    done = [ExtractionState.READ, ExtractionState.EMPTY, ExtractionState.FAILED]
    begun = FileText.objects.filter(pk=file.pk, state__in=done).update(
        state=ExtractionState.WAITING, tries=0, changed_at=at
    )
    if not begun:
        raise ExtractionInProgress


@transaction.atomic
def requeue_stalled_files(*, now: dt.datetime) -> None:
    """Requeue files whose worker was stopped; after ``MOST_TRIES`` stops they count as failed."""
    left = FileText.objects.stalled(now)
    left.filter(tries__gte=MOST_TRIES).update(
        state=ExtractionState.FAILED,
        remark=_("Reading it failed %(times)s times.") % {"times": MOST_TRIES},
        changed_at=now,
    )
    left.update(state=ExtractionState.WAITING, changed_at=now)


@transaction.atomic
def _note(file: File, state: ExtractionState, *, text: str = "", remark: str = "") -> FileText:
    """Save the result of an extraction, unless the file was queued again since."""
    known = FileText.objects.select_for_update().get(pk=file.pk)
    if known.state == ExtractionState.READING:
        known.state, known.text, known.remark = state, text, remark[:300]
        known.changed_at = timezone.now()
        known.save()
        index_records([file.version.record_id])
    return known


def _remark(reading: ExtractedText) -> str:
    remarks = []
    if reading.unread:
        remarks.append(
            ngettext(
                "%(count)s page could not be read.",
                "%(count)s pages could not be read.",
                reading.unread,
            )
            % {"count": reading.unread}
        )
    if reading.is_cut:
        remarks.append(_("It is too long: the end is not searched."))
    return " ".join(remarks)
