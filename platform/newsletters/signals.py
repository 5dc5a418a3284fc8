"""Announcements of the newsletter."""

from django.dispatch import Signal

# Key: issue_id. Its mails are to be queued now.
issue_sending = Signal()
