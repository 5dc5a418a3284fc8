"""What this app announces."""

from django.dispatch import Signal

# Key: delivery_ids (list of primary keys of mails that wait).
mail_waiting = Signal()
