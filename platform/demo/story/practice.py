"""Case studies after they were published: judged by editors, tried by others, and their lessons placed.

Two have a stage, one has one judgement only. The lessons of one are placed where others look for them, one is set aside, and
one is to place.
"""

from typing import Any

from courses.models import Lesson
from demo.story.stage import Stage, told_in
from library.catalogue.models import Record
from library.gaps.models import EvidenceGap
from library.practice.actions.judging import Judged, judge_practice
from library.practice.actions.trials import confirm_trial, tell_trial
from library.practice.models import case_studies
from library.practice.states import Criterion, Degree, MeasureKind
from library.recommendations.models import Recommendation
from submissions.actions.placing import finish_triage, place_learning, set_aside
from submissions.models import Submission
from submissions.placing.targets import Chosen
from submissions.states import TriageState


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


def place_lessons(stage: Stage) -> None:
    """Let the editor work through the case studies that were published."""
    editor = stage.people["editor"]
    for told in told_in("learnt"):
        work = Submission.objects.get(record__title__startswith=told["study"])
        at = stage.ago(told["ago"])
        if told["state"] == TriageState.SET_ASIDE:
            set_aside(submission=work, reason=told["reason"], by=editor, at=at)
            continue
        for each in told["placed"]:
            place_learning(
                submission=work, chosen=_placed_under(each), note=each["note"], by=editor, at=at
            )
        finish_triage(submission=work, by=editor, at=at)


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


def _placed_under(told: dict[str, Any]) -> Chosen:
    if "recommendation" in told:
        named = Recommendation.objects.get(reference=told["recommendation"])
        return Chosen(recommendations=[named])
    if "gap" in told:
        return Chosen(gaps=[EvidenceGap.objects.get(title=told["gap"])])
    current = Lesson.objects.filter(
        title=told["lesson"],
        module__release__published_at__isnull=False,
        module__release__superseded_at=None,
    )
    return Chosen(lessons=[current.select_related("module__release__course").get()])
