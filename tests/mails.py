"""What the mail server was given, once everything that waits has been sent."""

import threading

from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone

from core.logs.error_mails import THREAD
from notifications.delivery.sending import send_waiting


def delivered() -> list[EmailMessage]:
    """Send what waits now, as the worker does after each commit, and return all mails so far."""
    send_waiting(at=timezone.now())
    return mail.outbox


def error_mails() -> list[EmailMessage]:
    """Return all mails so far, once those about errors, which leave beside the request, have left."""
    for thread in threading.enumerate():
        if thread.name == THREAD:
            thread.join()
    return mail.outbox
