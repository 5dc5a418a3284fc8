"""Whether a reader facilitates a course or a cohort, and learns in a cohort, loaded with the account."""

from django.db.models import Exists, OuterRef

from accounts.reader_facts import reader_fact
from courses.models import Authorship, Cohort, Course, Enrolment


@reader_fact("facilitates")
def facilitates() -> Exists:
    """Return the expression that tells whether an account facilitates a course."""
    return Exists(Course.facilitators.through.objects.filter(user=OuterRef("pk")))


@reader_fact("facilitates_cohort")
def facilitates_cohort() -> Exists:
    """Return the expression that tells whether an account facilitates a cohort by name."""
    return Exists(Cohort.facilitators.through.objects.filter(user=OuterRef("pk")))


@reader_fact("learns_in_cohort")
def learns_in_cohort() -> Exists:
    """Return the expression that tells whether an account learns in a cohort."""
    places = Enrolment.objects.active().filter(user=OuterRef("pk"), cohort__isnull=False)
    return Exists(places)


@reader_fact("writes_course")
def writes_course() -> Exists:
    """Return the expression that tells whether an account writes or reviews a course, or is invited to."""
    return Exists(Authorship.objects.filter(user=OuterRef("pk")))


@reader_fact("is_in_programme")
def is_in_programme() -> Exists:
    """Return the expression that tells whether an account has ever had a place in a course of a programme."""
    places = Enrolment.objects.filter(user=OuterRef("pk"))
    return Exists(places.filter(release__course__in_programmes__isnull=False))
