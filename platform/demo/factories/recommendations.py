"""Made-up recommendations for tests and for the demo, made by the library's own actions."""

from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from demo.factories.library import RecordFactory
from library.recommendations.actions.recommendations import add_recommendation
from library.recommendations.models import Recommendation
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
