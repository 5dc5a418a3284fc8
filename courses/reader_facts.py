"""Whether a reader facilitates a course, loaded with the account."""

from django.db.models import Exists, OuterRef

from accounts.reader_facts import reader_fact
from courses.models import Course


@reader_fact("facilitates")
def facilitates() -> Exists:
    """Return the expression that tells whether an account facilitates a course."""
    return Exists(Course.facilitators.through.objects.filter(user=OuterRef("pk")))
