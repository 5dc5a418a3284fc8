"""What the mail server was given, once everything that waits has been sent."""

from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone

from notifications.delivery.sending import send_waiting


def delivered() -> list[EmailMessage]:
    """Send what waits now, as the worker does after each commit, and return all mails so far."""
    send_waiting(at=timezone.now())
    return mail.outbox
