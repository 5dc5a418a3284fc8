"""Action plans: started, saved, finished, and their outcomes recorded."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.announcements import announce
from core.forms.edit_conflicts import check_edit_number
from core.forms.form_keys import first_result
from courses.actions.completion import (
    complete_if_done,
    lock_enrolment,
    record_completion,
)
from courses.kinds import OUTCOME_DUE
from courses.models import ActionPlan, Enrolment, Lesson, PlanBaseline, PlanOutcome, PlanRevision
from courses.models.plans import OUTCOME_WEEKS
from courses.refusals import PlanNotWhole
from courses.signals import plan_finished
from courses.states import GONE, LessonKind
from library.vocabularies.models import Topic
from notifications.actions import notify

# How many days after its due day an outcome is still asked for by the nightly sweep.
OUTCOME_GRACE = dt.timedelta(days=28)

_WANTED: dict[str, Promise] = {
    "place": _("Enter the place."),
    "group": _("Enter the group of people."),
    "inequality": _("Describe the inequality."),
    "trial": _("Describe what you will try."),
    "partners": _("Enter who you will work with."),
    "measure": _("Describe how you will measure it."),
    "review_on": _("Enter the date you will check the result."),
}


@transaction.atomic
def start_plan(
    *,
    owner: User,
    key: uuid.UUID,
    at: dt.datetime,
    enrolment: Enrolment | None = None,
    title: str = "",
) -> ActionPlan:
    """Begin an empty plan. The same ``key``, or the same enrolment, gives the first plan again.

    A plan that belongs to an enrolment takes over the topics of its course. Raises ``LessonClosed`` while something
    else has to be done before it.
    """
    mine = ActionPlan.objects.select_for_update().filter(owner=owner)
    earlier = mine.filter(form_key=key).first()
    if earlier is None and enrolment is not None:
        Enrolment.objects.select_for_update().get(pk=enrolment.pk)
        earlier = ActionPlan.objects.filter(enrolment=enrolment).first()
    if earlier is not None:
        return earlier
    if enrolment is not None:
        for lesson in Lesson.objects.of(enrolment.release).filter(kind=LessonKind.PLAN).in_order():
            lock_enrolment(enrolment, lesson)
    plan = ActionPlan.objects.create(
        owner=owner, enrolment=enrolment, form_key=key, title=title, created_at=at, updated_at=at
    )
    if enrolment is not None:
        plan.topics.set(Topic.objects.filter(courses=enrolment.release.course_id))
    return plan


@transaction.atomic
def save_plan(
    *,
    plan: ActionPlan,
    at: dt.datetime,
    topics: Iterable[Topic] | None = None,
    edit_number: int | None = None,
    **words: Any,
) -> ActionPlan:
    """Keep the given fields of ``ActionPlan.WORDS``; the others stay as they are.

    A draft may have gaps. A finished plan must stay whole, else ``PlanNotWhole`` is raised; each
    change of it is kept as a revision. Saving the same words again changes nothing. ``edit_number`` is the
    one this copy was opened with: other words raise ``EditedElsewhere`` when the plan was saved since.
    """
    unknown = set(words) - set(ActionPlan.WORDS)
    if unknown:
        raise TypeError(f"An action plan has no {', '.join(sorted(unknown))}.")
    plan = ActionPlan.objects.select_for_update().get(pk=plan.pk)
    changed = {name: value for name, value in words.items() if getattr(plan, name) != value}
    has_other_topics = topics is not None and set(topics) != set(plan.topics.all())
    if changed or has_other_topics:
        check_edit_number(plan, edit_number)
    for name, value in changed.items():
        setattr(plan, name, value)
    if plan.is_finished:
        # The review day of a plan that runs may lie in the past: only emptiness is wrong here.
        _check_is_whole(plan, today=None if "review_on" not in changed else timezone.localdate(at))
    if changed or has_other_topics:
        plan.updated_at = at
        plan.save(update_fields=[*changed, "edit_number", "updated_at"])
    if topics is not None:
        plan.topics.set(topics)
    if plan.is_finished and changed:
        keep_revision(plan, at=at)
    return plan


@transaction.atomic
def finish_plan(*, plan: ActionPlan, by: User, at: dt.datetime) -> ActionPlan:
    """Finish the plan; the lesson that asked for it is then done, and perhaps the course.

    Repeats safely. Raises ``PlanNotWhole`` with a sentence for each field that is missing, or when
    the review day has passed already.
    """
    plan = (
        ActionPlan.objects.select_for_update(of=("self",))
        .select_related("enrolment__release")
        .get(pk=plan.pk)
    )
    if plan.is_finished:
        return plan
    _check_is_whole(plan, today=timezone.localdate(at))
    plan.title = plan.title or plan.inequality.strip().splitlines()[0][:150]
    plan.finished_at = at
    plan.updated_at = at
    plan.save(update_fields=["title", "finished_at", "updated_at"])
    keep_revision(plan, at=at)
    if plan.enrolment is not None and plan.enrolment.state not in GONE:
        _complete_plan_lessons(plan.enrolment, at=at)
    announce(plan_finished, ActionPlan, plan_id=plan.pk)
    return plan


@transaction.atomic
def record_outcome(
    *,
    plan: ActionPlan,
    week: int,
    happened: str,
    change: str,
    key: uuid.UUID,
    at: dt.datetime,
    value: float | None = None,
    is_shared: bool | None = None,
) -> PlanOutcome:
    """Record the outcome of the plan after ``week`` weeks; earlier outcomes stay beside it.

    ``value`` is a number in the measure of the figure that the plan starts from; ``is_shared`` says whether those with
    whom the plan is shared read its outcomes, and nothing leaves that as it is. The same ``key`` and words give the
    first outcome again. Raises ``PlanNotWhole`` for a draft and for a value of a plan without a baseline, and
    ``AlreadySubmitted`` for other words.
    """
    plan = ActionPlan.objects.select_for_update().get(pk=plan.pk)
    if not plan.is_finished:
        raise PlanNotWhole({"week": _("Finish the plan before you record its outcome.")})
    baseline = None
    if value is not None:
        baseline = PlanBaseline.objects.filter(plan=plan, removed_at=None).first()
        if baseline is None:
            raise PlanNotWhole({"value": _("The plan has no baseline any more: leave this empty.")})
    words = {
        "week": week,
        "happened": happened,
        "change": change,
        "value": value,
        "baseline_id": baseline.pk if baseline else None,
    }
    if is_shared is not None:
        ActionPlan.objects.filter(pk=plan.pk).update(shares_outcomes=is_shared)
    first = first_result(PlanOutcome.objects.filter(plan=plan), key, **words)
    return first or PlanOutcome.objects.create(plan=plan, form_key=key, recorded_at=at, **words)


def ask_for_outcomes(*, at: dt.datetime) -> int:
    """Ask the owners of plans whose outcome is due, once for each week of ``OUTCOME_WEEKS``.

    Returns how many were asked. A night that was missed is made up for within ``OUTCOME_GRACE``.
    """
    asked = 0
    for week in OUTCOME_WEEKS:
        latest = at - dt.timedelta(weeks=week)
        due = (
            ActionPlan.objects.filter(
                finished_at__lte=latest, finished_at__gt=latest - OUTCOME_GRACE
            )
            .exclude(outcomes__week=week)
            .select_related("owner")
            .order_by("pk")
        )
        for plan in due:
            key = f"{OUTCOME_DUE.name}:{plan.pk}:{week}"
            asked += notify(
                recipients=[plan.owner], kind=OUTCOME_DUE, key=key, target=plan, at=at, week=week
            )
    return asked


def _check_is_whole(plan: ActionPlan, *, today: dt.date | None) -> None:
    """Raise ``PlanNotWhole`` for empty fields, and for a review day before ``today``."""
    errors: dict[str, Any] = {
        name: text
        for name, text in _WANTED.items()
        if not (getattr(plan, name).strip() if name != "review_on" else plan.review_on)
    }
    if today is not None and plan.review_on is not None and plan.review_on < today:
        errors["review_on"] = _("Enter a day that is not in the past.")
    if errors:
        raise PlanNotWhole(errors)


def keep_revision(plan: ActionPlan, *, at: dt.datetime) -> None:
    """Keep what the finished plan says now, with the figure that it starts from."""
    words: dict[str, Any] = {name: getattr(plan, name) for name in ActionPlan.WORDS}
    baseline = PlanBaseline.objects.filter(plan=plan, removed_at=None).first()
    if baseline is not None:
        words["baseline"] = baseline.words
    words["review_on"] = plan.review_on.isoformat() if plan.review_on else ""
    number = plan.revisions.count() + 1
    PlanRevision.objects.create(plan=plan, number=number, words=words, saved_at=at)


def _complete_plan_lessons(enrolment: Enrolment, *, at: dt.datetime) -> None:
    """Record the lesson as done. A plan that was begun may be finished, also where its lesson is closed by now."""
    for lesson in Lesson.objects.of(enrolment.release).filter(kind=LessonKind.PLAN).in_order():
        enrolment = lock_enrolment(enrolment, lesson, passes_prerequisites=True)
        record_completion(enrolment, lesson, at=at)
        complete_if_done(enrolment, at=at)
