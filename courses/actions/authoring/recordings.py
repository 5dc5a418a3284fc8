"""Recordings on other sites that lessons of a draft play: added, changed, taken away."""

import uuid

from django.db import transaction

from core.forms.form_keys import first_result
from core.slugs import free_slug
from courses.actions.content import lock_draft
from courses.models import LinkedRecording, Release


@transaction.atomic
def link_recording(
    *,
    release: Release,
    title: str,
    address: str,
    transcript: str,
    has_captions: bool,
    key: uuid.UUID | None = None,
) -> LinkedRecording:
    """Give a recording at an allowed address (``playable``) a name in the draft.

    The same ``key`` and words give the first one again. Raises ``ReleaseFrozen``.
    """
    release = lock_draft(release)
    mine = LinkedRecording.objects.filter(release=release)
    if first := key and first_result(mine, key, title=title, address=address):
        return first
    return LinkedRecording.objects.create(
        release=release,
        slug=free_slug(title, mine, fallback="recording", most=60),
        title=title,
        address=address,
        transcript=transcript,
        has_captions=has_captions,
        form_key=key,
    )


@transaction.atomic
def change_recording(
    *, recording: LinkedRecording, title: str, address: str, transcript: str, has_captions: bool
) -> LinkedRecording:
    """Change a recording of a draft; its name stays, as lessons say it. Raises ``ReleaseFrozen``."""
    lock_draft(recording.release_id)
    recording.title, recording.address = title, address
    recording.transcript, recording.has_captions = transcript, has_captions
    recording.save()
    return recording


@transaction.atomic
def remove_recording(*, recording: LinkedRecording) -> None:
    """Take a recording out of the draft; other versions keep theirs. Repeats safely; raises ``ReleaseFrozen``."""
    lock_draft(recording.release_id)
    LinkedRecording.objects.filter(pk=recording.pk).delete()
