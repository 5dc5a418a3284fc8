"""The courses' section of the digest: learners who are stuck, for their facilitators, and new courses."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from courses.cohorts.stuck import stuck_in_cohorts_of
from courses.models import Cohort, Release
from notifications.digest.sections import Line, Reader, digest_section_for_many, whole_period


@digest_section_for_many("courses", _("Courses"))
def of_courses(readers: Sequence[Reader]) -> dict[int, list[Line]]:
    """Return who is stuck in the reader's cohorts, then new courses."""
    stuck, new = stuck_learners(readers), new_courses(readers)
    return {reader.user.pk: [*stuck[reader.user.pk], *new[reader.user.pk]] for reader in readers}


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
