"""Saving a draft of work, its files, and handing it in."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.core.files.base import File
from django.db import transaction

from core.files.uploads import FileKind, checksum, inspect_upload, safe_name
from core.forms.edit_conflicts import check_edit_number
from courses.actions.completion import lock_enrolment
from courses.actions.coursework.peer_reviews import begin_peer_review
from courses.models import AssignmentDraft, Enrolment, HandIn, HandInFile, Lesson
from courses.models.assignments import assignment_of
from courses.models.hand_ins import MOST_FILES
from courses.progress.hand_ins import may_hand_in
from courses.refusals import CannotHandIn, NothingToHandIn, TooManyWorkFiles


@dataclass(frozen=True)
class CheckedFile:
    """An upload whose content was looked at: what it really is, and the name that readers see."""

    upload: File[Any]
    kind: FileKind
    sha256: str
    name: str


def checked_file(upload: File[Any] | None) -> CheckedFile | None:
    """Look at the content of an upload before anything is locked. Raises ``UploadRefused``; nothing for no upload."""
    if upload is None:
        return None
    kind = inspect_upload(upload)
    return CheckedFile(upload, kind, checksum(upload), safe_name(upload.name or "", kind))


@transaction.atomic
def save_draft(
    *,
    enrolment: Enrolment,
    lesson: Lesson,
    text: str = "",
    link: str = "",
    file: CheckedFile | None = None,
    edit_number: int | None = None,
    at: dt.datetime,
) -> AssignmentDraft:
    """Keep the learner's work; nobody else sees it before it is handed in. Repeats safely.

    The same file again is added once. Raises ``EditedElsewhere`` for other words when the draft was saved since this
    copy was opened, ``CannotHandIn`` while a hand-in waits or once one was accepted, ``TooManyWorkFiles`` and ``NotLearning``.
    """
    enrolment = lock_enrolment(enrolment, lesson)
    return _write_draft(enrolment, lesson, text, link, file, edit_number, at)


@transaction.atomic
def hand_in(
    *,
    enrolment: Enrolment,
    lesson: Lesson,
    text: str = "",
    link: str = "",
    file: CheckedFile | None = None,
    edit_number: int | None = None,
    key: uuid.UUID,
    at: dt.datetime,
) -> HandIn:
    """Save the draft and hand it in, with its files, as it is now.

    The same ``key`` gives the first one again. Raises what ``save_draft`` does, and ``NothingToHandIn``.
    """
    enrolment = lock_enrolment(enrolment, lesson)
    if first := HandIn.objects.filter(enrolment=enrolment, lesson=lesson, form_key=key).first():
        return first
    draft = _write_draft(enrolment, lesson, text, link, file, edit_number, at)
    files = list(draft.files.in_draft())
    if not (text.strip() or link or files):
        raise NothingToHandIn
    earlier = HandIn.objects.filter(enrolment=enrolment, lesson=lesson)
    handed_in = HandIn.objects.create(
        enrolment=enrolment,
        lesson=lesson,
        number=earlier.count() + 1,
        form_key=key,
        text=text,
        link=link,
        handed_in_at=at,
    )
    handed_in.files.set(files)
    begin_peer_review(handed_in, assignment_of(lesson), at=at)
    return handed_in


@transaction.atomic
def remove_file(*, file: HandInFile) -> None:
    """Take a file out of the learner's draft; what was handed in keeps it. Repeats safely. Raises ``CannotHandIn``."""
    draft = AssignmentDraft.objects.select_related("enrolment__release", "lesson").get(
        pk=file.draft_id
    )
    lock_enrolment(draft.enrolment, draft.lesson)
    if not may_hand_in(draft.enrolment, draft.lesson):
        raise CannotHandIn
    HandInFile.objects.filter(pk=file.pk).update(is_in_draft=False)
    if not file.hand_ins.exists():
        delete_file(file)


def delete_file(file: HandInFile) -> None:
    """Delete a file, and its bytes once that is certain. Repeats safely."""
    file.hand_ins.clear()
    HandInFile.objects.filter(pk=file.pk).delete()
    transaction.on_commit(lambda: file.content.delete(save=False))


def _write_draft(
    enrolment: Enrolment,
    lesson: Lesson,
    text: str,
    link: str,
    file: CheckedFile | None,
    edit_number: int | None,
    at: dt.datetime,
) -> AssignmentDraft:
    """Write the draft under the lock of the enrolment."""
    if not may_hand_in(enrolment, lesson):
        raise CannotHandIn
    draft = AssignmentDraft.objects.filter(enrolment=enrolment, lesson=lesson).first()
    draft = draft or AssignmentDraft(enrolment=enrolment, lesson=lesson)
    if (draft.text, draft.link) != (text, link) or not draft.pk:
        check_edit_number(draft, edit_number)
        draft.text, draft.link, draft.saved_at = text, link, at
        draft.save()
    if file is not None:
        _add_file(draft, file, at)
    return draft


def _add_file(draft: AssignmentDraft, file: CheckedFile, at: dt.datetime) -> None:
    there = draft.files.in_draft()
    if there.filter(sha256=file.sha256).exists():
        return
    if there.count() >= MOST_FILES:
        raise TooManyWorkFiles
    added = HandInFile(
        draft=draft,
        name=file.name,
        media_type=file.kind.media_type,
        size=file.upload.size,
        sha256=file.sha256,
        added_at=at,
    )
    added.content.save(f"{uuid.uuid4()}.{file.kind.ending}", file.upload, save=False)
    added.save()
