"""What the courses put on my home: drafts of plans, deadlines, outcomes and citations that are due, and days to look at results.

The next lesson of a course stands with the course itself, in ``progress.learning_of``.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.reader_facts import fact_of
from core.agenda import ComingUp, ToDo, coming_up, do_next
from core.permissions import allows
from core.prepared import prepared
from courses.cohorts.deadlines import Due, dues_of_person
from courses.cohorts.first_and_last_days import cohort_days_of
from courses.cohorts.standing import end_of
from courses.cohorts.stuck import stuck_in_cohorts_of
from courses.excerpts.newer import courses_with_outdated
from courses.models import (
    ActionPlan,
    AttemptRequest,
    Authorship,
    Cohort,
    Course,
    DraftReview,
    LessonCitation,
)
from courses.models.plans import OUTCOME_WEEKS
from courses.programmes.next_courses import next_courses_of
from courses.progress.to_grade import ToGrade, work_waiting_for

_MOST_COURSES = 3
_MOST_PLANS = 20
_MOST_REQUESTS = 5
_MOST_DEADLINES = 5
_AHEAD = dt.timedelta(weeks=8)
_SOON = dt.timedelta(weeks=1)


@do_next("courses.plans")
def plans_to_go_on_with(user: User, now: dt.datetime) -> list[ToDo]:
    """Return what this person's newest plans ask of them. One query."""
    return [thing for plan in _newest_plans(user) for thing in _to_do(plan, now)]


@coming_up("courses.plans")
def plans_to_look_at(user: User, now: dt.datetime) -> list[ComingUp]:
    """Return the days in the next eight weeks on which finished plans are to be looked at. One query."""
    today = timezone.localdate(now)
    return [_look_at_result(plan) for plan in _reviewed_between(user, today, today + _AHEAD)]


@do_next("courses.deadlines")
def work_that_is_due(user: User, now: dt.datetime) -> list[ToDo]:
    """Return what is overdue in the person's cohorts, and what is due within a week."""
    soon = now + _SOON
    return [_due(due, now) for due in dues_of_person(user, now=now) if _end_of(due) <= soon][
        :_MOST_DEADLINES
    ]


@coming_up("courses.deadlines")
def deadlines_ahead(user: User, now: dt.datetime) -> list[ComingUp]:
    """Return the deadlines of the next eight weeks in the person's cohorts."""
    return [
        ComingUp(
            title=_("Due: %(what)s") % {"what": due.title},
            address=due.address,
            # The last minute of the day, so that it is shown on that day.
            at=_end_of(due) - dt.timedelta(minutes=1),
        )
        for due in dues_of_person(user, now=now)
        if now < _end_of(due) <= now + _AHEAD
    ][:_MOST_DEADLINES]


@coming_up("courses.cohorts")
def days_of_cohorts(user: User, now: dt.datetime) -> list[ComingUp]:
    """Return the first and last days, in the next eight weeks, of the cohorts in which the person learns."""
    days = cohort_days_of(user, since=timezone.localdate(now) - dt.timedelta(days=1))
    return [
        ComingUp(title=day.title, address=day.cohort.get_absolute_url(), at=day.at)
        for day in days
        if now < day.at <= now + _AHEAD
    ]


@do_next("courses.programmes")
def courses_to_begin(user: User, now: dt.datetime) -> list[ToDo]:
    """Return the course that comes next in each programme that the person has begun. At most one query."""
    if fact_of(user, "is_in_programme") is False:
        return []
    return [
        ToDo(
            title=_("Start “%(course)s”") % {"course": row.course},
            address=row.course.get_absolute_url(),
            why=_("It comes next in your programme “%(programme)s”.")
            % {"programme": row.programme},
            weight=35,
        )
        for row in next_courses_of(user)
    ]


def _end_of(due: Due) -> dt.datetime:
    zone = due.place.cohort.time_zone if due.place.cohort else "UTC"
    return end_of(due.due_on, zone)


def _due(due: Due, now: dt.datetime) -> ToDo:
    words = {"what": due.title, "course": due.place.release.course}
    if due.is_overdue:
        why = _("The deadline of your cohort in “%(course)s” has passed. You can still do it.")
    else:
        why = _("It is due soon in your cohort of “%(course)s”.")
    return ToDo(
        title=_("Complete “%(what)s”") % words,
        address=due.address,
        why=why % words,
        weight=68 if due.is_overdue else 60,
        due_at=_end_of(due) - dt.timedelta(minutes=1),
    )


@do_next("courses.citations")
def citations_to_review(user: User, now: dt.datetime) -> list[ToDo]:
    """Return one line for each course of theirs whose lessons cite an outdated version. At most one query."""
    if not allows(user, "courses.cite"):
        return []
    return [_outdated_citations(*row) for row in _courses_with_outdated_citations(user)]


