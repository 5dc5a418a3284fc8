"""Notes of a match: private ones are their author's alone, shared ones of both."""

import html
import uuid

import pytest
from django.urls import reverse

from demo.factories.accounts import UserFactory
from demo.factories.mentoring import (
    GoalFactory,
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


def test_nobody_is_chosen_as_a_reader_in_advance_and_the_choice_comes_first(client, mentor, mentee):
    match = MatchFactory(mentor=mentor, mentee=mentee)
    client.force_login(mentor)

    page = client.get(match.get_absolute_url()).content.decode()
    sent = client.post(reverse("mentoring:note_new", args=[match.pk]), {"body": "Thought"})

    form = page[page.index('action="/mentoring/matches/') :]
    assert form.index('name="readers"') < form.index('name="body"')
    assert "checked" not in form[form.index('name="readers"') : form.index('name="body"')]
    assert sent.context["form"].errors == {"readers": ["Choose who reads the note"]}
    assert "Thought" in sent.content.decode()
    assert not Note.objects.exists()


def test_both_kinds_of_notes_are_marked(client, mentor, mentee, now):
    match = MatchFactory(mentor=mentor, mentee=mentee)
    for is_private in (True, False):
        key = uuid.uuid4()
        write_note(match=match, author=mentor, body="x", is_private=is_private, key=key, at=now)
    client.force_login(mentor)

    page = client.get(match.get_absolute_url()).content.decode()

    assert (page.count("Only you see this"), page.count("Both of you see this")) == (1, 1)


def test_a_note_that_is_changed_in_two_tabs_loses_nothing(client, mentor, mentee, now):
    match = MatchFactory(mentor=mentor, mentee=mentee)
    key = uuid.uuid4()
    note = write_note(match=match, author=mentor, body="One", is_private=True, key=key, at=now)
    client.force_login(mentor)
    address = reverse("mentoring:note_edit", args=[note.pk])
    seen = client.get(address).context["form"]["seen"].value()

    client.post(address, {"body": "From the first tab", "seen": seen})
    second = client.post(address, {"body": "From the second tab", "seen": seen})

    note.refresh_from_db()
    page = second.content.decode()
    assert (second.status_code, note.body) == (409, "From the first tab")
    assert "From the first tab" in page
    assert "From the second tab" in page
    again = {"body": "From the second tab", "seen": second.context["form"]["seen"].value()}
    client.post(address, again)
    note.refresh_from_db()
    assert note.body == "From the second tab"


def test_a_goal_that_both_change_loses_nothing(client, mentor, mentee):
    goal = GoalFactory(match=MatchFactory(mentor=mentor, mentee=mentee), text="One")
    address = reverse("mentoring:goal_edit", args=[goal.pk])
    client.force_login(mentor)
    seen = client.get(address).context["form"]["seen"].value()
    client.post(address, {"text": "The mentor's words", "seen": seen})
    client.force_login(mentee)

    second = client.post(address, {"text": "The mentee's words", "seen": seen})

    goal.refresh_from_db()
    page = html.unescape(second.content.decode())
    assert (second.status_code, goal.text) == (409, "The mentor's words")
    assert "The mentor's words" in page
    assert "The mentee's words" in page
