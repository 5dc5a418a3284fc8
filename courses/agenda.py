"""What the courses put on my home: one query for what waits, one for what comes up."""

import datetime as dt
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.agenda import Agenda, ComingUp, DoNext
from courses.models import ActionPlan, Enrolment
from courses.models.plans import OUTCOME_WEEKS
from courses.progress import lesson_address, with_next_lesson

_AHEAD = dt.timedelta(weeks=8)


def agenda_of(user: User, *, now: dt.datetime) -> Agenda:
    """One query for what waits on a learner, one for the days of their plans."""
    return Agenda(_do_next(user, now), _coming_up(user, now))


def _do_next(user: User, now: dt.datetime) -> list[DoNext]:
    """The next lesson of each course, drafts of plans, and outcomes that are due."""
    lessons = with_next_lesson(Enrolment.objects.filter(user=user).active()).exclude(next_path=None)
    rows = _columns(lessons, "lesson", "next_title", "next_path", "enrolled_at")
    drafts = ActionPlan.objects.filter(owner=user, finished_at=None)
    parts = [_columns(drafts, "plan", "title", "place", "created_at")]
    for week in OUTCOME_WEEKS:
        due = ActionPlan.objects.filter(
            owner=user, finished_at__lte=now - dt.timedelta(weeks=week)
        ).exclude(outcomes__week__gte=week)
        parts.append(_columns(due, str(week), "title", "place", "finished_at"))
    found: dict[tuple[str, int], DoNext] = {}
    # Of two outcomes that are due for one plan, the later one is asked for.
    for what, pk, title, path, since in rows.union(*parts).order_by("what", "pk"):
        if what == "lesson":
            found["lesson", pk] = _lesson(title, path)
        elif what == "plan":
            found["plan", pk] = _draft(pk, title)
        elif ("outcome", pk) not in found or what == str(max(OUTCOME_WEEKS)):
            found["outcome", pk] = _outcome(pk, title, int(what), since)
    return list(found.values())


def _coming_up(user: User, now: dt.datetime) -> list[ComingUp]:
    """The days on which finished plans are to be looked at, eight weeks ahead."""
    today = timezone.localdate(now)
    plans = ActionPlan.objects.filter(
        owner=user,
        finished_at__isnull=False,
        review_on__gte=today,
        review_on__lte=today + _AHEAD,
    )
    return [
        ComingUp(
            title=_("Look at the result of “%(plan)s”") % {"plan": plan},
            address=plan.get_absolute_url(),
            at=timezone.make_aware(dt.datetime.combine(plan.review_on, dt.time(9))),
        )
        for plan in plans.order_by("review_on", "pk")
        if plan.review_on
    ]


def _columns(
    rows: QuerySet[Any], what: str, title: str, path: str, since: str
) -> QuerySet[Any, tuple[str, int, str, str, dt.datetime]]:
    return rows.annotate(
        what=Value(what, output_field=CharField()), words=F(title), path=F(path), since=F(since)
    ).values_list("what", "pk", "words", "path", "since")


def _lesson(title: str, path: str) -> DoNext:
    return DoNext(
        title=_("Go on with “%(lesson)s”") % {"lesson": title},
        address=lesson_address(path),
        why=_("It is the next lesson of your course."),
        weight=50,
    )


def _draft(pk: int, title: str) -> DoNext:
    return DoNext(
        title=_("Finish your action plan “%(plan)s”") % {"plan": title}
        if title
        else _("Finish your action plan"),
        address=reverse("courses:plan_edit", args=[pk]),
        why=_("It is a draft so far."),
        weight=45,
    )


def _outcome(pk: int, title: str, week: int, since: dt.datetime) -> DoNext:
    return DoNext(
        title=_("Record what came of “%(plan)s”") % {"plan": title},
        address=reverse("courses:outcome_record", args=[pk, week]),
        why=_("You finished the plan %(week)s weeks ago.") % {"week": week},
        weight=65,
        due_at=since + dt.timedelta(weeks=week),
    )
