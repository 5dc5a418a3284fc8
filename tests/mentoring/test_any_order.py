"""Requests and matches under any sequence of acts: no edge outside the flow tables, no place lost."""

import datetime as dt
import uuid
from collections import Counter
from contextlib import suppress

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, OuterRef, Q
from django.test import TestCase
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from accounts.actions import suspending as accounts
from accounts.actions.blocking import block_person, unblock_person
from accounts.models import Block, User
from accounts.roles import Role
from core.refusals import Conflict
from demo.factories.accounts import UserFactory
from demo.factories.mentoring import MentorProfileFactory
from mentoring.actions.agreement import change_agreement, sign_agreement
from mentoring.actions.matches import end_match, leave_all_matches, pause_match, resume_match
from mentoring.actions.mentors import close_mentor_profile, set_open
from mentoring.actions.requests import (
    accept_request,
    decline_request,
    expire_requests,
    request_mentor,
    withdraw_request,
)
from mentoring.actions.searches import close_search, look_again, open_search
from mentoring.actions.session_news import cancel_sessions_of_suspended
from mentoring.actions.sessions import book_session, cancel_session, reschedule_session
from mentoring.actions.suspending import lift_suspension, suspend_match
from mentoring.actions.unanswerable_requests import (
    decline_all_of_absent,
    end_requests_between_blocked,
)
from mentoring.models import Match, MentoringRequest, MentorProfile, MentorSearch, Session
from mentoring.states import (
    LIVE_STATES,
    MATCH_FLOW,
    MENTOR_FLOW,
    REQUEST_FLOW,
    SEARCH_FLOW,
    SESSION_FLOW,
    MatchState,
    RequestState,
)
from tests.machines import UndoneMachine
from workflow.models import Transition

MENTORS, MENTEES = 2, 3
FLOWS = {
    MentoringRequest: REQUEST_FLOW,
    Match: MATCH_FLOW,
    MentorProfile: MENTOR_FLOW,
    MentorSearch: SEARCH_FLOW,
    Session: SESSION_FLOW,
}
which = st.integers(0, 50)


