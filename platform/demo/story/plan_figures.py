"""A plan that starts from a real indicator, what came of it after six weeks, and a network that talks about both."""

import datetime as dt
from typing import Any

from courses.action_plans.candidates import PLACE, origin_of_indicator
from courses.actions.action_plans.baselines import set_baseline
from courses.actions.plans import finish_plan, record_outcome, save_plan, start_plan
from demo.story.stage import Stage
from indicators.catalogue.addresses import IndicatorInPlace
from indicators.catalogue.models import Indicator
from networks.actions.discussions import reply, start_discussion
from networks.models import Network

_WORDS: dict[str, Any] = {
    "title": "Warm homes in Halton, the coldest first",
    "place": "Halton",
    "group": "Households in homes rated D or worse, of which nobody has asked for help yet",
    "inequality": "More than one household in ten cannot heat its home at a fair cost, and few of them know what they could ask for.",
    "trial": "Advisers ring at the doors of the two streets with the worst ratings, and book the energy visit on the spot.",
    "partners": "The council’s housing team, two food banks, Warm Homes Together (demo)",
    "measure": "Households in fuel poverty in Halton, and our own count of the two streets each month.",
}  # fmt: skip
_ASKED = """The figure for Halton has fallen for some years, and it is still one household in ten. My plan starts from it.

After six weeks of visits our own count in the two streets is lower. I do not say that the visits did it: it was a mild autumn. **What would you measure next?**"""
_ANSWERED = (
    "I would count those who said no, too. And compare with two streets where nobody rings yet."
)


def act_on_figures(stage: Stage) -> None:
    """Let one plan start from a figure of Halton, report after six weeks, and share it with the indicator."""
    owner, finished = stage.people["hamza"], stage.ago(50)
    indicator = Indicator.objects.get(code="fuel-poverty-low-efficiency")
    plan = start_plan(owner=owner, key=stage.key("plan", "halton"), at=stage.ago(54))
    topics = stage.topics(["fuel-poverty", "housing"])
    plan = save_plan(plan=plan, at=finished, topics=topics, review_on=stage.day(60), **_WORDS)
    origin, page = origin_of_indicator(indicator, {"place": "halton"})
    chosen = origin.find(PLACE)
    if chosen is None or page.place is None:
        raise LookupError("The demo needs the figures on fuel poverty in Halton.")
    set_baseline(
        plan=plan,
        origin=origin,
        chosen=chosen,
        target=9.0,
        target_on=finished.date() + dt.timedelta(days=365),
        at=finished,
    )
    plan = finish_plan(plan=plan, by=owner, at=finished)
    stage.plans["halton"] = plan
    record_outcome(
        plan=plan,
        week=6,
        happened="Advisers rang at 214 doors and booked 61 visits. Thirty-four homes have a new thermostat or a mended boiler.",
        change="Our own count in the two streets, the same question as in the figures of the council.",
        value=10.1,
        is_shared=True,
        key=stage.key("outcome", "halton"),
        at=stage.ago(7),
    )
    discussion = start_discussion(
        network=Network.objects.get(name="Warm Homes and Health"),
        author=owner,
        title="One household in ten in Halton: what would you measure next?",
        body=_ASKED,
        key=stage.key("talk", "halton"),
        at=stage.ago(6, hour=9),
        plan=plan,
        shared=IndicatorInPlace(indicator, page.place),
    )
    reply(
        discussion=discussion,
        author=stage.people["samira"],
        body=_ANSWERED,
        key=stage.key("reply", "halton"),
        at=stage.ago(5, hour=11),
    )
