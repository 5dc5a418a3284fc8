"""The courses' section of the digest: for facilitators work to grade and learners who are stuck, and new courses."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from courses.cohorts.stuck import stuck_in_cohorts_of
from courses.models import Cohort, Release
from courses.progress.to_grade import ToGrade, work_waiting_for
from notifications.digest.sections import Line, Reader, digest_section_for_many, whole_period


@digest_section_for_many("courses", _("Courses"))
def of_courses(readers: Sequence[Reader]) -> dict[int, list[Line]]:
    """Return the work that waits for the reader, who is stuck in their cohorts, then new courses."""
    parts = [to_grade(readers), stuck_learners(readers), new_courses(readers)]
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
