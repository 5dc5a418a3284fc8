"""Every page: open to the right people, and as quick with four things as with one."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.roles import Role
from demo.factories.accounts import OrganisationFactory, UserFactory
from demo.factories.library import TopicFactory
from demo.factories.mentoring import (
    FeedbackFactory,
    GoalFactory,
    MatchFactory,
    MentoringRequestFactory,
    MentorProfileFactory,
    NoteFactory,
    SessionFactory,
)
from mentoring.actions.matches import pause_match, resume_match
from mentoring.states import GoalState, MatchState, MentorState, RequestState, SessionState
from tests.query_counts import queries_of

pytestmark = pytest.mark.django_db
BUDGET = 13


def queries(client, address):
    """Count the queries that a page takes once the caches of a process are warm."""
    return queries_of(client, address)[0]


def fill_home(reader, make_plan):
    topic = TopicFactory()
    make_plan(reader, topics=[topic])
    MentorProfileFactory(topics=[topic])
    MatchFactory(mentee=reader, organisation=OrganisationFactory())
    MatchFactory(mentor=reader)
    MatchFactory(mentee=reader, state=MatchState.ENDED)
    MentoringRequestFactory(mentee=reader, state=RequestState.DECLINED)
    MentoringRequestFactory(mentor=reader)
    return reverse("mentoring:mentoring_home")


def fill_mentor_list(reader, make_plan):
    MentorProfileFactory(topics=TopicFactory.create_batch(2))
    return reverse("mentoring:mentor_list")


def fill_coordinator_desk(reader, make_plan):
    long_ago = timezone.now() - dt.timedelta(days=9)
    MentorProfileFactory(state=MentorState.OFFERED, topics=[TopicFactory()])
    MentoringRequestFactory(created_at=long_ago)
    MentoringRequestFactory(created_at=long_ago, state=RequestState.DECLINED)
    return reverse("mentoring:coordinator_desk")


def fill_suggest(reader, make_plan):
    topic = TopicFactory()
    make_plan(reader, topics=[topic])
    MentorProfileFactory(topics=[topic])
    return reverse("mentoring:mentor_suggest", args=[reader.pk])


FILLS = [fill_home, fill_mentor_list, fill_coordinator_desk, fill_suggest]


@pytest.mark.parametrize("fill", FILLS)
def test_a_list_takes_the_same_queries_for_one_and_for_four(client, make_plan, fill):
    reader = MentorProfileFactory(capacity=20, user__roles=[Role.COORDINATOR]).user
    client.force_login(reader)

    one = queries(client, fill(reader, make_plan))
    for _ in range(3):
        address = fill(reader, make_plan)
    four = queries(client, address)

    assert one == four <= BUDGET


def test_the_page_of_a_match_takes_the_same_queries_for_one_thing_and_for_four(
    client, mentor, mentee, make_plan, now
):
    plan = make_plan(mentee, topics=[TopicFactory()], finished_at=now)
    match = MatchFactory(
        mentor=mentor, mentee=mentee, plan=plan, organisation=OrganisationFactory()
    )
    client.force_login(mentee)

    def fill():
        GoalFactory(match=match)
        GoalFactory(match=match, state=GoalState.REACHED)
        SessionFactory(match=match)
        SessionFactory(match=match, starts_at=now)
        SessionFactory(match=match, starts_at=now, state=SessionState.HELD)
        NoteFactory(match=match)
        pause_match(match=match, by=mentor, at=now)
        resume_match(match=match, by=mentee, at=now)

    fill()
    one = queries_of(client, match.get_absolute_url())
    for _ in range(3):
        fill()
    four = queries_of(client, match.get_absolute_url())

    assert one == four


def test_every_page_of_one_thing_keeps_to_the_budget(client, mentor, mentee, make_plan):
    plan = make_plan(mentee)
    match = MatchFactory(mentor=mentor, mentee=mentee, plan=plan)
    goal, session = GoalFactory(match=match), SessionFactory(match=match)
    note = NoteFactory(match=match, author=mentee)
    request = MentoringRequestFactory(mentee=mentee, plan=plan)
    other = MentorProfileFactory(topics=[TopicFactory()])
    client.force_login(mentee)
    pages = {
        "mentor_detail": other.pk,
        "request_new": other.pk,
        "request_detail": request.pk,
        "agreement": match.pk,
        "agreement_edit": match.pk,
        "match_end": match.pk,
        "match_feedback": match.pk,
        "goal_new": match.pk,
        "goal_edit": goal.pk,
        "session_new": match.pk,
        "session_detail": session.pk,
        "session_move": session.pk,
        "session_cancel": session.pk,
        "session_record": session.pk,
        "note_new": match.pk,
        "note_edit": note.pk,
    }

    counts = {
        name: queries(client, reverse(f"mentoring:{name}", args=[pk])) for name, pk in pages.items()
    }
    counts["mentor_offer"] = queries(client, reverse("mentoring:mentor_offer"))

    assert {name: count for name, count in counts.items() if count > BUDGET} == {}


def test_all_pages_of_a_match_are_hidden_from_everyone_else(client):
    match = MatchFactory()
    goal, note = GoalFactory(match=match), NoteFactory(match=match)
    feedback = FeedbackFactory(match=match)
    to_read = [
        match.get_absolute_url(),
        reverse("mentoring:match_feedback", args=[match.pk]),
        reverse("mentoring:agreement_download", args=[match.pk]),
    ]
    of_match = [
        "agreement", "agreement_edit", "match_pause", "match_resume", "match_end",
        "goal_new", "goal_take", "session_new", "note_new",
    ]  # fmt: skip
    addresses = [reverse(f"mentoring:{view}", args=[match.pk]) for view in of_match]
    addresses += [reverse(f"mentoring:goal_{verb}", args=[goal.pk]) for verb in ("edit", "settle")]
    addresses += [reverse(f"mentoring:note_{verb}", args=[note.pk]) for verb in ("edit", "delete")]
    addresses += [feedback.get_absolute_url()]

    for stranger in (
        UserFactory(),
        UserFactory(roles=[Role.COORDINATOR]),
        UserFactory(is_superuser=True),
    ):
        client.force_login(stranger)
        assert {client.get(address).status_code for address in to_read} == {404}
        assert {client.post(address).status_code for address in addresses} == {404}


def test_only_the_front_page_is_public(client, mentor):
    match = MatchFactory()

    front = client.get(reverse("mentoring:mentoring_home"))
    others = [
        reverse("mentoring:mentor_list"),
        reverse("mentoring:desk"),
        reverse("mentoring:coordinator_desk"),
        match.get_absolute_url(),
    ]

    assert front.status_code == 200
    assert b"2 mentors take part" in front.content
    for one in (mentor, match.mentor):
        assert one.full_name.encode() not in front.content
    assert {client.get(address).status_code for address in others} == {302}


def test_the_front_page_helps_someone_who_has_nothing_yet(client):
    client.force_login(UserFactory())

    page = client.get(reverse("mentoring:mentoring_home")).content

    assert b"No suggestions yet" in page
    assert f'href="{reverse("library:interests")}">Choose my topics'.encode() in page
    assert b"Offer to be a mentor" in page
    assert b"How it works" in page


def test_a_get_never_changes_anything(client, mentor):
    match = MatchFactory(mentor=mentor)
    client.force_login(mentor)
    views = ["match_pause", "match_resume", "goal_take"]

    codes = {
        client.get(reverse(f"mentoring:{view}", args=[match.pk])).status_code for view in views
    }

    assert codes == {405}


@pytest.mark.parametrize("state", sorted(set(MatchState) - {MatchState.SIGNING}))
def test_the_page_of_a_match_says_when_it_began_and_no_state_since_then(client, state):
    began = timezone.now() - dt.timedelta(days=60)
    match = MatchFactory(state=state, started_at=began, ended_at=timezone.now())
    client.force_login(match.mentee)

    page = client.get(match.get_absolute_url()).content.decode()

    assert f"Started on {date_format(timezone.localtime(began), 'j F Y')}" in page
    assert "since" not in page.split('class="page-head"')[1].split("</header>")[0]
