"""Files and recordings of a course in files: those in its folder, and recordings on other sites that are allowed here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from core.files.uploads import inspect_upload
from courses.importing.images import MOST_IMAGES
from courses.importing.problems import Check
from courses.media.captions import CaptionsRefused, checked_captions
from courses.media.linked import AddressRefused, playable
from courses.media.recordings import inspect_recording
from courses.states import RECORDINGS, MediaKind

_KINDS = (MediaKind.FILE, *sorted(RECORDINGS))


@dataclass(frozen=True)
class FileDraft:
    """A file, or a recording of one's own, under the name by which lessons show it; not stored yet."""

    slug: str
    kind: MediaKind
    upload: SimpleUploadedFile
    ending: str
    media_type: str
    # The rest of what ``Media`` says of it.
    words: dict[str, Any]


@dataclass(frozen=True)
class RecordingDraft:
    """A recording on another site."""

    slug: str
    words: dict[str, Any]


def check_files(check: Check, data: Mapping[str, Any], file: str) -> list[FileDraft]:
    """Check name, kind, content and words of each file."""
    drafts: list[FileDraft] = []
    for index, item in enumerate(_some(check, data, "files", file), start=1):
        where = f"files[{index}]."
        name = _name(check, item, file, where, [each.slug for each in drafts])
        kind = check.text(item, "kind", file, where=where, most=10, need=False) or MediaKind.FILE
        if kind not in _KINDS:
            words = _("Choose one of: %(kinds)s.") % {"kinds": ", ".join(_KINDS)}
            check.add(file, f"{where}kind", words)
            continue
        if draft := _file(check, item, file, where, name, MediaKind(kind)):
            drafts.append(draft)
    return drafts


def _some(check: Check, data: Mapping[str, Any], name: str, file: str) -> list[dict[str, Any]]:
    """Return what is listed, or nothing, with a problem, where it is more than a course may hold."""
    listed: list[dict[str, Any]] = check.items(data, name, file, dict)
    if len(listed) <= MOST_IMAGES:
        return listed
    words = {
        "files": _("A course can have up to %(most)s files."),
        "recordings": _("A course can have up to %(most)s recordings."),
    }[name]
    check.add(file, name, words % {"most": MOST_IMAGES})
    return []


def _file(
    check: Check, item: Mapping[str, Any], file: str, where: str, name: str, kind: MediaKind
) -> FileDraft | None:
    named = check.text(item, "file", file, where=where, most=200)
    content = item.get("content")
    if not isinstance(content, bytes):
        words = _("There is no file %(file)s in the folder of the course.")
        check.add(file, f"{where}file", words % {"file": named})
        return None
    upload = SimpleUploadedFile(named.rpartition("/")[2], content)
    # As they stand: a line break at their end is a part of them.
    captions = str(item.get("captions") or "")
    try:
        if kind == MediaKind.FILE:
            found = inspect_upload(upload)
            ending, media_type = found.ending, found.media_type
        else:
            ending, media_type = inspect_recording(upload, kind)
        captions = checked_captions(captions.encode()) if captions else ""
    except ValidationError as refusal:
        check.add(file, f"{where}file", " ".join(refusal.messages))
        return None
    except CaptionsRefused as refusal:
        check.add(file, f"{where}captions", str(refusal))
        return None
    said = {
        "title": check.text(item, "title", file, where=where, most=200, need=False) or name,
        "captions": captions,
        "captions_language": check.text(
            item, "captions_language", file, where=where, most=10, need=False
        ),
        "transcript": check.text(item, "transcript", file, where=where, most=60_000, need=False),
        "is_silent": item.get("silent") is True,
    }
    return FileDraft(name, kind, upload, ending, media_type, said)


def check_recordings(check: Check, data: Mapping[str, Any], file: str) -> list[RecordingDraft]:
    """Check the words of recordings on other sites, and that these sites are allowed here."""
    drafts: list[RecordingDraft] = []
    for index, item in enumerate(_some(check, data, "recordings", file), start=1):
        where = f"recordings[{index}]."
        name = _name(check, item, file, where, [each.slug for each in drafts])
        address = check.text(item, "address", file, where=where, most=500)
        try:
            address = playable(address)
        except AddressRefused as refusal:
            check.add(file, f"{where}address", str(refusal))
        said = {
            "title": check.text(item, "title", file, where=where, most=150),
            "address": address,
            "has_captions": item.get("captions") is True,
            "transcript": check.text(
                item, "transcript", file, where=where, most=60_000, need=False
            ),
        }
        drafts.append(RecordingDraft(name, said))
    return drafts


def _name(check: Check, item: Mapping[str, Any], file: str, where: str, known: list[str]) -> str:
    name = check.slug(item, "name", file, where=where, most=80)
    if name in known:
        check.add(file, f"{where}name", _("The name “%(name)s” is used twice.") % {"name": name})
    return name
