"""What this app announces."""

from django.dispatch import Signal

# Keys: notification_ids (list of primary keys whose mail waits).
mail_waiting = Signal()
