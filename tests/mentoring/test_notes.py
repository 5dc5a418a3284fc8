"""Notes of a match: private ones are their author's alone, shared ones of both."""

import uuid

import pytest
from django.urls import reverse

from demo.factories.accounts import UserFactory
from demo.factories.mentoring import (
    MatchFactory,
    NoteFactory,
)
from mentoring.actions.notes import delete_note, edit_note, write_note
from mentoring.models import (
    Note,
)
from mentoring.states import (
    MatchState,
)
from workflow.flows import TransitionNotAllowed

pytestmark = pytest.mark.django_db


def test_private_notes_are_their_authors_alone_and_shared_ones_of_both(mentor, mentee, now):
    match = MatchFactory(mentor=mentor, mentee=mentee)
    private = NoteFactory(match=match, author=mentor, is_private=True)
    shared = NoteFactory(match=match, author=mentor)
    readers = {
        "mentor": mentor,
        "mentee": mentee,
        "stranger": UserFactory(),
        "superuser": UserFactory(is_superuser=True),
    }

    seen = {name: set(Note.objects.visible_to(user)) for name, user in readers.items()}

    assert seen == {
        "mentor": {private, shared},
        "mentee": {shared},
        "stranger": set(),
        "superuser": set(),
    }


def test_note_edit_is_for_the_author(client, mentor, mentee):
    match = MatchFactory(mentor=mentor, mentee=mentee)
    private = NoteFactory(match=match, author=mentor, is_private=True)
    shared = NoteFactory(match=match, author=mentor)
    client.force_login(mentee)

    codes = [
        client.post(reverse(f"mentoring:note_{verb}", args=[note.pk]), {"body": "Mine"}).status_code
        for verb in ("edit", "delete")
        for note in (private, shared)
    ]

    assert codes == [404, 403, 404, 403]
    assert set(Note.objects.values_list("body", flat=True)) == {"A note."}


def test_notes_are_written_once_changed_and_deleted(mentor, now):
    match = MatchFactory(mentor=mentor)
    key = uuid.uuid4()
    for _ in range(2):
        note = write_note(match=match, author=mentor, body="*Hi*", is_private=True, key=key, at=now)
    assert Note.objects.get().body_html == "<p><em>Hi</em></p>\n"

    edit_note(note=note, body="Ho", at=now)
    assert Note.objects.get().body_html == "<p>Ho</p>\n"
    delete_note(note=note)
    assert not Note.objects.exists()


def test_after_the_end_only_private_notes_are_written(now):
    match = MatchFactory(state=MatchState.ENDED)
    write = {"match": match, "author": match.mentor, "body": "x", "at": now}

    with pytest.raises(TransitionNotAllowed):
        write_note(is_private=False, key=uuid.uuid4(), **write)

    assert write_note(is_private=True, key=uuid.uuid4(), **write).is_private


def test_a_note_is_written_on_the_page_of_the_match(client, mentor, mentee):
    match = MatchFactory(mentor=mentor, mentee=mentee)
    client.force_login(mentor)
    new = reverse("mentoring:note_new", args=[match.pk])

    client.post(new, {"body": "Secret thought", "readers": "me"})
    client.post(new, {"body": "<script>alert(1)</script>", "readers": "both"})
    bad = client.post(new, {"body": "", "readers": "everyone"})

    mine = client.get(match.get_absolute_url()).content
    client.force_login(mentee)
    theirs = client.get(match.get_absolute_url()).content
    assert sorted(bad.context["form"].errors) == ["body", "readers"]
    assert (b"Secret thought" in mine, b"Secret thought" in theirs) == (True, False)
    assert b"<script>alert" not in theirs