@do_next("courses.figures")
def figures_to_take(user: User, now: dt.datetime) -> list[ToDo]:
    """Return one line for each course of theirs whose figures were replaced or withdrawn. At most one query."""
    if not allows(user, "courses.cite"):
        return []
    return [_outdated_figures(*row) for row in _courses_with_outdated_figures(user)]


@do_next("courses.writing")
def asked_of_authors(user: User, now: dt.datetime) -> list[ToDo]:
    """Return invitations to write courses, reviews of drafts to do, and drafts that came back. At most two queries."""
    if fact_of(user, "writes_course") is False and fact_of(user, "facilitates") is False:
        return []
    invited = [_invited(each) for each in _open_invitations(user)]
    return invited + [_review(each, user) for each in _reviews_asking(user)]


@prepared
def _open_invitations(user: User) -> QuerySet[Authorship]:
    waiting = Authorship.objects.waiting_for(user).select_related("course")
    return waiting.order_by("invited_at", "pk")[:_MOST_REQUESTS]


@prepared
def _reviews_asking(user: User) -> QuerySet[DraftReview]:
    asking = DraftReview.objects.asking(user)
    asking = asking.select_related("release__course", "asked_by", "reviewer")
    return asking.order_by("asked_at", "pk")[:_MOST_REQUESTS]


def _invited(authorship: Authorship) -> ToDo:
    return ToDo(
        title=_("Answer the invitation to work on “%(course)s”") % {"course": authorship.course},
        address=authorship.get_absolute_url(),
        why=_("You were invited to write or review this course."),
        weight=55,
    )


def _review(review: DraftReview, user: User) -> ToDo:
    words = {"course": review.release.course, "person": review.asked_by}
    if review.reviewer_id == user.pk:
        title = _("Review the draft of “%(course)s”")
        why = _("%(person)s asked you for it.")
    else:
        title = _("Change the draft of “%(course)s”")
        why = _("%(person)s reviewed it and asks for changes.")
        words["person"] = review.reviewer
    return ToDo(title=title % words, address=review.get_absolute_url(), why=why % words, weight=55)


@do_next("courses.stuck")
def stuck_learners_to_help(user: User, now: dt.datetime) -> list[ToDo]:
    """Return one line for each cohort of this facilitator in which learners are stuck.

    Seven queries for somebody whom a cohort names as its facilitator, however many there are; none for others.
    """
    if fact_of(user, "facilitates_cohort") is False:
        return []
    return [_stuck(cohort, number) for cohort, number in stuck_in_cohorts_of([user], now)[user.pk]]


def _stuck(cohort: Cohort, number: int) -> ToDo:
    words = {"number": number, "cohort": cohort, "course": cohort.release.course}
    title = ngettext(
        "%(number)d learner is stuck in “%(cohort)s”",
        "%(number)d learners are stuck in “%(cohort)s”",
        number,
    )
    slug = cohort.release.course.slug
    return ToDo(
        title=title % words,
        address=f"{reverse('courses:cohort_learners', args=[slug, cohort.pk])}?stuck=any",
        why=_("They fail a quiz, are overdue, or have done nothing for 7 days in “%(course)s”.")
        % words,
        weight=55,
    )


@do_next("courses.attempts")
def requests_to_answer(user: User, now: dt.datetime) -> list[ToDo]:
    """Return one line for each learner who waits for another attempt at a quiz. At most one query."""
    if not allows(user, "courses.cite") and fact_of(user, "facilitates_cohort") is False:
        return []
    return [_attempt_asked(request) for request in _waiting_requests(user)]


@prepared
def _waiting_requests(user: User) -> QuerySet[AttemptRequest]:
    return (
        AttemptRequest.objects.waiting()
        .filter(
            Q(enrolment__release__course__in=Course.objects.facilitated_by(user))
            | Q(enrolment__cohort__in=Cohort.objects.facilitated_by(user))
        )
        .select_related("lesson", "enrolment__user", "enrolment__release__course")
        .order_by("asked_at", "pk")[:_MOST_REQUESTS]
    )


def _attempt_asked(request: AttemptRequest) -> ToDo:
    words = {"learner": request.enrolment.user, "quiz": request.lesson}
    return ToDo(
        title=_("%(learner)s asks for another attempt at “%(quiz)s”") % words,
        address=request.get_absolute_url(),
        why=_("They have used all their attempts and cannot continue."),
        weight=70,
    )


@do_next("courses.grading")
def work_to_grade(user: User, now: dt.datetime) -> list[ToDo]:
    """Return one line for each course in which work waits to be graded. At most three queries, none for others."""
    if not allows(user, "courses.cite") and fact_of(user, "facilitates_cohort") is False:
        return []
    return [_to_grade(each, now) for each in work_waiting_for([user])[user.pk][:_MOST_COURSES]]


