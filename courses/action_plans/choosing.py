"""Figures that a reader comes with to act on them: of an indicator's page, or a data set of their own."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from core.types import Person
from core.web.requests import key_of
from courses.models import ActionPlan
from indicators.calculator.models import DataSet
from indicators.catalogue.models import Indicator

# What the address of an indicator's page may choose.
CHOICES = ("place", "by", "sex", "age", "period", "release")


@dataclass(frozen=True)
class Figures:
    """An indicator with what was chosen on its page, or a data set."""

    title: str
    address: str
    # By which a form or an address carries them along.
    fields: Mapping[str, str]

    def choose_in(self, plan: ActionPlan) -> str:
        """Return the page on which the number is chosen that the plan starts from."""
        if "data_set" in self.fields:
            return reverse(
                "courses:baseline_from_data_set", args=[plan.pk, self.fields["data_set"]]
            )
        chosen = {name: value for name, value in self.fields.items() if name in CHOICES}
        return reverse(
            "courses:baseline_from_indicator",
            args=[plan.pk, self.fields["indicator"]],
            query=chosen or None,
        )


def figures_to_act_on(user: Person, sent: Mapping[str, str]) -> Figures | None:
    """Return the figures that an address or a form names, if this person may see them."""
    if code := clean(sent.get("indicator")):
        found = Indicator.objects.visible_to(user).filter(code=code).first()
        if found is None:
            return None
        chosen = {name: value for name in CHOICES if (value := clean(sent.get(name)))}
        address = reverse("indicators:indicator_detail", args=[found.code], query=chosen or None)
        return Figures(found.name, address, {"indicator": found.code, **chosen})
    own = DataSet.objects.visible_to(user).filter(pk=key_of(sent.get("data_set"))).first()
    if own is None:
        return None
    return Figures(own.name, own.get_absolute_url(), {"data_set": str(own.pk)})


def clean(word: str | None) -> str:
    """Return a word of an address without what no stored word has."""
    return (word or "")[:60].replace("\0", "")
