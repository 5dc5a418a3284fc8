"""Whether a reader is a mentor, loaded with the account."""

from django.db.models import Exists, OuterRef

from accounts.reader_facts import reader_fact
from mentoring.models import MentorProfile


@reader_fact("is_mentor")
def is_mentor() -> Exists:
    """Return the expression that tells whether an account is an approved mentor."""
    return Exists(MentorProfile.objects.approved().filter(user=OuterRef("pk")))