def _to_grade(each: ToGrade, now: dt.datetime) -> ToDo:
    title = ngettext(
        "%(count)d piece of work to grade in “%(course)s”",
        "%(count)d pieces of work to grade in “%(course)s”",
        each.count,
    )
    why = _("The oldest was handed in %(time)s ago.")
    return ToDo(
        title=title % {"count": each.count, "course": each.course},
        address=f"{reverse('courses:grading_list')}?course={each.slug}",
        why=why % {"time": timesince(each.oldest_at, now, depth=1)},
        weight=60,
    )


@prepared
def _newest_plans(user: User) -> QuerySet[ActionPlan]:
    return ActionPlan.objects.of_owner(user)[:_MOST_PLANS]


@prepared
def _reviewed_between(user: User, first: dt.date, last: dt.date) -> QuerySet[ActionPlan]:
    """Return the finished plans whose result is due for a look in these days, the soonest first."""
    plans = ActionPlan.objects.visible_to(user).finished()
    return plans.filter(review_on__range=(first, last)).order_by("review_on", "pk")[:_MOST_PLANS]


@prepared
def _courses_with_outdated_citations(user: User) -> QuerySet[Any, tuple[str, str, int]]:
    """Slug and title of each course that the person writes, and how many of its citations are outdated."""
    return (
        LessonCitation.objects.with_newer_version()
        .filter(lesson__module__release__course__in=Course.objects.written_by(user))
        .values_list(
            "lesson__module__release__course__slug", "lesson__module__release__course__title"
        )
        .annotate(citations=Count("pk"))
        .order_by("lesson__module__release__course__title")[:_MOST_COURSES]
    )


@prepared
def _courses_with_outdated_figures(user: User) -> QuerySet[Any, tuple[str, str]]:
    """Slug and title of each course that the person writes whose lessons show figures that have newer ones."""
    found = courses_with_outdated(Course.objects.written_by(user))
    return found.values_list("slug", "title").order_by("title", "pk")[:_MOST_COURSES]


def _outdated_figures(slug: str, title: str) -> ToDo:
    return ToDo(
        title=_("Look at the figures of “%(course)s”") % {"course": title},
        address=reverse("courses:teach_course", args=[slug]),
        why=_("Its lessons show figures that were replaced or withdrawn since they were taken."),
        weight=38,
    )


def _outdated_citations(slug: str, title: str, count: int) -> ToDo:
    why = ngettext(
        "%(count)d lesson cites an older version of a work.",
        "%(count)d lessons cite older versions of works.",
        count,
    )
    return ToDo(
        title=_("Review newer evidence for “%(course)s”") % {"course": title},
        address=reverse("courses:citation_review", args=[slug]),
        why=why % {"count": count},
        weight=40,
    )


def _to_do(plan: ActionPlan, now: dt.datetime) -> Iterator[ToDo]:
    if plan.has_newer_evidence:  # type: ignore[attr-defined]
        yield ToDo(
            title=_("Review newer evidence for “%(plan)s”") % {"plan": plan},
            address=reverse("courses:evidence_list", args=[plan.pk]),
            why=_("The library has a newer version of a work that your plan cites."),
            weight=40,
        )
    if plan.finished_at is None:
        yield _draft(plan)
        return
    recorded = plan.last_outcome_week or 0  # type: ignore[attr-defined]
    # What was recorded later tells of the earlier weeks, too.
    due = [
        week
        for week in OUTCOME_WEEKS
        if week > recorded and plan.finished_at + dt.timedelta(weeks=week) <= now
    ]
    if due:
        yield _outcome(plan, due, plan.finished_at, now)


def _look_at_result(plan: ActionPlan) -> ComingUp:
    day: dt.date = plan.review_on  # type: ignore[assignment]  # a finished plan has one
    return ComingUp(
        title=_("Check the result of “%(plan)s”") % {"plan": plan},
        address=plan.get_absolute_url(),
        at=timezone.make_aware(dt.datetime.combine(day, dt.time(9))),
    )


def _draft(plan: ActionPlan) -> ToDo:
    return ToDo(
        title=_("Finish your action plan “%(plan)s”") % {"plan": plan.title}
        if plan.title
        else _("Finish your action plan"),
        address=reverse("courses:plan_edit", args=[plan.pk]),
        why=_("It is still a draft."),
        weight=45,
    )


def _outcome(plan: ActionPlan, due: list[int], finished_at: dt.datetime, now: dt.datetime) -> ToDo:
    """Return one line for all due outcomes of a plan; where there are two, its page has both buttons."""
    words = {
        "passed": (now - finished_at).days // 7,
        "weeks": get_text_list([str(week) for week in due], _("and")),
    }
    why = _(
        "You finished the plan %(passed)s weeks ago. Record what happened after %(weeks)s weeks."
    )
    return ToDo(
        title=_("Record the outcome of “%(plan)s”") % {"plan": plan},
        address=reverse("courses:outcome_record", args=[plan.pk, due[0]])
        if len(due) == 1
        else f"{plan.get_absolute_url()}#outcomes",
        why=why % words,
        weight=65,
        due_at=finished_at + dt.timedelta(weeks=due[0]),
    )
