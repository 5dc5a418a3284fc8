"""What many pages need to know of a reader: whether they run a course."""

from django.db.models import Exists, OuterRef

from accounts.reader_facts import reader_fact
from courses.models import Course


@reader_fact("facilitates")
def facilitates() -> Exists:
    """Whether they are listed as the facilitator of a course."""
    return Exists(Course.facilitators.through.objects.filter(user=OuterRef("pk")))
