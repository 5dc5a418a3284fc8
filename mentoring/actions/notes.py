"""Notes of a match, shared or private."""

import datetime as dt
import uuid

from django.db import transaction

from accounts.models import User
from core.forms.form_keys import first_result
from core.text import render_markdown
from mentoring.models import Match, Note
from mentoring.states import SILENT_STATES, MatchState
from workflow.flows import TransitionNotAllowed

NOTE_TOP_HEADING = 4


@transaction.atomic
def write_note(
    *, match: Match, author: User, body: str, is_private: bool, key: uuid.UUID, at: dt.datetime
) -> Note:
    """Write a note, for both or for the author alone. The same key and words return the first note.

    After the end only private notes can be written, for eleven months, and only private ones while it is suspended:
    raises ``TransitionNotAllowed`` for others, and ``AlreadySubmitted`` for other words or another match.
    """
    match = Match.objects.locked().get(pk=match.pk)
    if match.state in SILENT_STATES and not (is_private and match.takes_private_notes(at)):
        raise TransitionNotAllowed("write_note", match)
    mine = Note.objects.filter(author=author)
    first = first_result(mine, key, match_id=match.pk, body=body, is_private=is_private)
    return first or Note.objects.create(
        match=match,
        author=author,
        is_private=is_private,
        body=body,
        body_html=render_markdown(body, top_heading=NOTE_TOP_HEADING),
        form_key=key,
        created_at=at,
    )


@transaction.atomic
def edit_note(*, note: Note, body: str, at: dt.datetime) -> Note:
    """Change one's own note. Who may read it stays as it was when it was written.

    Raises ``TransitionNotAllowed`` for a shared note while the mentoring is suspended.
    """
    match = Match.objects.locked().get(pk=note.match_id)
    note = Note.objects.select_for_update().get(pk=note.pk)
    if match.state == MatchState.SUSPENDED and not note.is_private:
        raise TransitionNotAllowed("edit_note", match)
    note.body = body
    note.body_html = render_markdown(body, top_heading=NOTE_TOP_HEADING)
    note.changed_at = at
    note.save(update_fields=["body", "body_html", "changed_at"])
    return note


def delete_note(*, note: Note) -> None:
    """Delete one's own note for good."""
    note.delete()
