"""How places of the demo answer recommendations, and what they promise: on time, overdue and silent."""

import datetime as dt
from typing import Any

from demo.story.stage import Stage, told_in
from library.catalogue.models import Record
from library.recommendations.actions.commitments import Promise, add_update, make_commitment
from library.recommendations.actions.respondents import (
    ask_to_represent,
    confirm_representation,
)
from library.recommendations.actions.responses import (
    Said,
    record_public_response,
    record_response,
)
from library.recommendations.models import Commitment, Recommendation, Response
from library.vocabularies.actions.places import add_place
from library.vocabularies.models import Place

_COUNCIL = "Saltmarsh District Council (demo)"


def answer(stage: Stage) -> None:
    """Let a council be represented, and record what it and others answered."""
    england = Place.objects.get(code="england")
    places = {name: add_place(name=name, parent=england) for name in ("Saltmarsh", "Millbrook")}
    confirmed = ask_to_represent(
        user=stage.people["mentee"],
        organisation=_COUNCIL,
        place=places["Saltmarsh"],
        grounds="I coordinate the health plan of the district. Beth Langridge of planning policy can tell you.",
        at=stage.ago(206),
        key=stage.key("representation", "mentee"),
    )
    confirm_representation(
        representation=confirmed,
        answer="Confirmed with planning policy by telephone.",
        by=stage.people["editor"],
        at=stage.ago(206, hour=15),
    )
    ask_to_represent(
        user=stage.people["member"],
        organisation="Northmoor Combined Authority (demo)",
        place=None,
        grounds="I write its answers to national reviews. My work address ends in northmoor.example.",
        at=stage.ago(2),
        key=stage.key("representation", "member"),
    )
    for told in told_in("recommendations"):
        response = _respond(stage, told, places.get(told.get("place", "")), confirmed.respondent)
        for promised in told.get("commitments", []):
            _promise(stage, told, promised, response)


def _respond(stage: Stage, told: dict[str, Any], place: Place | None, council: Any) -> Response:
    at = stage.ago(told["ago"])
    recommendation = Recommendation.objects.get(reference=told["recommendation"])
    said = Said(told["stance"], told["words"].strip(), told.get("document", ""), at.date())
    by, key = stage.people[told["by"]], stage.key("response", told["recommendation"])
    if told["by"] != "editor":
        return record_response(
            recommendation=recommendation, respondent=council, said=said, by=by, at=at, key=key
        )
    return record_public_response(
        recommendation=recommendation,
        organisation=told["organisation"],
        place=place,
        said=said,
        by=by,
        at=at,
        key=key,
    )


def _promise(
    stage: Stage, told: dict[str, Any], promised: dict[str, Any], response: Response
) -> None:
    by = stage.people[told["by"]]
    made = make_commitment(
        response=response,
        promise=Promise(
            action=promised["action"],
            about=promised.get("about", ""),
            lead=promised["lead"],
            starts_on=stage.day(-promised["starts_ago"]),
            due_on=stage.day(promised["due_in"]),
            milestones=[_milestone(stage, each) for each in promised.get("milestones", [])],
        ),
        by=by,
        at=stage.ago(told["ago"] - 5),
        key=stage.key("commitment", promised["action"]),
    )
    for update in promised.get("updates", []):
        _tell(stage, made, update, told["by"])


def _milestone(stage: Stage, told: dict[str, Any]) -> tuple[dt.date, str]:
    return stage.day(told["in"] if "in" in told else -told["ago"]), told["title"]


def _tell(stage: Stage, commitment: Commitment, update: dict[str, Any], by: str) -> None:
    record = Record.objects.get(import_key=update["record"]) if "record" in update else None
    add_update(
        commitment=commitment,
        words=update["words"],
        state=Commitment.State.OPEN,
        record=record,
        reached=list(commitment.milestones.filter(title__in=update.get("reached", []))),
        by=stage.people[by],
        at=stage.ago(update["ago"]),
        key=stage.key("update", update["words"]),
    )
