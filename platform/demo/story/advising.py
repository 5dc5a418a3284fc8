"""Advice of the demo institute: a bill with its outcome, a consultation that closes soon, a confidential strategy."""

import datetime as dt
from typing import Any

from advice.actions.cases import WRITTEN, start_case, write_draft
from advice.actions.contributions import call_for_contributions, keep_contribution
from advice.actions.evidence import cite_recommendation, cite_record
from advice.actions.letters import record_letter
from advice.actions.reviews import ask_for_review, deliver_review, sign_off_case
from advice.actions.sending import record_outcome, send_case
from advice.models import AdviceCase
from advice.states import AdviceState
from demo.story.stage import Stage, told_in
from library.finding.record_picker import find_records
from library.recommendations.models import Recommendation
from library.vocabularies.models import Place
from networks.actions.discussions import reply
from networks.models import Network

_CITED = 3
_ADVISED = frozenset({AdviceState.SENT, AdviceState.CLOSED})


def advise(stage: Stage) -> None:
    """Take each case as far as its data say."""
    for told in told_in("advice"):
        _work_on(stage, told, _start(stage, told))


def _start(stage: Stage, told: dict[str, Any]) -> AdviceCase:
    facts = {name: told[name] for name in ("kind", "title", "asked", "body")}
    facts |= {
        "place": Place.objects.filter(code=told["place"]).first(),
        "link": "",
        "closes_at": stage.ago(-told["closes_in"], hour=17),
        "time_zone": told["zone"],
        "is_confidential": told.get("is_confidential", False),
        "lead": stage.people[told["lead"]],
        "sign_off_by": stage.people[told["sign_off"]],
    }
    return start_case(
        facts=facts,
        members=stage.cast(told["members"]),
        by=stage.people[told["lead"]],
        at=stage.ago(told["ago"]),
        key=stage.key("advice", told["title"]),
    )


def _work_on(stage: Stage, told: dict[str, Any], case: AdviceCase) -> None:
    lead, started = stage.people[told["lead"]], told["ago"]
    if "network" in told:
        _ask_network(stage, told, case)
    for record in find_records(told["find"], user=lead, limit=_CITED) if "find" in told else []:
        cite_record(case=case, record=record, by=lead, at=stage.ago(started * 0.8))
    named = Recommendation.objects.published().filter(reference__in=told["recommendations"])
    for each in named.in_order():
        cite_recommendation(case=case, recommendation=each, by=lead)
    words = {name: told[name].strip() for name in WRITTEN}
    write_draft(case=case, words=words, by=lead, at=stage.ago(started * 0.8))
    _record_letters(stage, told, case)
    if told["state"] == AdviceState.DRAFTING:
        return
    asked_at = stage.ago(started * 0.7)
    is_advised = told["state"] in _ADVISED
    due_on = asked_at.date() + dt.timedelta(days=7) if is_advised else stage.day(3)
    reviewers = stage.cast(told["reviewers"])
    ask_for_review(case=case, reviewers=reviewers, due_on=due_on, by=lead, at=asked_at)
    reviews = list(case.reviews.select_related("case", "reviewer").order_by("pk"))
    for review in reviews if is_advised else reviews[1:]:
        deliver_review(
            review=review,
            verdict="ready",
            comments="The figures agree with their sources. The advice follows from them.",
            by=review.reviewer,
            at=stage.ago(started * 0.65),
        )
    if is_advised:
        _send(stage, told, case)


def _send(stage: Stage, told: dict[str, Any], case: AdviceCase) -> None:
    signed_at, sent_at = stage.ago(told["ago"] * 0.6), stage.ago(-told["closes_in"] + 1)
    lead = stage.people[told["lead"]]
    sign_off_case(case=case, by=stage.people[told["sign_off"]], at=signed_at)
    send_case(case=case, sent_on=sent_at.date(), sent_to=told["sent_to"], by=lead, at=sent_at)
    for number, known in enumerate(told["outcomes"]):
        at = stage.ago(known["ago"])
        words = {name: known[name].strip() for name in ("outcome", "note", "source")}
        record_outcome(
            case=case,
            words={**words, "link": "", "known_on": at.date()},
            by=lead,
            at=at,
            key=stage.key("advice-outcome", str(number)),
        )


def _record_letters(stage: Stage, told: dict[str, Any], case: AdviceCase) -> None:
    for each in told.get("letters", []):
        at = stage.ago(each["ago"])
        words = {name: each[name] for name in ("body", "way", "words", "is_named")}
        record_letter(
            case=case,
            words={**words, "received_on": at.date()},
            by=stage.people[told["lead"]],
            at=at,
            key=stage.key("advice-letter", each["body"]),
        )


def _ask_network(stage: Stage, told: dict[str, Any], case: AdviceCase) -> None:
    lead, network = stage.people[told["lead"]], Network.objects.get(name=told["network"])
    [call] = call_for_contributions(
        case=case,
        networks=[network],
        question=told["question"],
        by=lead,
        at=stage.ago(told["ago"] - 5),
        key=stage.key("advice-call", told["title"]),
    )
    for each in told["replies"]:
        at = stage.ago(each["ago"])
        post = reply(
            discussion=call.discussion,
            author=stage.people[each["by"]],
            body=each["body"],
            key=stage.key("advice-reply", each["by"]),
            at=at,
        )
        if each["kept"]:
            keep_contribution(case=case, post=post, by=lead, at=at)
