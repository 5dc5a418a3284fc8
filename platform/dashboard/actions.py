"""The test mail of an administrator to themselves."""

import datetime as dt

from accounts.models import User
from dashboard.mail import TEST_MAIL
from notifications.actions import queue_mail


def send_test_mail(*, user: User, at: dt.datetime) -> None:
    """Queue a mail to this person's own address, on the way of every other mail.

    While one still waits, a second one is not queued.
    """
    queue_mail(mail=TEST_MAIL, about=user.pk, address=user.email, at=at)
