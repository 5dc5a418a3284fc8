"""The course of a match to its end, and what of it is exported and left."""

import datetime as dt

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse

from accounts.actions.closing import close_account
from accounts.personal_data.registry import personal_data_of
from demo.factories.mentoring import (
    MatchFactory,
    MentoringRequestFactory,
    MentorProfileFactory,
    NoteFactory,
    SessionFactory,
)
from mentoring.actions.matches import (
    close_for_closed_accounts,
    end_match,
    pause_match,
    resume_match,
)
from mentoring.models import (
    Match,
    MentoringRequest,
    MentorProfile,
    Session,
)
from mentoring.states import (
    MATCH_FLOW,
    MatchState,
    MentorState,
    RequestState,
    SessionState,
)
from notifications.models import Notification
from workflow.flows import TransitionNotAllowed

pytestmark = pytest.mark.django_db


def told(user):
    rows = Notification.objects.filter(recipient=user).order_by("pk")
    return list(rows.values_list("kind", flat=True))


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
    asked = ["mentoring.feedback-wanted"] if move == "end" and match.started_at else []
    assert told(match.mentee) == ([TOLD[move], *asked] if allowed else [])


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


@pytest.mark.parametrize("has_session", [True, False])
def test_a_pause_that_cancels_sessions_offers_no_undo(client, mentee, has_session):
    match = MatchFactory(mentee=mentee)
    if has_session:
        SessionFactory(match=match)
    client.force_login(mentee)

    page = client.post(reverse("mentoring:match_pause", args=[match.pk]), follow=True)

    (said,) = page.context["messages"]
    assert ("Undo" in str(said), "Booked sessions are cancelled." in str(said)) == (
        not has_session,
        has_session,
    )


def test_a_match_is_paused_resumed_and_ended_on_its_pages(client, mentor, mentee):
    match = MatchFactory(mentor=mentor, mentee=mentee)
    client.force_login(mentee)

    def post(view, **data):
        return client.post(reverse(f"mentoring:{view}", args=[match.pk]), data)

    assert [post("match_pause").status_code for _click in range(2)] == [302, 302]
    assert [post("match_resume").status_code for _click in range(2)] == [302, 302]
    assert list(post("match_end", reason="", kind="fit").context["form"].errors) == ["reason"]
    assert list(post("match_end", reason="So.", kind="closed").context["form"].errors) == ["kind"]
    assert list(post("match_end", reason="x" * 1_001).context["form"].errors) == ["reason", "kind"]
    assert post("match_end", reason="100% “done” שלום 🙂", kind="reached").status_code == 302
    assert post("match_end", reason="Again", kind="reached").url.endswith("/feedback/")
    assert post("match_resume").status_code == 409
    assert Match.objects.get().end_kind == "reached"
    assert "100% “done” שלום 🙂" not in client.get(match.get_absolute_url()).content.decode()


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
    assert told(match.mentee) == ["mentoring.ended", "mentoring.feedback-wanted"]
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
