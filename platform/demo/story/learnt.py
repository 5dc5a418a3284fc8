"""What was learnt in case studies: one is placed where others look for it, one is set aside, one is to place."""

from typing import Any

from courses.models import Lesson
from demo.story.stage import Stage, told_in
from library.gaps.models import EvidenceGap
from library.recommendations.models import Recommendation
from submissions.actions.placing import finish_triage, place_learning, set_aside
from submissions.models import Submission
from submissions.placing.targets import Chosen
from submissions.states import TriageState


def place(stage: Stage) -> None:
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
                submission=work, chosen=_chosen(each), note=each["note"], by=editor, at=at
            )
        finish_triage(submission=work, by=editor, at=at)


def _chosen(told: dict[str, Any]) -> Chosen:
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
