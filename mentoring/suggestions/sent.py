"""What a coordinator wrote to a learner about one mentor, as that mentor's page shows it to them."""

from core.types import Person
from mentoring.models import MentorProfile
from notifications.models import Notification


def suggestion_key(profile: MentorProfile) -> str:
    """Return the key by which nobody gets the same suggestion twice."""
    return f"mentoring.suggested:{profile.pk}"


def suggestion_of(profile: MentorProfile, reader: Person) -> str:
    """Return the coordinator's words and reasons, or nothing where this mentor was not suggested. One query."""
    sent = Notification.objects.filter(recipient=reader.pk, key=suggestion_key(profile))
    return sent.values_list("text", flat=True).first() or ""
