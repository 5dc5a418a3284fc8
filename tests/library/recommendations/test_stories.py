"""Whatever people do with answers and commitments, in whatever order, the same things hold."""

import datetime as dt
from uuid import uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import (
    Bundle,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.recommendations import (
    RecommendationFactory,
    RepresentationFactory,
    RespondentFactory,
)
from library.recommendations.actions.commitments import (
    Promise,
    add_update,
    edit_commitment,
    make_commitment,
)
from library.recommendations.actions.respondents import end_representation
from library.recommendations.actions.responses import (
    Said,
    record_response,
    restore_response,
    withdraw_response,
)
from library.recommendations.models import Commitment, CommitmentUpdate, Response, Statement
from library.recommendations.standing import counts_of, marks_of
from library.recommendations.states import CommitmentState, Stance
from tests.machines import UndoneMachine
from workflow.flows import TransitionNotAllowed

START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
REFUSED = (PermissionDenied, ValidationError, TransitionNotAllowed)


class Answering(UndoneMachine):
    """Two representatives, an editor and a stranger answer, promise, tell and change their minds."""

    responses = Bundle("responses")
    commitments = Bundle("commitments")

    @initialize()
    def begin(self) -> None:
        self.at = START
        self.recommendations = [RecommendationFactory(at=START) for _n in range(2)]
        self.respondents = [RespondentFactory(organisation=name) for name in ("A", "B")]
        self.representations = [RepresentationFactory(respondent=each) for each in self.respondents]
        self.editor = UserFactory(roles=[Role.EDITOR])
        self.people = [*(each.user for each in self.representations), self.editor, UserFactory()]
        self.represents = {each.user_id: each.respondent_id for each in self.representations}
        # What the world should be: by key, written down beside what the product does.
        self.said: dict[tuple[int, int], list[str]] = {}
        self.hidden: set[int] = set()
        self.states: dict[int, str] = {}
        self.promised: dict[int, list[dt.date]] = {}

    def may(self, person: int, respondent_id: int) -> bool:
        user = self.people[person]
        return user == self.editor or self.represents.get(user.pk) == respondent_id

    def tried(self, act):
        """Do it as a request does, all or nothing. Returns nothing where it is refused."""
        try:
            with transaction.atomic():
                return act()
        except REFUSED:
            return None

    @rule(days=st.integers(1, 200))
    def time_passes(self, days: int) -> None:
        self.at += dt.timedelta(days=days)

    @rule(target=responses, who=st.integers(0, 3), whom=st.integers(0, 1), which=st.integers(0, 1), stance=st.sampled_from(list(Stance)))  # fmt: skip
    def answer(self, who, whom, which, stance):
        respondent, recommendation = self.respondents[whom], self.recommendations[which]
        key = (recommendation.pk, respondent.pk)
        said = Said(stance, f"We say {stance}.", "https://a.example/", self.at.date())
        response = self.tried(lambda: record_response(recommendation=recommendation, respondent=respondent, said=said, by=self.people[who], at=self.at, key=uuid4()))  # fmt: skip
        known = Response.objects.filter(
            recommendation=recommendation, respondent=respondent
        ).first()
        may = self.may(who, respondent.pk) and not (known and known.pk in self.hidden)
        assert (response is not None) == may
        if response is None:
            return multiple()
        told = self.said.setdefault(key, [])
        last = response.statements.order_by("-number").first()
        if len(told) < response.statements.count():
            told.append(stance)
        assert (last.stance, response.stance) == (stance, stance)
        return response

    @rule(response=responses, who=st.integers(0, 3), hide=st.booleans())
    def hide_or_show(self, response, who, hide):
        act = (
            (lambda: withdraw_response(response=response, reason="Wrong.", by=self.people[who], at=self.at))
            if hide
            else (lambda: restore_response(response=response, by=self.people[who], at=self.at))
        )  # fmt: skip
        done = self.tried(act)
        is_hidden = response.pk in self.hidden
        assert (done is not None) == (who == 2 and is_hidden != hide)
        if done:
            (self.hidden.add if hide else self.hidden.discard)(response.pk)

    @rule(target=commitments, response=responses, who=st.integers(0, 3), days=st.integers(0, 300))
    def promise(self, response, who, days):
        promise = Promise("Do it", "", "", None, self.at.date() + dt.timedelta(days=days))
        made = self.tried(lambda: make_commitment(response=response, promise=promise, by=self.people[who], at=self.at, key=uuid4()))  # fmt: skip
        assert (made is not None) == (self.may(who, response.respondent_id) and response.pk not in self.hidden)  # fmt: skip
        if made is None:
            return multiple()
        self.states[made.pk] = CommitmentState.OPEN
        self.promised[made.pk] = [promise.due_on]
        return made

    @rule(commitment=commitments, who=st.integers(0, 3), days=st.integers(-100, 300))
    def move(self, commitment, who, days):
        promise = Promise("Do it", "", "", None, self.at.date() + dt.timedelta(days=days))
        edited = self.tried(lambda: edit_commitment(commitment=commitment, promise=promise, opened_at=None, by=self.people[who], at=self.at))  # fmt: skip
        response = commitment.response
        assert (edited is not None) == (self.may(who, response.respondent_id) and response.pk not in self.hidden)  # fmt: skip
        if edited and self.promised[commitment.pk][-1] != promise.due_on:
            self.promised[commitment.pk].append(promise.due_on)

    @rule(commitment=commitments, who=st.integers(0, 3), state=st.sampled_from(list(CommitmentState)))  # fmt: skip
    def tell(self, commitment, who, state):
        before = self.states[commitment.pk]
        updates = CommitmentUpdate.objects.count()
        told = self.tried(lambda: add_update(commitment=commitment, words="So it is.", state=state, by=self.people[who], at=self.at, key=uuid4()))  # fmt: skip
        can = before == state or CommitmentState.OPEN in (before, state)
        response = commitment.response
        assert (told is not None) == (can and self.may(who, response.respondent_id) and response.pk not in self.hidden)  # fmt: skip
        assert CommitmentUpdate.objects.count() == updates + bool(told)
        if told:
            self.states[commitment.pk] = state

    @rule(whom=st.integers(0, 1))
    def leave(self, whom):
        representation = self.representations[whom]
        self.tried(lambda: end_representation(representation=representation, by=representation.user, at=self.at))  # fmt: skip
        self.represents.pop(representation.user_id, None)

    @invariant()
    def what_was_said_stays(self):
        kept = {
            (r.recommendation_id, r.respondent_id): [
                s.stance for s in r.statements.order_by("number")
            ]
            for r in Response.objects.all()
        }
        assert kept == self.said
        assert all(r.current is not None and r.current.stance == r.stance for r in Response.objects.select_related("current"))  # fmt: skip
        assert Statement.objects.count() == sum(map(len, self.said.values()))

    @invariant()
    def what_was_promised_stays(self):
        kept = {
            each.pk: [
                *each.earlier.order_by("pk").values_list("due_on", flat=True),
                each.due_on,
            ]
            for each in Commitment.objects.all()
        }
        assert kept == self.promised
        first = {each.pk: each.first_due_on or each.due_on for each in Commitment.objects.all()}
        assert first == {pk: days[0] for pk, days in self.promised.items()}

    @invariant()
    def counts_tell_what_the_list_shows(self):
        given = Response.objects.given()
        assert set(given.values_list("pk", flat=True)) == set(Response.objects.values_list("pk", flat=True)) - self.hidden  # fmt: skip
        shown = list(Commitment.objects.filter(response__in=given.values("pk")))
        counts = counts_of(Response.objects.all(), self.at)
        marks = [[mark.label for mark in marks_of(each, self.at)] for each in shown]
        assert {each.pk: each.state for each in Commitment.objects.all()} == self.states
        assert sum(number for _label, number in counts.answers) == given.count()
        assert counts.open + counts.done + counts.stopped == len(shown)
        assert counts.overdue == sum("Overdue" in each for each in marks)
        assert counts.stale == sum("No update for 180 days" in each for each in marks)
        assert counts.postponed == sum("Postponed" in each for each in marks)


class TestAnswering(TestCase):
    def test_the_same_things_hold_in_whatever_order(self):
        run_state_machine_as_test(
            Answering, settings=settings(max_examples=12, stateful_step_count=12, deadline=None)
        )
