"""What an editor decides about what was learnt: moves, who hears of it, who may, and what a page costs."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.personal_data.registry import personal_data_of
from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.recommendations import RecommendationFactory
from demo.factories.submissions import SubmissionFactory
from library.catalogue.actions.records import withdraw_record
from notifications.conditions import current_at
from notifications.models import Notification
from submissions.actions.locking import ConflictOfInterest
from submissions.actions.placing import (
    MOST_PLACEMENTS,
    NothingPlaced,
    NothingToPlace,
    StillPlaced,
    TooManyPlacements,
    finish_triage,
    leave_out,
    place_learning,
    reopen_triage,
    set_aside,
    take_back,
)
from submissions.kinds import LEARNING_PLACED
from submissions.models import CoAuthor, Placement, Triage
from submissions.placing.queue import queues_of
from submissions.placing.targets import Chosen
from submissions.states import SubmissionState, TriageState
from workflow.flows import TransitionNotAllowed
from workflow.models import Transition

pytestmark = pytest.mark.django_db
_T = TriageState
DECIDED = [_T.PLACED, _T.NOT_PLACED, _T.SET_ASIDE]


def place(work, by, *recommendations):
    chosen = Chosen(recommendations=recommendations)
    return place_learning(submission=work, chosen=chosen, note="Take it.", by=by, at=timezone.now())


def bring_to(state, work, by):
    now = timezone.now()
    if state == _T.PLACED:
        place(work, by, RecommendationFactory())
        finish_triage(submission=work, by=by, at=now)
    elif state == _T.NOT_PLACED:
        leave_out(submission=work, reason="Nothing fits", by=by, at=now)
    elif state == _T.SET_ASIDE:
        set_aside(submission=work, reason="After the review", by=by, at=now)


ACTS = {
    "place": lambda work, by: place(work, by, RecommendationFactory()),
    "take_back": lambda work, by: take_back(submission=work, keys=[1], by=by),
    "finish": lambda work, by: finish_triage(submission=work, by=by, at=timezone.now()),
    "leave_out": lambda work, by: leave_out(submission=work, reason="R", by=by, at=timezone.now()),
    "set_aside": lambda work, by: set_aside(submission=work, reason="R", by=by, at=timezone.now()),
    "reopen": lambda work, by: reopen_triage(submission=work, by=by, at=timezone.now()),
}
ALLOWED = {
    _T.OPEN: {"place", "take_back", "finish", "leave_out", "set_aside"},
    _T.PLACED: {"reopen"},
    _T.NOT_PLACED: {"reopen"},
    _T.SET_ASIDE: {"leave_out", "reopen"},
}


@pytest.mark.parametrize("state", TriageState)
def test_each_state_allows_its_moves_and_no_others(work, editor, state):
    bring_to(state, work, editor)

    refused = set()
    for name, act in ACTS.items():
        if name in ALLOWED[state]:
            continue
        with pytest.raises((TransitionNotAllowed, StillPlaced)):
            act(work, editor)
        refused.add(name)

    assert refused == ACTS.keys() - ALLOWED[state]
    assert state == (Triage.objects.get().state if state != _T.OPEN else _T.OPEN)


@pytest.mark.parametrize("state", DECIDED)
def test_every_decision_is_taken_back_with_what_was_placed(work, editor, state):
    bring_to(state, work, editor)
    before = Placement.objects.count()

    triage = reopen_triage(submission=work, by=editor, at=timezone.now())

    assert (triage.state, triage.reason, triage.decided_by) == (_T.OPEN, "", None)
    assert Placement.objects.count() == before
    moves = [each.move for each in Transition.objects.of(triage)]
    assert moves[-1] == "reopen"
    assert len(moves) == 2


def test_nothing_is_finished_without_a_placement_and_nothing_left_out_with_one(work, editor):
    with pytest.raises(NothingPlaced):
        ACTS["finish"](work, editor)
    place(work, editor, RecommendationFactory())
    for name in ("leave_out", "set_aside"):
        with pytest.raises(StillPlaced):
            ACTS[name](work, editor)

    assert not Transition.objects.filter(move__in=["finish", "leave_out", "set_aside"]).exists()


def test_there_is_a_most(work, editor, monkeypatch):
    monkeypatch.setattr("submissions.actions.placing.MOST_PLACEMENTS", 2)
    place(work, editor, RecommendationFactory(), RecommendationFactory())

    with pytest.raises(TooManyPlacements):
        place(work, editor, RecommendationFactory())

    assert Placement.objects.count() == 2 < MOST_PLACEMENTS


def test_only_case_studies_in_the_library_are_placed_and_not_by_their_authors(work, editor):
    report = SubmissionFactory(kind="report", state=SubmissionState.ACCEPTED)
    waiting = SubmissionFactory(state=SubmissionState.IN_REVIEW)
    withdrawn = SubmissionFactory(state=SubmissionState.ACCEPTED)
    withdraw_record(record=withdrawn.record, reason="An error", by=editor, at=timezone.now())

    for other in (report, waiting, withdrawn):
        with pytest.raises(NothingToPlace):
            place(other, editor, RecommendationFactory())
    with pytest.raises(ConflictOfInterest):
        place(work, work.author, RecommendationFactory())
    assert sum(queue.count for queue in queues_of(editor)) == 1


@pytest.fixture
def co_author():
    return UserFactory(email="dafydd@example.org")


def test_each_author_with_an_account_hears_of_it_once(work, editor, co_author):
    CoAuthor.objects.create(
        submission=work, name="Dafydd", email=co_author.email, user=co_author, answer="yes"
    )
    CoAuthor.objects.create(submission=work, name="No account", email="x@example.org")
    made = RecommendationFactory(title="Warm homes")
    place(work, editor, made)

    for _round in range(2):
        finish_triage(submission=work, by=editor, at=timezone.now())
        reopen_triage(submission=work, by=editor, at=timezone.now())

    told = Notification.objects.filter(kind=LEARNING_PLACED.name)
    assert {each.recipient for each in told} == {work.author, co_author}
    assert told.count() == 2
    assert {each.address for each in told} == {made.get_absolute_url()}
    assert {each.text for each in told} == {f"Recommendation: {made.reference} Warm homes"}


def test_several_placements_are_listed_on_the_page_of_the_submission(work, editor):
    place(work, editor, RecommendationFactory(), RecommendationFactory())
    finish_triage(submission=work, by=editor, at=timezone.now())

    told = Notification.objects.get(kind=LEARNING_PLACED.name)

    assert told.address == f"{work.get_absolute_url()}#placed"


def test_the_rule_is_asked_again_before_it_is_opened_or_mailed(work, editor):
    bring_to(_T.PLACED, work, editor)
    told = Notification.objects.filter(kind=LEARNING_PLACED.name)

    def states():
        return told.open_to_recipient().exists(), told.filter(
            current_at(timezone.now(), [LEARNING_PLACED.name])
        ).exists()

    seen = [states()]
    reopen_triage(submission=work, by=editor, at=timezone.now())
    seen.append(states())
    finish_triage(submission=work, by=editor, at=timezone.now())
    seen.append(states())
    withdraw_record(record=work.record, reason="An error", by=editor, at=timezone.now())
    seen.append(states())

    assert seen == [(True, True), (True, False), (True, True), (False, False)]


def test_editors_place_the_works_of_others_and_nobody_else_does(signed_in, work, editor):
    pages = [
        reverse("submissions:learnt_list"),
        *(
            reverse(f"submissions:learnt_{name}", args=[work.pk])
            for name in ("detail", "leave_out", "set_aside")
        ),
    ]
    acts = [
        reverse(f"submissions:learnt_{name}", args=[work.pk])
        for name in ("detail", "remove", "finish", "reopen")
    ]
    own = SubmissionFactory(state=SubmissionState.ACCEPTED, author=editor)

    def statuses(person):
        client = signed_in(person)
        return [client.get(page).status_code for page in pages], {
            client.post(act).status_code for act in acts
        }

    reviewer, administrator = (UserFactory(roles=[r]) for r in (Role.REVIEWER, Role.ADMINISTRATOR))
    for outsider in (reviewer, work.author):
        assert statuses(outsider) == ([403, 404, 404, 404], {404})
    assert statuses(administrator)[0] == statuses(editor)[0] == [200] * 4
    detail = reverse("submissions:learnt_detail", args=[own.pk])
    assert signed_in(editor).get(detail).status_code == 404
    assert signed_in(administrator).get(detail).status_code == 200


def test_bad_input_loses_nothing_and_says_what_is_wrong(desk, work, recommendation):
    page = reverse("submissions:learnt_detail", args=[work.pk]) + "?q=warm"
    ref = f"recommendation:{recommendation.reference}"
    wrong = {
        "Choose at least one thing": {"note": "Words of mine"},
        "Write what readers can take": {"chosen": [ref], "note": " "},
        "is no longer available": {
            "chosen": ["gap:99999", "x", "lesson:\x00"],
            "note": "Words of mine",
        },
        "at most 500": {"chosen": [ref], "note": "x" * 501},
    }

    for sentence, sent in wrong.items():
        answer = desk.post(page, sent)
        assert answer.status_code == 200
        assert sentence in answer.text
        assert sent["note"].strip() in answer.text
        assert (f'value="{ref}" id="chosen-1-1" checked' in answer.text) == ("chosen" in sent and ref in sent["chosen"])  # fmt: skip
    assert not Placement.objects.exists()
    assert desk.post(reverse("submissions:learnt_remove", args=[work.pk]), {"placements": "a,\x00,9" * 30}).status_code == 302  # fmt: skip


def test_an_editor_places_finishes_and_takes_it_back_by_the_buttons(desk, work, recommendation):
    page = reverse("submissions:learnt_detail", args=[work.pk])
    ref = f"recommendation:{recommendation.reference}"
    desk.post(page + "?q=warm", {"chosen": [ref], "note": "Take the form away."})
    [row] = Placement.objects.all()
    finish, reopen = (
        reverse(f"submissions:learnt_{name}", args=[work.pk]) for name in ("finish", "reopen")
    )

    for _click in range(2):
        assert desk.post(finish).status_code == 302
    assert Triage.objects.get().state == _T.PLACED
    assert desk.post(page, {"chosen": [ref], "note": "Too late"}).status_code == 409
    assert "Warmth without a form" in desk.get(reverse("submissions:learnt_list") + "?queue=placed").text  # fmt: skip
    for _click in range(2):
        assert desk.post(reopen).status_code == 302
    for _click in range(2):
        desk.post(reverse("submissions:learnt_remove", args=[work.pk]), {"placements": row.pk})
    assert not Placement.objects.exists()
    for _click in range(2):
        desk.post(reverse("submissions:learnt_set_aside", args=[work.pk]), {"reason": "Later"})
    assert "Later" in desk.get(reverse("submissions:learnt_list") + "?queue=set-aside").text
    assert Triage.objects.get().reason == "Later"


def test_the_page_of_a_case_study_leads_to_placing_until_that_is_decided(desk, work, editor):
    page, link = f"/submissions/desk/{work.pk}/", f'href="/submissions/desk/learnt/{work.pk}/"'
    undecided = SubmissionFactory(state=SubmissionState.IN_REVIEW, editor=editor)

    assert link in desk.get(page).content.decode()
    other = desk.get(f"/submissions/desk/{undecided.pk}/").content.decode()
    assert "Place what was learnt" not in other
    bring_to(_T.NOT_PLACED, work, editor)
    assert link not in desk.get(page).content.decode()


@pytest.mark.parametrize("count", [1, 4])
def test_the_pages_take_the_same_queries_whatever_their_length(
    desk, signed_in, editor, django_assert_num_queries, count
):
    author = UserFactory()
    works = [
        SubmissionFactory(state=SubmissionState.ACCEPTED, author=author) for _n in range(count)
    ]
    made = [RecommendationFactory() for _n in range(count)]
    for work in works:
        place(work, editor, *made)
        work.recommendations.add(*[RecommendationFactory() for _n in range(count)])
    own = signed_in(author)
    pages = [
        (desk, reverse("submissions:learnt_list"), 7),
        (desk, reverse("submissions:learnt_detail", args=[works[0].pk]), 9),
        (own, reverse("submissions:submission_list"), 8),
    ]

    for client, address, most in pages:
        client.get(address)
        with django_assert_num_queries(most):
            answer = client.get(address)
        assert answer.status_code == 200


def test_the_export_holds_what_an_editor_placed_and_decided(work, editor):
    at = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
    made = RecommendationFactory(title="Warm homes")
    chosen = Chosen(recommendations=[made])
    place_learning(submission=work, chosen=chosen, note="Take it.", by=editor, at=at)
    finish_triage(submission=work, by=editor, at=at)

    data = personal_data_of(editor)["submissions"].data

    under = f"{made.reference} Warm homes"
    assert data["placements"] == [
        {"work": work.title, "under": under, "note": "Take it.", "at": at}
    ]
    assert data["triages"] == [{"work": work.title, "state": "placed", "reason": "", "at": at}]
