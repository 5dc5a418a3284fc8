"""Announcements of covers."""

from django.dispatch import Signal

# Keys: label (of the model), key. A thing got a cover of its own, whose sizes are still to be made.
cover_uploaded = Signal()
