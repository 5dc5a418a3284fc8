"""Made-up recommendations for tests and for the demo, made by the library's own actions."""

import datetime as dt
import uuid
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory
from library.recommendations.actions.commitments import Promise, make_commitment
from library.recommendations.actions.recommendations import add_recommendation
from library.recommendations.actions.respondents import respondent_named
from library.recommendations.actions.responses import Said, record_response
from library.recommendations.models import (
    Commitment,
    Recommendation,
    Representation,
    Respondent,
    Response,
)
from library.recommendations.states import RepresentationState, Stance
from library.recommendations.wording import Wording


class RecommendationFactory(DjangoModelFactory):
    """A published recommendation: ``RecommendationFactory(record=record, levels=("local",))``."""

    class Meta:
        model = Recommendation

    record = factory.SubFactory(RecordFactory)
    reference = factory.Sequence(lambda n: f"DEMO-2020-A{n}")
    title = factory.Sequence(lambda n: f"Do the {n}th thing")
    text = "Let everyone have what the few have."
    at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **fields: Any) -> Recommendation:
        own = {name: fields.pop(name) for name in ("record", "reference", "at")}
        return add_recommendation(wording=Wording(**fields), by=None, **own)


class RespondentFactory(DjangoModelFactory):
    """An organisation that answers: ``RespondentFactory(place=place, organisation="")`` for a place alone."""

    class Meta:
        model = Respondent

    organisation = factory.Sequence(lambda n: f"Council number {n}")
    place = None

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **fields: Any) -> Respondent:
        return respondent_named(**fields)


class RepresentationFactory(DjangoModelFactory):
    """Somebody who answers for a respondent, confirmed unless ``state`` says otherwise."""

    class Meta:
        model = Representation

    user = factory.SubFactory(UserFactory)
    respondent = factory.SubFactory(RespondentFactory)
    grounds = "Ask the town clerk."
    state = RepresentationState.CONFIRMED
    asked_at = factory.LazyFunction(timezone.now)
    form_key = factory.LazyFunction(uuid.uuid4)


class ResponseFactory(DjangoModelFactory):
    """An answer that an editor recorded from a public source."""

    class Meta:
        model = Response

    recommendation = factory.SubFactory(RecommendationFactory)
    respondent = factory.SubFactory(RespondentFactory)
    by = factory.LazyFunction(lambda: UserFactory(roles=[Role.EDITOR]))
    stance = Stance.ACCEPTED
    words = "We agree."
    at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **fields: Any) -> Response:
        at = fields["at"]
        said = Said(
            fields.pop("stance"),
            fields.pop("words"),
            "https://council.example/answer",
            timezone.localdate(at),
        )
        return record_response(said=said, key=uuid.uuid4(), **fields)


class CommitmentFactory(DjangoModelFactory):
    """A commitment that follows from an answer: ``CommitmentFactory(due_on=day, milestones=[(day, "Half")])``."""

    class Meta:
        model = Commitment

    response = factory.SubFactory(ResponseFactory)
    by = factory.LazyFunction(lambda: UserFactory(roles=[Role.EDITOR]))
    action = factory.Sequence(lambda n: f"Insulate {n} homes")
    at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **fields: Any) -> Commitment:
        due_on = fields.pop("due_on", None) or timezone.localdate(fields["at"]) + dt.timedelta(365)
        promise = Promise(
            action=fields.pop("action"),
            about=fields.pop("about", ""),
            lead=fields.pop("lead", "Housing team"),
            starts_on=fields.pop("starts_on", None),
            due_on=due_on,
            milestones=fields.pop("milestones", ()),
        )
        return make_commitment(promise=promise, key=uuid.uuid4(), **fields)
