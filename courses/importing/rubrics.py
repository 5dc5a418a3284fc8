"""What an assignment takes, its rubric, and the questions of a survey in files."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from courses.importing.problems import Check
from courses.models import Assignment, Criterion, LiveLesson, SurveyQuestion
from courses.models.assignments import MOST_CRITERIA, MOST_POINTS
from courses.states import LessonKind, SurveyQuestionKind

_TAKES = ("text", "files", "link")


@dataclass(frozen=True)
class AssignmentDraft:
    """An assignment and its criteria, not saved yet."""

    assignment: Assignment
    criteria: list[Criterion]


def check_assignment(
    check: Check, file: str, kind: str, data: Mapping[str, Any]
) -> AssignmentDraft | None:
    """Check ``takes``, ``points_needed`` and ``rubric``; nothing for lessons of other kinds, which may have none."""
    if kind != LessonKind.ASSIGNMENT:
        for name in ("takes", "points_needed", "rubric", "peer_review"):
            if name in data:
                check.add(file, name, _("Only a lesson of the kind assignment has this."))
        return None
    takes = check.items(data, "takes", file, str) or ["text"]
    if set(takes) - set(_TAKES):
        check.add(file, "takes", _("Choose one of: %(kinds)s.") % {"kinds": ", ".join(_TAKES)})
    criteria = [
        _criterion(check, file, index, item)
        for index, item in enumerate(check.items(data, "rubric", file, dict), start=1)
    ]
    if len(criteria) > MOST_CRITERIA:
        text = _("Write at most %(most)s criteria.") % {"most": MOST_CRITERIA}
        check.add(file, "rubric", text)
    needed = check.number(data, "points_needed", file, least=0, most=2_000, default=0)
    taken = {f"takes_{name}": name in takes for name in _TAKES}
    reviews = _check_peer_review(check, file, data)
    return AssignmentDraft(Assignment(points_needed=needed, **taken, **reviews), criteria)


def _check_peer_review(check: Check, file: str, data: Mapping[str, Any]) -> dict[str, int]:
    """Check ``peer_review: {give: 3, get: 2, days: 14}``; nothing where the file has none."""
    said = data.get("peer_review")
    if said is None:
        return {}
    if not isinstance(said, dict):
        check.add(file, "peer_review", _("Write “give”, “get” and “days” here."))
        return {}
    get = check.number(said, "get", file, least=1, most=10, default=2)
    give = check.number(said, "give", file, least=1, most=10, default=get)
    if give < get:
        text = _("Each learner writes at least as many reviews as each work gets.")
        check.add(file, "peer_review", text)
    days = check.number(said, "days", file, least=2, most=90, default=14)
    return {"reviews_given": give, "reviews_needed": get, "review_days": days}


def _criterion(check: Check, file: str, index: int, data: Mapping[str, Any]) -> Criterion:
    where = f"rubric[{index}]."
    levels: list[tuple[int, str]] = []
    listed = check.items(data, "levels", file, dict, where=where)
    for number, level in enumerate(listed, start=1):
        place = f"{where}levels[{number}]."
        words = check.text(level, "words", file, where=place, most=500)
        points = level.get("points")
        if (
            isinstance(points, bool)
            or not isinstance(points, int)
            or not 0 <= points <= MOST_POINTS
        ):
            check.add(file, f"{place}points", _("Write a whole number from 0 to 100."))
            continue
        levels.append((points, words))
    if len({points for points, _words in levels}) < max(2, len(listed)):
        text = _("Write at least two levels, each with points of its own.")
        check.add(file, f"{where}levels", text)
    title = check.text(data, "criterion", file, where=where, most=200)
    ordered = [list(level) for level in sorted(levels)]
    return Criterion(position=index, title=title, levels=ordered)


def check_survey(
    check: Check, file: str, kind: str, data: Mapping[str, Any]
) -> list[SurveyQuestion]:
    """Check the ``survey`` of a lesson of that kind, which has at least one question; others have none."""
    listed = check.items(data, "survey", file, dict)
    if kind != LessonKind.SURVEY and listed:
        check.add(file, "survey", _("Only a lesson of the kind survey has this."))
    if kind == LessonKind.SURVEY and not listed:
        check.add(file, "survey", _("A survey needs questions."))
    return [_survey_question(check, file, index, item) for index, item in enumerate(listed, 1)]


def _survey_question(
    check: Check, file: str, index: int, data: Mapping[str, Any]
) -> SurveyQuestion:
    where = f"survey[{index}]."
    kind = str(data.get("kind", ""))
    if kind not in SurveyQuestionKind.values:
        kinds = ", ".join(SurveyQuestionKind.values)
        check.add(file, f"{where}kind", _("Choose one of: %(kinds)s.") % {"kinds": kinds})
    options = check.items(data, "options", file, str, where=where)
    if kind == SurveyQuestionKind.CHOICE and len(set(options)) < max(2, len(options)):
        check.add(file, f"{where}options", _("Write at least two answers, each once."))
    prompt = check.text(data, "prompt", file, where=where, most=500)
    return SurveyQuestion(position=index, kind=kind, prompt=prompt, options=options)


def check_live(check: Check, file: str, kind: str, data: Mapping[str, Any]) -> LiveLesson | None:
    """Check ``instead`` and ``recording_counts`` of a live session; nothing for lessons of other kinds."""
    if kind != LessonKind.LIVE:
        for name in ("instead", "recording_counts"):
            if name in data:
                check.add(file, name, _("Only a lesson of the kind live has this."))
        return None
    counts = check.truth(data, "recording_counts", file, default=True)
    return LiveLesson(
        counts_recording=counts, instead=check.text(data, "instead", file, most=5_000)
    )
