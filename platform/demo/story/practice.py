"""Case studies that editors have judged: two with a stage, one with one judgement only, and one that others tried."""

from typing import Any

from demo.story.stage import Stage, told_in
from library.catalogue.models import Record
from library.practice.actions.judging import Judged, judge_practice
from library.practice.actions.trials import confirm_trial, tell_trial
from library.practice.models import case_studies
from library.practice.states import Criterion, Degree, MeasureKind


def judge(stage: Stage) -> None:
    """Let editors judge the case studies of the demo."""
    for told in told_in("practice"):
        record = _study(told["study"])
        for each in told["judgements"]:
            judge_practice(
                record=record,
                judged=_judged(each),
                by=stage.people[each["by"]],
                at=stage.ago(each["ago"]),
                key=stage.key("judgement", each["by"], told["study"]),
            )
        for each in told.get("tried", []):
            _try(stage, record, each)


def _try(stage: Stage, record: Record, told: dict[str, Any]) -> None:
    trial = tell_trial(
        record=record,
        by=stage.people[told["by"]],
        at=stage.ago(told["ago"]),
        key=stage.key("trial", told["place"]),
        place=told["place"],
        manner=told["manner"],
        result=told["result"],
        words=told["words"].strip(),
        link="",
    )
    if "confirmed_ago" in told:
        at = stage.ago(told["confirmed_ago"])
        confirm_trial(trial=trial, answer="", by=stage.people["editor"], at=at)


def _study(title: str) -> Record:
    made_up = case_studies().filter(depositor__isnull=False)
    return made_up.with_creators().get(title__startswith=title)


def _judged(told: dict[str, Any]) -> Judged:
    measure = dict(told["measure"])
    degrees = {
        Criterion(name): (Degree(degree), words)
        for name, (degree, words) in told["degrees"].items()
    }
    return Judged(degrees, MeasureKind(measure.pop("measure")), **measure)
