"""Goals of a match: taken from a plan, set, changed, reached, dropped."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from demo.factories.mentoring import (
    GoalFactory,
    MatchFactory,
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
from mentoring.models import (
    Goal,
)
from mentoring.states import (
    GOAL_FLOW,
    GoalState,
    MatchState,
    SessionState,
)
from mentoring.suggestions.suggested_goals import goal_ideas
from workflow.flows import TransitionNotAllowed

pytestmark = pytest.mark.django_db


def test_goals_are_taken_from_the_plan_and_offered_once(make_plan, mentee, client):
    ahead = timezone.localdate() + dt.timedelta(days=60)
    plan = make_plan(mentee, review_on=ahead)
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
            ahead,
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

    left = GoalFactory(match=ended)

    with pytest.raises(TransitionNotAllowed):
        add_goal(match=ended, text="Too late", at=now)
    with pytest.raises(TransitionNotAllowed):
        reach_goal(goal=left, by=ended.mentor, on=now.date(), at=now)
    with pytest.raises(TransitionNotAllowed):
        edit_goal(goal=left, text="Other", measure="", due_on=None)
    with pytest.raises(TransitionNotAllowed):
        edit_goal(goal=reached, text="Other", measure="", due_on=None)


def test_a_goal_is_set_changed_and_reached_on_its_pages(client, mentee):
    match = MatchFactory(mentee=mentee)
    client.force_login(mentee)
    new = reverse("mentoring:goal_new", args=[match.pk])
    due_on = str(timezone.localdate() + dt.timedelta(days=60))
    data = {"text": "Visit <b>50</b> homes", "due_on": due_on, "form_key": str(uuid.uuid4())}

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


def test_a_goal_is_not_due_in_the_past_but_a_late_one_can_still_be_reworded(client, mentee):
    match = MatchFactory(mentee=mentee)
    late = GoalFactory(match=match, text="Visit homes", due_on=dt.date(2020, 1, 1))
    client.force_login(mentee)
    edit = reverse("mentoring:goal_edit", args=[late.pk])
    seen = client.get(edit).context["form"]["seen"].value()

    new = client.post(
        reverse("mentoring:goal_new", args=[match.pk]),
        {"text": "Too early", "due_on": "2020-01-01", "form_key": str(uuid.uuid4())},
    )
    reworded = client.post(edit, {"text": "Visit 60 homes", "due_on": "2020-01-01", "seen": seen})

    assert new.context["form"].errors["due_on"] == ["Choose today or a later day"]
    assert reworded.status_code == 302
    assert list(Goal.objects.values_list("text", flat=True)) == ["Visit 60 homes"]


def test_a_goal_taken_from_an_old_plan_has_no_day_that_is_over(make_plan, mentee, now):
    plan = make_plan(mentee, review_on=now.date() - dt.timedelta(days=1))
    match = MatchFactory(mentee=mentee, plan=plan)

    take_goals(match=match, ideas=goal_ideas(match, plan, [])[:1], at=now)

    assert Goal.objects.get().due_on is None


def test_the_pages_of_an_ended_mentoring_have_no_buttons_that_would_be_refused(client, mentee):
    match = MatchFactory(mentee=mentee, state=MatchState.ENDED)
    goals = [GoalFactory(match=match), GoalFactory(match=match, state=GoalState.REACHED)]
    client.force_login(mentee)
    pages = [match.get_absolute_url()]
    pages += [reverse("mentoring:goal_edit", args=[goal.pk]) for goal in goals]
    forms = ["goal_new", "agreement_edit", "session_new", "match_end"]

    texts = [client.get(page).content for page in pages]
    codes = {
        client.get(reverse(f"mentoring:{name}", args=[match.pk])).status_code for name in forms
    }

    assert not any(b'name="move"' in text for text in texts)
    assert codes == {302}


@pytest.mark.parametrize("state", [MatchState.PAUSED, MatchState.SUSPENDED, MatchState.ENDED])
def test_no_form_is_opened_that_would_be_refused(client, mentee, state, now):
    match = MatchFactory(mentee=mentee, state=state, ended_at=now)
    goal = GoalFactory(match=match)
    booked = SessionFactory(match=match)
    client.force_login(mentee)
    silent = state != MatchState.PAUSED

    def is_opened(name, pk):
        page = client.get(reverse(name, args=[pk])).content
        main = page.split(b"<main")[1] if b"<main" in page else b""
        return b'name="save"' in main or b'name="preview"' in main

    opened = {
        "goal_new": is_opened("mentoring:goal_new", match.pk),
        "goal_edit": is_opened("mentoring:goal_edit", goal.pk),
        "agreement_edit": is_opened("mentoring:agreement_edit", match.pk),
        "session_new": is_opened("mentoring:session_new", match.pk),
        "series_new": is_opened("mentoring:series_new", match.pk),
        "session_move": is_opened("mentoring:session_move", booked.pk),
        "session_cancel": is_opened("mentoring:session_cancel", booked.pk),
    }
    note = client.get(reverse("mentoring:note_new", args=[match.pk])).content

    assert {name for name, shown in opened.items() if shown} == (
        set() if silent else {"goal_new", "goal_edit"}
    )
    assert (b'value="me"' in note, b'value="both"' in note) == (True, not silent)


@pytest.mark.parametrize("state", sorted(set(SessionState) - {SessionState.BOOKED}))
def test_what_is_held_or_cancelled_is_neither_moved_nor_cancelled(client, mentee, state):
    session = SessionFactory(match=MatchFactory(mentee=mentee), state=state)
    client.force_login(mentee)

    for name in ("session_move", "session_cancel"):
        answer = client.get(reverse(f"mentoring:{name}", args=[session.pk]))
        assert (answer.status_code, answer.url) == (302, session.get_absolute_url())


@pytest.mark.parametrize("move", ["reach", "drop", "reopen"])
def test_nothing_is_settled_while_the_institute_has_paused_it(client, mentee, move):
    match = MatchFactory(mentee=mentee, state=MatchState.SUSPENDED)
    state = GoalState.REACHED if move == "reopen" else GoalState.OPEN
    goal = GoalFactory(match=match, state=state)
    client.force_login(mentee)

    answer = client.post(reverse("mentoring:goal_settle", args=[goal.pk]), {"move": move})

    assert answer.status_code == 409
    goal.refresh_from_db()
    assert goal.state == state
