"""The courses' section of the digest: for facilitators work to grade and who is stuck, for learners what is due; new courses."""

import datetime as dt
from collections.abc import Sequence

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from courses.cohorts.deadlines import Due, dues_by_place
from courses.cohorts.standing import day_there, standing_of
from courses.cohorts.stuck import stuck_in_cohorts_of
from courses.models import Cohort, Enrolment, Release
from courses.progress.to_grade import ToGrade, work_waiting_for
from notifications.digest.sections import Line, Reader, digest_section_for_many, whole_period

# What falls due within this time after the summary is in it, so that nothing passes between two of them.
_AHEAD = dt.timedelta(days=7)
_A_DAY = dt.timedelta(days=1)


@digest_section_for_many("courses", _("Courses"))
def of_courses(readers: Sequence[Reader]) -> dict[int, list[Line]]:
    """Return the work that waits for the reader, who is stuck in their cohorts, what they have to do by when, then new courses."""
    parts = [to_grade(readers), stuck_learners(readers), due_soon(readers), new_courses(readers)]
    return {
        reader.user.pk: [line for part in parts for line in part[reader.user.pk]]
        for reader in readers
    }


def to_grade(readers: Sequence[Reader]) -> dict[int, list[Line]]:
    """Return a line for each course in which work waits to be graded by the reader.

    Three queries at most, however many readers, as these come with their roles.
    """
    waiting = work_waiting_for([reader.user for reader in readers])
    return {pk: [_grading_line(each) for each in some] for pk, some in waiting.items()}


def _grading_line(each: ToGrade) -> Line:
    title = ngettext(
        "%(count)d piece of work to grade in “%(course)s”",
        "%(count)d pieces of work to grade in “%(course)s”",
        each.count,
    )
    page = f"{reverse('courses:grading_list')}?course={each.slug}"
    return Line(title % {"count": each.count, "course": each.course}, page)


def stuck_learners(readers: Sequence[Reader]) -> dict[int, list[Line]]:
    """Return a line for each cohort of a facilitator in which learners are stuck.

    Seven queries, however many readers.
    """
    _since, until = whole_period(readers)
    found = stuck_in_cohorts_of([reader.user for reader in readers], until)
    return {
        pk: [_line(cohort, number) for cohort, number in cohorts] for pk, cohorts in found.items()
    }


def _line(cohort: Cohort, number: int) -> Line:
    words = {"number": number, "cohort": cohort, "course": cohort.release.course}
    title = ngettext(
        "%(number)d learner is stuck in “%(cohort)s”, %(course)s",
        "%(number)d learners are stuck in “%(cohort)s”, %(course)s",
        number,
    )
    page = reverse("courses:cohort_learners", args=[cohort.release.course.slug, cohort.pk])
    return Line(title % words, f"{page}?stuck=any")


def due_soon(readers: Sequence[Reader]) -> dict[int, list[Line]]:
    """Return what the reader has to do in cohorts within a week, and what was due in the period and is not done.

    Three queries at most, however many readers. What has been overdue for longer is not in every mail: it is on their
    home while the cohort goes on. Of a cohort that ended in the period only what was missed is told.
    """
    since, _until = whole_period(readers)
    by_key = {reader.user.pk: reader for reader in readers}
    places = (
        Enrolment.objects.active()
        .filter(user__in=by_key, cohort__isnull=False)
        .select_related("release__course", "cohort", "progress")
        .order_by("pk")
    )
    found: dict[int, list[tuple[dt.date, Line]]] = {pk: [] for pk in by_key}
    for dues in dues_by_place(places, now=since).values():
        for due in dues:
            reader = by_key[due.place.user_id]
            if not due.is_done and (line := _due_line(due, reader)):
                found[reader.user.pk].append((due.due_on, line))
    return {
        pk: [line for _day, line in sorted(some, key=lambda one: one[0])]
        for pk, some in found.items()
    }


def _due_line(due: Due, reader: Reader) -> Line | None:
    cohort = due.place.cohort
    if cohort is None:
        return None
    first, today = day_there(cohort, reader.since), day_there(cohort, reader.until)
    last = today - _A_DAY if standing_of(cohort, reader.until).is_ended else today + _AHEAD
    if standing_of(cohort, reader.since).is_ended or not first <= due.due_on <= last:
        return None
    words = {"day": date_format(due.due_on, "j F"), "what": due.title}
    title = (
        gettext("“%(what)s” was due on %(day)s") % words
        if due.due_on < today
        else gettext("Due by %(day)s: %(what)s") % words
    )
    return Line(title, due.address, str(due.place.release.course))


def new_courses(readers: Sequence[Reader]) -> dict[int, list[Line]]:
    """Return courses whose first release was published in the period; a further release is no new course.

    One query, however many readers.
    """
    since, until = whole_period(readers)
    releases = list(
        Release.objects.filter(number=1, published_at__gt=since, published_at__lte=until)
        .select_related("course")
        .order_by("published_at", "pk")
    )
    return {
        reader.user.pk: [
            Line(release.course.title, release.course.get_absolute_url(), release.course.summary)
            for release in releases
            if release.published_at and reader.since < release.published_at <= reader.until
        ]
        for reader in readers
    }
