"""Made-up advice cases for tests and for the demo, made by the actions of advice."""

import datetime as dt
import uuid
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import User
from accounts.roles import Role
from advice.actions.cases import start_case, withdraw_case, write_draft
from advice.actions.reviews import ask_for_review, deliver_review, sign_off_case
from advice.actions.sending import record_outcome, send_case
from advice.models import AdviceCase
from advice.models.cases import EQUITY_QUESTIONS
from advice.states import AdviceKind, AdviceOutcomeKind, AdviceState, AdviceVerdict
from demo.factories.accounts import UserFactory

_S = AdviceState
_ORDER = (_S.OPEN, _S.DRAFTING, _S.IN_REVIEW, _S.SIGNED_OFF, _S.SENT, _S.CLOSED)
DRAFT = {**dict.fromkeys(EQUITY_QUESTIONS, "An answer."), "draft": "We **advise** this."}


def outcome_words(outcome: str = AdviceOutcomeKind.ADOPTED, **words: Any) -> dict[str, Any]:
    """Return what an outcome is told with."""
    return {
        "outcome": outcome,
        "note": "",
        "source": "Response of the ministry",
        "link": "",
        "known_on": timezone.localdate(),
        **words,
    }


class AdviceCaseFactory(DjangoModelFactory):
    """A case in any state: ``AdviceCaseFactory(state=AdviceState.SENT, reviewers=[…], members=[…])``."""

    class Meta:
        model = AdviceCase

    kind = AdviceKind.BILL
    title = factory.Sequence(lambda n: f"Bill number {n}")
    asked = "Does the bill reach the poorest?"
    body = "The ministry of examples"
    place = None
    link = ""
    closes_at = None
    time_zone = "Europe/London"
    is_confidential = False

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **facts: Any) -> AdviceCase:
        state = facts.pop("state", _S.OPEN)
        members = facts.pop("members", ())
        reviewers = facts.pop("reviewers", [])
        at: dt.datetime = facts.pop("at", None) or timezone.now()
        lead: User = facts.setdefault("lead", None) or UserFactory(roles=[Role.EDITOR])
        signs = facts.setdefault("sign_off_by", None) or UserFactory(roles=[Role.COORDINATOR])
        facts |= {"lead": lead, "sign_off_by": signs}
        case = start_case(facts=facts, by=lead, at=at, key=uuid.uuid4(), members=members)
        if state == _S.WITHDRAWN:
            withdraw_case(case=case, reason="Nobody needs it.", by=lead, at=at)
        else:
            cls._advance(case, _ORDER.index(state), reviewers, at)
        case.refresh_from_db()
        return case

    @classmethod
    def _advance(cls, case: AdviceCase, steps: int, reviewers: list[User], at: dt.datetime) -> None:
        lead, signs = case.lead, case.sign_off_by
        assert signs is not None  # noqa: S101
        if steps >= 1:
            write_draft(case=case, words=DRAFT, by=lead, at=at)
        if steps >= 2:
            made: Any = [UserFactory(roles=[Role.REVIEWER]) for _n in range(2 - len(reviewers))]
            people = [*reviewers, *made]
            due = timezone.localdate(at) + dt.timedelta(days=7)
            ask_for_review(case=case, reviewers=people, due_on=due, by=lead, at=at)
        if steps >= 3:
            for review in case.reviews.select_related("case", "reviewer").order_by("pk"):
                deliver_review(
                    review=review,
                    verdict=AdviceVerdict.READY,
                    comments="It is sound.",
                    by=review.reviewer,
                    at=at,
                )
            sign_off_case(case=case, by=signs, at=at)
        if steps >= 4:
            day = timezone.localdate(at)
            send_case(case=case, sent_on=day, sent_to="The ministry", by=lead, at=at)
        if steps >= 5:
            words = outcome_words()
            record_outcome(case=case, words=words, by=lead, at=at, key=uuid.uuid4())
