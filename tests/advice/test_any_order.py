"""Whatever the people of a case do, in whatever order, the same things hold."""

import datetime as dt
from uuid import uuid4

from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import (
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from accounts.roles import Role
from advice.actions.cases import (
    FACTS,
    change_case,
    restore_case,
    start_case,
    withdraw_case,
    write_draft,
)
from advice.actions.reviews import (
    ask_another_reviewer,
    ask_for_review,
    decline_review,
    deliver_review,
    return_case,
    sign_off_case,
    take_back,
)
from advice.actions.sending import record_outcome, send_case
from advice.models import AdviceOutcome, AdviceReview
from advice.states import ADVICE_FLOW, ADVICE_REVIEW_FLOW, DECIDED_OUTCOMES, AdviceOutcomeKind
from core.refusals import Refusal
from demo.factories.accounts import UserFactory
from demo.factories.advice import DRAFT, outcome_words
from tests.machines import UndoneMachine
from workflow.models import Transition

START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
PERSON = st.integers(0, 6)


class Advising(UndoneMachine):
    """Seven people, of whom one is a coordinator, try everything with one case."""

    @initialize(lead=PERSON, signs=PERSON, member=PERSON)
    def begin(self, lead: int, signs: int, member: int) -> None:
        self.at = START
        self.people = [UserFactory(roles=[Role.EDITOR]) for _n in range(6)]
        self.people.append(UserFactory(roles=[Role.COORDINATOR]))
        signs = (lead + 1) % 7 if signs == lead else signs
        members = [self.people[member]] if member not in (lead, signs) else []
        facts = {
            "kind": "bill", "title": "A bill", "asked": "Is it fair?", "body": "A ministry", "place": None, "link": "",
            "closes_at": None, "time_zone": "", "is_confidential": False,
            "lead": self.people[lead], "sign_off_by": self.people[signs],
        }  # fmt: skip
        self.case = start_case(
            facts=facts, by=self.people[lead], at=self.at, key=uuid4(), members=members
        )
        self.outcomes = 0

    def tried(self, act) -> bool:
        """Do it as a request does, all or nothing; tell whether it was done."""
        self.at += dt.timedelta(hours=1)
        try:
            with transaction.atomic():
                act()
        except Refusal:
            return False
        finally:
            self.case.refresh_from_db()
        return True

    def review(self, person: int) -> AdviceReview | None:
        return self.case.reviews.filter(reviewer=self.people[person]).order_by("-pk").first()

    def due(self) -> dt.date:
        return self.at.date()

    @rule(by=PERSON)
    def write(self, by: int) -> None:
        words = {**DRAFT, "draft": f"Text of {self.at}"}
        person, before = self.people[by], self.case.draft
        done = self.tried(lambda: write_draft(case=self.case, words=words, by=person, at=self.at))
        writers = [self.case.lead, *self.case.members.all()]
        assert not done or person in writers
        assert done or self.case.draft == before

    @rule(by=PERSON, first=PERSON, second=PERSON)
    def ask(self, by: int, first: int, second: int) -> None:
        chosen, person = [self.people[first], self.people[second]], self.people[by]
        done = self.tried(
            lambda: ask_for_review(
                case=self.case, reviewers=chosen, due_on=self.due(), by=person, at=self.at
            )
        )
        assert not done or (person == self.case.lead and first != second)

    @rule(by=PERSON)
    def let_two_free_people_review(self, by: int) -> None:
        """Take the way that random choices seldom find."""
        shut_out = {self.case.lead_id, self.case.sign_off_by_id}
        shut_out |= set(self.case.writers.values_list("pk", flat=True))
        shut_out |= set(self.case.members.values_list("pk", flat=True))
        free = [person for person in self.people if person.pk not in shut_out][:2]
        lead = self.case.lead
        self.tried(
            lambda: ask_for_review(
                case=self.case, reviewers=free, due_on=self.due(), by=lead, at=self.at
            )
        )

    @rule(by=PERSON, who=PERSON)
    def ask_one_more(self, by: int, who: int) -> None:
        self.tried(
            lambda: ask_another_reviewer(
                case=self.case,
                reviewer=self.people[who],
                due_on=self.due(),
                by=self.people[by],
                at=self.at,
            )
        )

    @rule(by=PERSON, of=PERSON, verdict=st.sampled_from(["ready", "ready", "changes"]))
    def judge(self, by: int, of: int, verdict: str) -> None:
        review = self.review(of)
        if review is not None:
            done = self.tried(
                lambda: deliver_review(
                    review=review, verdict=verdict, comments="Read.", by=self.people[by], at=self.at
                )
            )
            assert not done or by == of

    @rule()
    def all_who_were_asked_find_it_ready(self) -> None:
        for review in self.case.reviews.asked():
            words = {"verdict": "ready", "comments": "Read.", "by": review.reviewer}
            assert self.tried(lambda r=review, w=words: deliver_review(review=r, at=self.at, **w))

    @rule(by=PERSON)
    def decline(self, by: int) -> None:
        review = self.review(by)
        if review is not None:
            self.tried(lambda: decline_review(review=review, by=self.people[by], at=self.at))

    @rule(by=PERSON, act=st.sampled_from([take_back, sign_off_case, restore_case]))
    def move(self, by: int, act) -> None:
        person, before = self.people[by], self.case.state
        latest = self.case.revisions.order_by("-number").first()
        done = self.tried(lambda: act(case=self.case, by=person, at=self.at))
        if done and act is sign_off_case:
            assert before == "in-review"
            assert person == self.case.sign_off_by
            verdicts = latest.reviews.filter(state="delivered").values_list("verdict", flat=True)
            assert list(verdicts) == ["ready", "ready"]
            assert latest.text == self.case.draft

    @rule()
    def sign_off_by_the_right_one(self) -> None:
        signs = self.case.sign_off_by
        self.tried(lambda: sign_off_case(case=self.case, by=signs, at=self.at))

    @rule(by=PERSON, act=st.sampled_from([return_case, withdraw_case]))
    def give_up(self, by: int, act) -> None:
        self.tried(lambda: act(case=self.case, reason="No.", by=self.people[by], at=self.at))

    @rule(by=PERSON)
    def send(self, by: int) -> None:
        words = {"sent_on": self.at.date(), "sent_to": "The ministry"}
        before, person = self.case.state, self.people[by]
        done = self.tried(lambda: send_case(case=self.case, by=person, at=self.at, **words))
        assert not done or before == "signed-off"

    @rule(by=PERSON, outcome=st.sampled_from(AdviceOutcomeKind.values))
    def tell(self, by: int, outcome: str) -> None:
        words = outcome_words(outcome, known_on=self.at.date())
        done = self.tried(
            lambda: record_outcome(
                case=self.case, words=words, by=self.people[by], at=self.at, key=uuid4()
            )
        )
        self.outcomes += done
        assert not done or self.case.outcome == outcome

    @rule(by=PERSON, lead=PERSON, signs=PERSON, member=PERSON)
    def change_people(self, by: int, lead: int, signs: int, member: int) -> None:
        facts = {name: getattr(self.case, name) for name in FACTS}
        facts |= {"lead": self.people[lead], "sign_off_by": self.people[signs]}
        if lead != signs:
            self.tried(
                lambda: change_case(
                    case=self.case,
                    facts=facts,
                    by=self.people[by],
                    at=self.at,
                    members=[self.people[member]],
                )
            )

    @invariant()
    def history_follows_the_table(self) -> None:
        state = "open"
        for line in Transition.objects.of(self.case):
            move = ADVICE_FLOW.moves[line.move]
            assert line.from_state == state
            assert state in move.sources
            state = move.leads_to(state)
            assert line.to_state == state
        assert self.case.state == state

    @invariant()
    def nobody_judges_their_own(self) -> None:
        case = self.case
        writers = {case.lead_id, *case.members.values_list("pk", flat=True)}
        writers |= set(case.writers.values_list("pk", flat=True))
        reviews = case.reviews.filter(state__in=["asked", "delivered"])
        reviewers = set(reviews.values_list("reviewer", flat=True))
        assert not writers & reviewers
        assert case.sign_off_by_id not in writers | reviewers

    @invariant()
    def reviews_fit_the_state(self) -> None:
        case = self.case
        asked = case.reviews.asked().count()
        assert asked <= (2 if case.state == "in-review" else 0)
        for revision in case.revisions.all():
            assert revision.reviews.filter(state__in=["asked", "delivered"]).count() <= 2
        for review in case.reviews.all():
            moves = [line.move for line in Transition.objects.of(review)]
            assert len(moves) == (review.state != "asked")
            assert set(moves) <= set(ADVICE_REVIEW_FLOW.moves)

    @invariant()
    def outcomes_stay_and_fit_the_state(self) -> None:
        case = self.case
        assert AdviceOutcome.objects.filter(case=case).count() == self.outcomes
        assert (case.outcome in DECIDED_OUTCOMES) == (case.state == "closed")
        assert bool(case.outcome) == (case.state in ("sent", "closed"))


class TestAnyOrder(TestCase):
    def test_any_order(self) -> None:
        run_state_machine_as_test(
            Advising, settings=settings(max_examples=10, stateful_step_count=25, deadline=None)
        )
