"""What an uploaded recording really is, by its content."""

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _

from core.files.upload_limits import refuse_what_did_not_arrive
from core.files.uploads import UploadRefused
from courses.states import MediaKind

_HEAD = 64
_MP4_SOUND = (b"M4A ", b"M4B ")


def inspect_recording(file: File, kind: MediaKind) -> tuple[str, str]:
    """Return the ending and the media type of a recording, and leave it rewound.

    Taken are MP3, M4A, OGG and WAV as audio, MP4 and WebM as video. Raises ``UploadRefused`` for everything else.
    """
    refuse_what_did_not_arrive(file)
    most = settings.MAX_UPLOAD_BYTES
    if not file.size:
        raise UploadRefused(_("This file is empty. Choose another one."))
    if file.size > most:
        words = _("This recording is larger than %(most)s MB. Make it smaller or split it.")
        raise UploadRefused(words % {"most": most // (1024 * 1024)})
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(0)
    found = _sound(head) if kind == MediaKind.AUDIO else _film(head)
    if found is None:
        raise UploadRefused(
            _("This is not an MP3, M4A, OGG or WAV file. Choose another one.")
            if kind == MediaKind.AUDIO
            else _("This is not an MP4 or WebM file. Choose another one.")
        )
    return found


def _sound(head: bytes) -> tuple[str, str] | None:
    is_frame = len(head) > 2 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2
    if head.startswith(b"ID3") or is_frame:
        return "mp3", "audio/mpeg"
    if head.startswith(b"OggS"):
        return "ogg", "audio/ogg"
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return "wav", "audio/wav"
    if head[4:8] == b"ftyp" and head[8:12] in _MP4_SOUND:
        return "m4a", "audio/mp4"
    return None


def _film(head: bytes) -> tuple[str, str] | None:
    if head[4:8] == b"ftyp" and head[8:12] not in _MP4_SOUND:
        return "mp4", "video/mp4"
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head:
        return "webm", "video/webm"
    return None