class MentoringMachine(UndoneMachine):
    """Mentors and mentees who do whatever comes to their minds; what is refused changes nothing."""

    def __init__(self):
        super().__init__()
        self.now = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
        self.mentors = [MentorProfileFactory(capacity=2).user for _ in range(MENTORS)]
        self.mentees = [UserFactory() for _ in range(MENTEES)]
        self.people = [*self.mentors, *self.mentees]
        self.administrator = UserFactory(roles=[Role.ADMINISTRATOR])

    def attempt(self, act, **words):
        self.now += dt.timedelta(hours=1)
        with suppress(Conflict):
            act(at=self.now, **words)

    def pick(self, model, n):
        """Choose any row, in whatever state: pages are clicked late, too."""
        rows = list(model.objects.order_by("-pk")[:6])
        return rows[n % len(rows)] if rows else None

    @rule(mentor=which, mentee=which)
    def ask(self, mentor, mentee):
        self.attempt(
            request_mentor,
            mentor=self.mentors[mentor % MENTORS],
            mentee=self.mentees[mentee % MENTEES],
            plan=None,
            message="I work on cold homes.",
            key=uuid.uuid4(),
        )

    @rule(n=which, act=st.sampled_from([accept_request, accept_request, decline_request]))
    def answer(self, n, act):
        if request := self.pick(MentoringRequest, n):
            self.attempt(act, request=request, by=request.mentor)

    @rule(n=which)
    def withdraw(self, n):
        if request := self.pick(MentoringRequest, n):
            self.attempt(withdraw_request, request=request, by=request.mentee)

    @rule(days=st.integers(1, 22))
    def time_passes(self, days):
        self.now += dt.timedelta(days=days)
        expire_requests(at=self.now)

    @rule(n=which, is_mentor=st.booleans())
    def sign(self, n, is_mentor):
        if match := self.pick(Match, n):
            by = match.mentor if is_mentor else match.mentee
            self.attempt(sign_agreement, match=match, by=by, seen=match.agreement_hash)

    @rule(n=which, act=st.sampled_from([pause_match, resume_match]))
    def pause_or_resume(self, n, act):
        if match := self.pick(Match, n):
            self.attempt(act, match=match, by=match.mentee)

    @rule(n=which)
    def rewrite(self, n):
        if match := self.pick(Match, n):
            text = f"We meet {self.now.isoformat()}."
            self.attempt(change_agreement, match=match, by=match.mentor, text=text)

    @rule(n=which)
    def end(self, n):
        if match := self.pick(Match, n):
            self.attempt(end_match, match=match, by=match.mentor, reason="It is time.")

    @rule(mentor=which, is_open=st.booleans())
    def take_requests(self, mentor, is_open):
        set_open(profile=self.mentors[mentor % MENTORS].mentor_profile, is_open=is_open)

    @rule(mentor=which)
    def stop(self, mentor):
        profile = self.mentors[mentor % MENTORS].mentor_profile
        self.attempt(close_mentor_profile, profile=profile, by=profile.user)

    @rule(mentee=which)
    def search(self, mentee):
        mentee = self.mentees[mentee % MENTEES]
        if not Match.objects.filter(mentee=mentee).live().exists():
            self.attempt(open_search, mentee=mentee, by=self.mentors[0], words="Soon.", mentors=[])

    @rule(n=which)
    def find_or_close(self, n):
        look_again(at=self.now)
        if search := self.pick(MentorSearch, n):
            self.attempt(close_search, search=search, by=search.mentee)

    @rule(mentee=which)
    def leave(self, mentee):
        leave_all_matches(user=self.mentees[mentee % MENTEES], at=self.now)

    @rule(who=which, is_suspended=st.booleans())
    def suspend_or_lift_account(self, who, is_suspended):
        user = self.people[who % len(self.people)]
        if is_suspended:
            self.attempt(
                accounts.suspend_account, user=user, reason="Asked.", by=self.administrator
            )
        else:
            self.attempt(accounts.lift_suspension, user=user, by=self.administrator)

    @rule(n=which, is_suspended=st.booleans())
    def suspend_or_lift_match(self, n, is_suspended):
        if match := self.pick(Match, n):
            self.attempt(suspend_match if is_suspended else lift_suspension, match=match)

    @rule(mentor=which, mentee=which, by_mentor=st.booleans(), is_blocked=st.booleans())
    def block_or_unblock(self, mentor, mentee, by_mentor, is_blocked):
        pair = [self.mentors[mentor % MENTORS], self.mentees[mentee % MENTEES]]
        blocker, blocked = pair if by_mentor else reversed(pair)
        if is_blocked:
            self.attempt(block_person, blocker=blocker, blocked=blocked)
        else:
            unblock_person(blocker=blocker, blocked=blocked)

    @rule(n=which, by_mentor=st.booleans(), days=st.integers(1, 20))
    def book(self, n, by_mentor, days):
        if match := self.pick(Match, n):
            self.attempt(
                book_session,
                match=match,
                by=match.mentor if by_mentor else match.mentee,
                starts_at=self.now + dt.timedelta(days=days),
                time_zone="Europe/London",
                minutes=60,
                place_or_link="Town hall",
                key=uuid.uuid4(),
            )

    @rule(n=which, days=st.integers(1, 20))
    def move(self, n, days):
        if session := self.pick(Session, n):
            self.attempt(
                reschedule_session,
                session=session,
                by=session.match.mentee,
                starts_at=self.now + dt.timedelta(days=days),
                time_zone="Europe/London",
                minutes=60,
                place_or_link="Town hall",
            )

    @rule(n=which)
    def cancel(self, n):
        if session := self.pick(Session, n):
            self.attempt(cancel_session, session=session, by=session.match.mentor)

    @rule()
    def sweep(self):
        decline_all_of_absent(at=self.now)
        end_requests_between_blocked(at=self.now)
        cancel_sessions_of_suspended(at=self.now)
        assert not self.between_blocked(MentoringRequest.objects.open()).exists()
        suspended = User.objects.filter(is_active=False)
        assert not MentoringRequest.objects.open().filter(mentor__in=suspended).exists()
        theirs = Q(match__mentor__in=suspended) | Q(match__mentee__in=suspended)
        assert not Session.objects.upcoming(self.now).filter(theirs).exists()

    def between_blocked(self, things):
        """Keep those between two people of whom one blocked the other."""
        there = Block.objects.filter(blocker=OuterRef("mentor"), blocked=OuterRef("mentee"))
        back = Block.objects.filter(blocker=OuterRef("mentee"), blocked=OuterRef("mentor"))
        return things.filter(Exists(there) | Exists(back))

    @invariant()
    def nobody_asks_or_is_matched_over_a_block(self):
        for model, moment in ((MentoringRequest, "created_at"), (Match, "made_at")):
            after = {f"{moment}__gt": F("mentor__blocks_made__made_at")}
            there = model.objects.filter(mentor__blocks_made__blocked=F("mentee"), **after)
            after = {f"{moment}__gt": F("mentee__blocks_made__made_at")}
            back = model.objects.filter(mentee__blocks_made__blocked=F("mentor"), **after)
            assert not there.exists()
            assert not back.exists()

    @invariant()
    def nobody_is_matched_with_somebody_suspended(self):
        made = Q(mentor__suspensions__at__lt=F("made_at"), mentor__suspensions__lifted_at=None) | Q(
            mentee__suspensions__at__lt=F("made_at"), mentee__suspensions__lifted_at=None
        )
        assert not Match.objects.filter(made).exists()

    @invariant()
    def no_session_is_ahead_where_the_mentoring_is_not_under_way(self):
        still = Session.objects.upcoming(self.now).exclude(
            match__state__in=[MatchState.SIGNING, MatchState.ACTIVE]
        )
        assert not still.exists()

    @invariant()
    def every_edge_is_in_the_tables(self):
        flows = {ContentType.objects.get_for_model(model).pk: flow for model, flow in FLOWS.items()}
        for made in Transition.objects.filter(content_type__in=flows):
            move = flows[made.content_type_id].moves[made.move]
            assert made.from_state in move.sources
            assert made.to_state == move.leads_to(made.from_state)

    @invariant()
    def places_taken_are_the_live_matches(self):
        live = Counter(
            Match.objects.filter(state__in=LIVE_STATES).values_list("mentor_id", flat=True)
        )
        for profile in MentorProfile.objects.all():
            assert profile.places_taken == live[profile.pk] <= profile.capacity

    @invariant()
    def each_match_has_an_accepted_request_and_each_accepted_request_a_match(self):
        accepted = MentoringRequest.objects.filter(state=RequestState.ACCEPTED)
        assert set(accepted.values_list("pk", flat=True)) == set(
            Match.objects.values_list("request", flat=True)
        )

    @invariant()
    def nobody_is_looked_for_who_has_a_mentor(self):
        looked_for = MentorSearch.objects.live().values("mentee")
        assert not Match.objects.live().filter(mentee__in=looked_for).exists()

    @invariant()
    def nobody_waits_for_a_mentor_who_stopped(self):
        waiting = MentoringRequest.objects.open()
        assert not waiting.filter(mentor__mentor_profile__state="closed").exists()


class TestAnyOrder(MentoringMachine.TestCase, TestCase):
    settings = settings(
        max_examples=15,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
