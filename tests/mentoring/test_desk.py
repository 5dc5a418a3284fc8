"""The mentor desk, the coordinator's desk, my home and the summary."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Organisation, User
from core.agenda import ToDo
from courses.models import ActionPlan, PlanOutcome
from demo.factories.accounts import OrganisationFactory, UserFactory
from demo.factories.mentoring import (
    GoalFactory,
    MatchFactory,
    MentoringRequestFactory,
    MentorProfileFactory,
    SessionFactory,
    SignatureFactory,
)
from mentoring.agenda import do_next_of
from mentoring.models import Goal
from mentoring.pages.mentor_desk import DeskNeed, desk_of
from mentoring.states import MatchState, SessionState

pytestmark = pytest.mark.django_db


DAY, WEEK = dt.timedelta(days=1), dt.timedelta(weeks=1)


@pytest.fixture
def mentor():
    return MentorProfileFactory(capacity=20, user__full_name="Mary Mentor").user


def only_row(mentor, now):
    (row,) = desk_of(mentor, now=now).rows
    return row.need, row.reason, row.action


def test_an_unanswered_request_comes_first(mentor, now):
    MatchFactory(mentor=mentor, state=MatchState.SIGNING, made_at=now - WEEK)
    request = MentoringRequestFactory(mentor=mentor, created_at=now - 3 * DAY)

    first, second = desk_of(mentor, now=now).rows

    assert (first.need, first.reason) == (
        DeskNeed.ANSWER,
        "Asked you 3 days ago",
    )
    assert (first.action, first.address) == ("Answer", request.get_absolute_url())
    assert (second.need, second.reason) == (
        DeskNeed.SIGN,
        "You have not signed the agreement",
    )


def test_who_has_not_signed_is_waited_for(mentor, now):
    match = MatchFactory(mentor=mentor, state=MatchState.SIGNING, made_at=now)
    SignatureFactory(match=match, user=mentor)

    assert only_row(mentor, now) == (
        DeskNeed.WAITING,
        "Has not signed the agreement yet",
        "Open the agreement",
    )
    assert not desk_of(mentor, now=now).rows[0].needs_me


def test_a_session_that_is_over_is_to_be_recorded(mentor, now):
    match = MatchFactory(mentor=mentor, made_at=now - WEEK)
    SessionFactory(match=match, starts_at=now - 2 * DAY)

    assert only_row(mentor, now) == (
        DeskNeed.SESSION,
        "The session of 28 February 2026 is not recorded",
        "Record session",
    )


def test_more_than_six_weeks_without_a_session_is_too_long(mentor, now):
    match = MatchFactory(mentor=mentor, made_at=now - 20 * WEEK)
    SessionFactory(match=match, starts_at=now - 6 * WEEK - DAY, state=SessionState.HELD)
    assert only_row(mentor, now) == (
        DeskNeed.QUIET,
        "No session since 18 January 2026, and none is booked",
        "Book a session",
    )

    SessionFactory(match=match, starts_at=now + DAY)
    assert only_row(mentor, now) == (
        DeskNeed.NOTHING,
        "You meet on Tue 3 Mar, 10:00",
        "Open",
    )


def test_two_who_never_met_are_noticed(mentor, now):
    MatchFactory(mentor=mentor, made_at=now - 7 * WEEK)

    assert only_row(mentor, now)[:2] == (
        DeskNeed.QUIET,
        "You have not met yet, and no session is booked",
    )


def test_a_goal_past_its_day_is_named(mentor, now):
    match = MatchFactory(mentor=mentor, made_at=now - WEEK)
    GoalFactory(match=match, text="Visit 50 homes", due_on=now.date() - DAY)
    GoalFactory(match=match, text="Later", due_on=now.date())

    assert only_row(mentor, now) == (
        DeskNeed.GOAL,
        "Goal overdue: Visit 50 homes",
        "Update the goal",
    )


def test_an_outcome_that_is_due_is_seen_by_the_mentor_until_it_is_told(
    mentor, mentee, make_plan, now, client
):
    plan = make_plan(mentee, finished_at=now - 6 * WEEK, review_on=now.date() + 9 * DAY)
    match = MatchFactory(mentor=mentor, mentee=mentee, plan=plan, made_at=now - WEEK)
    assert only_row(mentor, now) == (
        DeskNeed.OUTCOME,
        "Week 6 of the plan: outcome not recorded",
        "View the plan",
    )
    client.force_login(mentor)
    with time_machine.travel(now):
        page = client.get(match.get_absolute_url())
    assert b"Week 6 of the plan has passed. Its outcome is not recorded." in page.content

    PlanOutcome.objects.create(
        plan=plan, form_key=plan.form_key, week=6, happened="It worked.", recorded_at=now
    )
    assert only_row(mentor, now)[0] == DeskNeed.NOTHING


def test_a_paused_match_asks_for_nothing(mentor, now):
    MatchFactory(mentor=mentor, state=MatchState.PAUSED, made_at=now - 20 * WEEK)

    assert only_row(mentor, now)[:2] == (DeskNeed.PAUSED, "Mentoring paused")


def test_other_reasons_stand_below_the_first(mentor, now):
    match = MatchFactory(mentor=mentor, made_at=now - 10 * WEEK)
    SessionFactory(match=match, starts_at=now - DAY)
    GoalFactory(match=match, text="Visit", due_on=now.date() - DAY)

    (row,) = desk_of(mentor, now=now).rows

    assert row.need == DeskNeed.SESSION
    assert row.also == ("Goal overdue: Visit",)


def test_of_two_with_the_same_need_the_one_who_has_waited_longer_comes_first(mentor, now):
    old_match, new_match = (MatchFactory(mentor=mentor, made_at=now - w * WEEK) for w in (20, 4))
    late_match, later_match = (MatchFactory(mentor=mentor, made_at=now - w * WEEK) for w in (2, 5))
    SessionFactory(match=old_match, starts_at=now - DAY)
    SessionFactory(match=new_match, starts_at=now - 9 * DAY)
    GoalFactory(match=late_match, due_on=now.date() - 9 * DAY)
    GoalFactory(match=later_match, due_on=now.date() - DAY)

    rows = desk_of(mentor, now=now).rows

    waiting = [new_match, old_match, late_match, later_match]
    assert [row.mentee for row in rows] == [match.mentee for match in waiting]
    assert [row.since for row in rows] == [
        now - 9 * DAY,
        now - DAY,
        dt.datetime(2026, 2, 21, tzinfo=dt.UTC),
        dt.datetime(2026, 3, 1, tzinfo=dt.UTC),
    ]


def test_each_row_leads_to_its_person_and_says_what_the_two_are_at(
    mentor, mentee, make_plan, now, client
):
    plan = make_plan(mentee)
    match = MatchFactory(mentor=mentor, mentee=mentee, plan=plan, made_at=now - WEEK)
    SessionFactory(match=match, starts_at=now - 2 * DAY)
    SessionFactory(match=match, starts_at=now + DAY)
    for number in range(2):
        GoalFactory(match=match, text=f"Goal {number}")
    asked = MentoringRequestFactory(mentor=mentor, plan=plan, created_at=now)

    first, second = desk_of(mentor, now=now).rows

    assert (first.page, first.facts) == (asked.get_absolute_url(), ("Plan: Warm homes first",))
    assert (second.page, second.facts) == (
        match.get_absolute_url(),
        ("You meet on Tue 3 Mar, 10:00", "2 open goals", "Plan: Warm homes first"),
    )


def test_who_only_asks_is_counted_apart_from_the_mentees(client, mentor, now):
    MentoringRequestFactory.create_batch(2, mentor=mentor)
    MatchFactory(mentor=mentor, state=MatchState.SIGNING)
    client.force_login(mentor)

    desk = desk_of(mentor, now=now)
    page = client.get(reverse("mentoring:desk")).content.decode()

    assert (desk.asking, desk.needing, len(desk.shown("needs-me"))) == (2, 1, 3)
    assert "2 requests to answer · 1 mentee needs something" in page


def test_my_home_and_the_desk_agree_on_who_was_left_alone(mentor, now):
    long_ago = now - 20 * WEEK
    MatchFactory(mentor=mentor, made_at=long_ago)
    MatchFactory(mentor=mentor, made_at=now - WEEK)
    MatchFactory(mentor=mentor, made_at=long_ago, state=MatchState.PAUSED)
    for starts_at, state in (
        (now - 7 * WEEK, SessionState.HELD),
        (now - 5 * WEEK, SessionState.HELD),
        (now - 5 * WEEK, SessionState.MISSED),
        (now - DAY, SessionState.BOOKED),
        (now + DAY, SessionState.BOOKED),
    ):
        match = MatchFactory(mentor=mentor, made_at=long_ago)
        SessionFactory(match=match, starts_at=starts_at, state=state)

    rows = desk_of(mentor, now=now).rows

    quiet = {row.address for row in rows if row.need == DeskNeed.QUIET}
    assert quiet == {thing.address for thing in do_next_of(mentor, now=now) if thing.weight == 50}
    assert len(quiet) == 3


def test_a_goal_past_its_day_waits_at_home_for_both(mentor, mentee, now):
    match = MatchFactory(mentor=mentor, mentee=mentee, made_at=now)
    goal = GoalFactory(match=match, due_on=now.date() - DAY)
    GoalFactory(match=match, due_on=now.date())

    for reader, other in ((mentor, mentee), (mentee, mentor)):
        assert do_next_of(reader, now=now) == [
            ToDo(
                title=f"Update a goal of your mentoring with {other}",
                address=reverse("mentoring:goal_edit", args=[goal.pk]),
                why="It is overdue.",
                weight=45,
            )
        ]


def test_the_desk_shows_ones_own_live_matches_and_filters_them(client, mentor):
    council = OrganisationFactory(name="Leeds City Council")
    MatchFactory(mentor=mentor, organisation=council, state=MatchState.SIGNING)
    MatchFactory(mentor=mentor)
    MatchFactory(mentor=mentor, state=MatchState.ENDED)
    MatchFactory()
    client.force_login(mentor)

    def shown(name):
        return len(client.get(reverse("mentoring:desk"), {"show": name}).context["rows"])

    counts = {name: shown(name) for name in ("all", "needs-me", "people", "organisations", "x")}
    assert counts == {"all": 2, "needs-me": 1, "people": 1, "organisations": 1, "x": 2}
    assert b"Leeds City Council" in client.get(reverse("mentoring:desk")).content


@pytest.mark.parametrize("count", [1, 4, 50])
def test_desk_takes_as_many_queries_whatever_its_length(
    client, make_plan, django_assert_num_queries, count, now
):
    mentor = MentorProfileFactory(capacity=20).user
    for number in range(min(count, 20)):
        mentee = UserFactory()
        match = MatchFactory(mentor=mentor, mentee=mentee, plan=make_plan(mentee))
        SessionFactory(match=match, starts_at=now - DAY)
        GoalFactory(match=match, due_on=dt.date(2026, 1, 1) + number * DAY)
    for _ in range(count - 20):
        MentoringRequestFactory(mentor=mentor)
    client.force_login(mentor)

    # One for each thing that may be needed: that their number stays the same is the point.
    with django_assert_num_queries(9):
        response = client.get(reverse("mentoring:desk"))

    assert response.context["page"].paginator.count == count
    assert len(response.context["table"].lines) == min(count, 25)


def test_the_mentor_sorts_the_desk_and_takes_it_along_as_csv(client, mentor):
    for name in ("Cy Bell", "Ann Ash"):
        MatchFactory(mentor=mentor, mentee__full_name=name, state=MatchState.SIGNING)
    client.force_login(mentor)
    address = reverse("mentoring:desk")

    page = client.get(address, {"sort": "-name"}).context["table"]
    written = b"".join(client.get(address, {"sort": "name", "as": "csv"}).streaming_content)

    assert [str(line.shown.cells[0][1].text) for line in page.lines] == ["Cy Bell", "Ann Ash"]
    assert [row.split(",")[0] for row in written.decode("utf-8-sig").splitlines()] == [
        "Name",
        "Ann Ash",
        "Cy Bell",
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda match: User.objects.filter(pk=match.mentee_id).update(full_name="Cy Oak"),
            "Cy Oak",
        ),
        (lambda match: Organisation.objects.update(name="The county"), "The county"),
        (lambda match: Goal.objects.update(text="Ask <twice>"), "Ask &lt;twice&gt;"),
        (lambda match: ActionPlan.objects.update(title="Dry homes"), "Plan: Dry homes"),
    ],
)
def test_what_changes_in_a_row_is_read_at_once(client, mentor, make_plan, now, change, words):
    mentee, council = UserFactory(), OrganisationFactory(name="The city")
    plan = make_plan(mentee)
    match = MatchFactory(mentor=mentor, mentee=mentee, organisation=council, plan=plan)
    GoalFactory(match=match, due_on=dt.date(2020, 1, 1))
    client.force_login(mentor)
    before = client.get(reverse("mentoring:desk")).content.decode()

    change(match)

    after = client.get(reverse("mentoring:desk")).content.decode()
    assert (words in before, words in after) == (False, True)
