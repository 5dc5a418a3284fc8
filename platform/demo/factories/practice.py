"""Made-up judgements of case studies for tests and for the demo, made by the library's own actions."""

import uuid
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory
from library.practice.actions.judging import Judged, judge_practice
from library.practice.actions.trials import (
    confirm_trial,
    decline_trial,
    tell_trial,
    withdraw_trial,
)
from library.practice.models import Judgement, Trial
from library.practice.states import Criterion, Degree, Manner, MeasureKind, TrialResult, TrialState
from library.vocabularies.choices import RecordType


def judged(usual: Degree = Degree.MET, **said: Any) -> Judged:
    """Return a judgement with a measure in which every criterion has the usual degree, but for those said."""
    degrees = {
        each: (Degree(said.pop(each.value, usual)), f"So the work says of {each.label.lower()}.")
        for each in Criterion
    }
    measure: dict[str, Any] = {
        "measure": MeasureKind.VALUES,
        "baseline": "31 per cent",
        "outcome": "52 per cent",
    }
    return Judged(degrees, **(said or measure))


class CaseStudyFactory(RecordFactory):
    """A published case study."""

    type = RecordType.CASE_STUDY


class JudgementFactory(DjangoModelFactory):
    """One judgement of a case study: ``JudgementFactory(record=record, judged=judged(ethics="not-met"))``."""

    class Meta:
        model = Judgement

    record = factory.SubFactory(CaseStudyFactory)
    judged = factory.LazyFunction(judged)
    at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **words: Any) -> Judgement:
        by = words.pop("by", None) or UserFactory(roles=[Role.EDITOR])
        return judge_practice(by=by, key=words.pop("key", uuid.uuid4()), **words)


class TrialFactory(DjangoModelFactory):
    """A report of a case study tried elsewhere, in any state: ``TrialFactory(state=TrialState.CONFIRMED)``."""

    class Meta:
        model = Trial

    record = factory.SubFactory(CaseStudyFactory)
    place = factory.Sequence(lambda n: f"School number {n} in Southfield")
    manner = Manner.ADAPTED
    result = TrialResult.SAME
    words = "We began with the school kitchen. It worked for most."
    link = ""
    at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **words: Any) -> Trial:
        state = words.pop("state", TrialState.OPEN)
        teller: Any = words.pop("by", None) or UserFactory()
        at = words["at"]
        trial = tell_trial(by=teller, key=words.pop("key", uuid.uuid4()), **words)
        editor: Any = UserFactory(roles=[Role.EDITOR]) if state != TrialState.OPEN else None
        if state == TrialState.CONFIRMED:
            confirm_trial(trial=trial, answer="", by=editor, at=at)
        elif state == TrialState.DECLINED:
            decline_trial(trial=trial, answer="Who was it for?", by=editor, at=at)
        elif state == TrialState.WITHDRAWN:
            withdraw_trial(trial=trial, by=teller, at=at)
        return trial
