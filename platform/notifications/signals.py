"""Announcements of notifications."""

from django.dispatch import Signal

# Key: delivery_ids (list of primary keys of mails that wait).
mail_waiting = Signal()
