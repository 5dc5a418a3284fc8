"""Goals, notes, and the course of a match to its end."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.actions.closing import close_account
from accounts.personal_data.registry import personal_data_of
from demo.factories.accounts import UserFactory
from demo.factories.mentoring import (
    GoalFactory,
    MatchFactory,
    MentoringRequestFactory,
    MentorProfileFactory,
    NoteFactory,
    SessionFactory,
)
from mentoring.actions.goals import (
    add_goal,
    drop_goal,
    edit_goal,
    reach_goal,
    reopen_goal,
    take_goals,
)
from mentoring.actions.matches import (
    close_for_closed_accounts,
    end_match,
    give_feedback,
    pause_match,
    resume_match,
)
from mentoring.actions.notes import delete_note, edit_note, write_note
from mentoring.models import (
    Feedback,
    Goal,
    Match,
    MentoringRequest,
    MentorProfile,
    Note,
    Session,
)
from mentoring.states import (
    GOAL_FLOW,
    MATCH_FLOW,
    GoalState,
    MatchState,
    MentorState,
    RequestState,
    SessionState,
)
from mentoring.suggestions.suggested_goals import goal_ideas
from notifications.models import Notification
from workflow.flows import TransitionNotAllowed

pytestmark = pytest.mark.django_db


def told(user):
    rows = Notification.objects.filter(recipient=user).order_by("pk")
    return list(rows.values_list("kind", flat=True))


# Goals


def test_goals_are_taken_from_the_plan_and_offered_once(make_plan, mentee, client):
    plan = make_plan(mentee)
    match = MatchFactory(mentee=mentee, plan=plan)
    client.force_login(mentee)
    address = reverse("mentoring:goal_take", args=[match.pk])

    for _ in range(2):
        client.post(address, {"ideas": ["trial", "partners"]})

    goals = Goal.objects.order_by("pk").values_list("text", "measure", "due_on")
    assert list(goals) == [
        (
            "Visit two hundred homes before winter",
            "Share of homes below 18 degrees",
            dt.date(2026, 6, 1),
        ),
        ("Get support from: the housing team", "", None),
    ]
    assert [i.code for i in goal_ideas(match, plan, Goal.objects.all())] == ["measure"]


def test_of_the_goals_that_are_taken_all_are_set_or_none(make_plan, mentee, now):
    match = MatchFactory(mentee=mentee, plan=make_plan(mentee))
    good = goal_ideas(match, match.request.plan, [])[0]
    bad = replace(good, text=None, key=uuid.uuid4())

    with pytest.raises(IntegrityError), transaction.atomic():
        take_goals(match=match, ideas=[good, bad], at=now)

    assert not Goal.objects.exists()


def test_goal_take_asks_to_choose(make_plan, mentee, client):
    match = MatchFactory(mentee=mentee, plan=make_plan(mentee))
    client.force_login(mentee)
    address = reverse("mentoring:goal_take", args=[match.pk])

    for data in ({}, {"ideas": ["nonsense"]}):
        response = client.post(address, data)
        assert response.status_code == 200
        assert list(response.context["take_form"].errors) == ["ideas"]
    assert not Goal.objects.exists()


@pytest.mark.parametrize("move", sorted(GOAL_FLOW.moves))
@pytest.mark.parametrize("state", GoalState.values)
def test_a_goal_moves_only_as_the_flow_says(move, state, now):
    goal = GoalFactory(state=state)
    allowed = state in GOAL_FLOW.moves[move].sources
    moves = {
        "reach": lambda: reach_goal(goal=goal, by=goal.match.mentee, on=now.date(), at=now),
        "drop": lambda: drop_goal(goal=goal, by=goal.match.mentee, on=now.date(), at=now),
        "reopen": lambda: reopen_goal(goal=goal, by=goal.match.mentee, at=now),
    }

    if allowed:
        moves[move]()
    else:
        with pytest.raises(TransitionNotAllowed):
            moves[move]()

    goal = Goal.objects.get()
    assert goal.state == (GOAL_FLOW.moves[move].target if allowed else state)
    assert goal.settled_on == (now.date() if allowed and move != "reopen" else None)


def test_goals_are_set_and_changed_while_it_makes_sense(now):
    ended = MatchFactory(state=MatchState.ENDED)
    reached = GoalFactory(state=GoalState.REACHED)

    with pytest.raises(TransitionNotAllowed):
        add_goal(match=ended, text="Too late", at=now)
    with pytest.raises(TransitionNotAllowed):
        edit_goal(goal=reached, text="Other", measure="", due_on=None)


def test_a_goal_is_set_changed_and_reached_on_its_pages(client, mentee):
    match = MatchFactory(mentee=mentee)
    client.force_login(mentee)
    new = reverse("mentoring:goal_new", args=[match.pk])
    data = {"text": "Visit <b>50</b> homes", "due_on": "2026-06-01", "form_key": str(uuid.uuid4())}

    client.post(new, data)
    client.post(new, data)
    goal = Goal.objects.get()
    assert client.get(match.get_absolute_url()).content.count(b"Visit &lt;b&gt;50&lt;/b&gt;") > 0

    client.post(reverse("mentoring:goal_edit", args=[goal.pk]), {"text": "Visit 60 homes"})
    settle = reverse("mentoring:goal_settle", args=[goal.pk])
    assert client.post(settle, {"move": "reach"}).status_code == 302
    assert client.post(settle, {"move": "reach"}).status_code == 409
    assert client.post(settle, {"move": "nonsense"}).status_code == 409
    goal.refresh_from_db()
    assert (goal.text, goal.due_on, goal.state) == ("Visit 60 homes", None, GoalState.REACHED)


@pytest.mark.parametrize(
    ("field", "value"),
    [("text", ""), ("text", "x" * 301), ("text", "a\x01"), ("measure", "x" * 301), ("due_on", "x")],
)
def test_goal_new_keeps_bad_input(client, mentee, field, value):
    match = MatchFactory(mentee=mentee)
    client.force_login(mentee)

    response = client.post(
        reverse("mentoring:goal_new", args=[match.pk]), {"text": "Good", field: value}
    )

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert not Goal.objects.exists()


# Notes


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


# The course of a match


TOLD = {
    "pause": "mentoring.paused",
    "resume": "mentoring.resumed",
    "end": "mentoring.ended",
}
MOVES = {
    "pause": lambda m, at: pause_match(match=m, by=m.mentor, at=at),
    "resume": lambda m, at: resume_match(match=m, by=m.mentor, at=at),
    "end": lambda m, at: end_match(match=m, by=m.mentor, reason="Done.", at=at),
}


@pytest.mark.parametrize("move", sorted(MOVES))
@pytest.mark.parametrize("state", MatchState.values)
def test_a_match_moves_only_as_the_flow_says(move, state, now):
    match = MatchFactory(state=state)
    allowed = state in MATCH_FLOW.moves[move].sources

    if allowed:
        MOVES[move](match, now)
    else:
        with pytest.raises(TransitionNotAllowed):
            MOVES[move](match, now)

    assert Match.objects.get().state == (MATCH_FLOW.moves[move].target if allowed else state)
    assert told(match.mentee) == ([TOLD[move]] if allowed else [])


def test_the_end_frees_the_place_and_cancels_what_is_booked(mentor, now):
    match = MatchFactory(mentor=mentor)
    booked = SessionFactory(match=match, starts_at=now + dt.timedelta(days=1))
    over = SessionFactory(match=match, starts_at=now - dt.timedelta(days=1))

    end_match(match=match, by=match.mentee, reason="We are done.", at=now)

    match.refresh_from_db()
    assert (match.end_reason, match.ended_at) == ("We are done.", now)
    assert MentorProfile.objects.get(pk=mentor.pk).places_taken == 0
    states = dict(Session.objects.values_list("pk", "state"))
    assert states == {booked.pk: SessionState.CANCELLED, over.pk: SessionState.BOOKED}
    assert Session.objects.get(pk=booked.pk).sequence == 1


def test_each_gives_feedback_once_after_the_end(now):
    going = MatchFactory()
    ended = MatchFactory(state=MatchState.ENDED)

    with pytest.raises(TransitionNotAllowed):
        give_feedback(match=going, author=going.mentor, text="Good", at=now)
    give_feedback(match=ended, author=ended.mentor, text="Good", at=now)
    give_feedback(match=ended, author=ended.mentor, text="Bad", at=now)
    give_feedback(match=ended, author=ended.mentee, text="Great", at=now)

    texts = Feedback.objects.order_by("pk").values_list("text", flat=True)
    assert list(texts) == ["Good", "Great"]


def test_a_match_is_paused_resumed_and_ended_on_its_pages(client, mentor, mentee):
    match = MatchFactory(mentor=mentor, mentee=mentee)
    client.force_login(mentee)

    def post(view, **data):
        return client.post(reverse(f"mentoring:{view}", args=[match.pk]), data)

    assert [post("match_pause").status_code for _click in range(2)] == [302, 302]
    assert [post("match_resume").status_code for _click in range(2)] == [302, 302]
    assert list(post("match_end", reason="").context["form"].errors) == ["reason"]
    assert list(post("match_end", reason="x" * 1_001).context["form"].errors) == ["reason"]
    assert post("match_end", reason="100% “done” שלום 🙂").status_code == 302
    assert post("match_end", reason="Again").url.endswith("/feedback/")
    assert post("match_resume").status_code == 409
    assert list(post("match_feedback", text="").context["form"].errors) == ["text"]
    assert post("match_feedback", text="It helped.").url == match.get_absolute_url()
    assert "100% “done” שלום 🙂" in client.get(match.get_absolute_url()).content.decode()


# Closed accounts and the export


def test_closing_an_account_leaves_mentoring_and_keeps_what_others_need(
    now, django_capture_on_commit_callbacks
):
    leaver = MentorProfileFactory().user
    match = MatchFactory(mentor=leaver)
    asked = MentoringRequestFactory(mentor=leaver)
    asking = MentoringRequestFactory(mentee=leaver)

    with django_capture_on_commit_callbacks(execute=True):
        close_account(user=leaver, at=now)

    states = [
        thing._meta.model.objects.get(pk=thing.pk).state
        for thing in (leaver.mentor_profile, match, asked, asking)
    ]
    assert states == [
        MentorState.CLOSED,
        MatchState.ENDED,
        RequestState.DECLINED,
        RequestState.WITHDRAWN,
    ]
    assert Match.objects.get().end_reason == "The account was closed."
    assert told(match.mentee) == ["mentoring.ended"]
    assert told(asked.mentee) == ["mentoring.declined"]
    assert told(asking.mentor) == ["mentoring.withdrawn"]


def test_the_sweep_finds_closed_accounts_that_nobody_heard_of(now):
    match = MatchFactory()
    match.mentee.closed_at = now
    match.mentee.is_active = False
    match.mentee.save()

    assert (close_for_closed_accounts(at=now), close_for_closed_accounts(at=now)) == (1, 0)
    assert Match.objects.get().state == MatchState.ENDED


def test_the_export_holds_ones_own_private_notes_and_not_the_others(mentor, mentee):
    match = MatchFactory(mentor=mentor, mentee=mentee)
    for author in (mentor, mentee):
        NoteFactory(match=match, author=author, is_private=True, body=f"Private of {author}")
    NoteFactory(match=match, author=mentor, body="Shared")

    part = personal_data_of(mentee)["mentoring"].data

    (exported,) = part["matches"]
    bodies = [note["body"] for note in exported["notes"]]
    assert bodies == ["Private of Eva Mentee", "Shared"]
    assert part["mentor_profile"] is None
    assert [request["state"] for request in part["requests"]] == ["accepted"]
    assert personal_data_of(mentor)["mentoring"].data["mentor_profile"]["places"] == 2


def test_a_person_sees_their_own_requests_and_matches_only():
    request, match = MentoringRequestFactory(), MatchFactory()

    with pytest.raises(ObjectDoesNotExist):
        MentoringRequest.objects.visible_to(match.mentee).get(pk=request.pk)
    assert list(Match.objects.visible_to(match.mentee)) == [match]
