"""Made-up evidence gaps for tests and for the demo, made by the register's own actions."""

import uuid
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory
from library.gaps.actions.filling import fill_gap, start_work
from library.gaps.actions.register import accept_gap, dismiss_gap, propose_gap
from library.gaps.models import EvidenceGap, Origin, Priority
from library.gaps.states import GapState


class EvidenceGapFactory(DjangoModelFactory):
    """A gap in any state: ``EvidenceGapFactory(state=GapState.FILLED)`` is filled by a record of its own."""

    class Meta:
        model = EvidenceGap

    title = factory.Sequence(lambda n: f"Whether measure {n} reaches the poorest")
    rationale = "Councils pay for it and do not know for whom it works."
    priority = Priority.MEDIUM

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **words: Any) -> EvidenceGap:
        state = words.pop("state", GapState.OPEN)
        by = words.pop("proposed_by", None) or UserFactory()
        at = words.pop("at", None) or timezone.now()
        origin = words.pop("origin", Origin.PERSON)
        gap = propose_gap(words=words, by=by, at=at, key=uuid.uuid4(), origin=origin)
        if state == GapState.PROPOSED:
            return gap
        editor = UserFactory(roles=[Role.EDITOR])
        accept_gap(gap=gap, by=editor, at=at)
        if state == GapState.WORKED_ON:
            start_work(gap=gap, name="A network", address="", user=by, at=at)
        elif state == GapState.FILLED:
            record: Any = RecordFactory()
            fill_gap(gap=gap, records=[record], by=editor, at=at)
        elif state == GapState.DISMISSED:
            dismiss_gap(gap=gap, reason="It is known.", by=editor, at=at)
        gap.refresh_from_db()
        return gap
