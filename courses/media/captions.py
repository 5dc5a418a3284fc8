"""Captions of a video, as WebVTT: read and checked before they are kept."""

from django.utils.translation import gettext as _

LONGEST = 500_000


class CaptionsRefused(Exception):
    """These are no captions that a browser can show. The message says why and where."""


def checked_captions(content: bytes) -> str:
    """Return the captions as text, with one sign for each line break. Raises ``CaptionsRefused``."""
    import webvtt

    if len(content) > LONGEST:
        raise CaptionsRefused(_("This file is too large for captions. Choose the WebVTT file."))
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        captions = webvtt.from_string(text).captions
    except (UnicodeDecodeError, webvtt.errors.MalformedFileError) as error:
        raise CaptionsRefused(
            _(
                "This is not a WebVTT file. It begins with the word WEBVTT; most video programs can save one."
            )
        ) from error
    except (ValueError, webvtt.errors.MalformedCaptionError) as error:
        raise CaptionsRefused(_("These captions are broken. Save them again as WebVTT.")) from error
    if not captions or "\0" in text:
        raise CaptionsRefused(
            _("There is no caption in this file with a time such as 00:01.000 --> 00:04.000.")
        )
    if len(captions) != text.count("-->"):
        raise CaptionsRefused(
            _("Some times in these captions cannot be read. Save them again as WebVTT.")
        )
    for number, caption in enumerate(captions, start=1):
        if caption.end <= caption.start:
            words = _("Caption %(number)s ends before it begins, at %(start)s.")
            raise CaptionsRefused(words % {"number": number, "start": caption.start})
    return text
