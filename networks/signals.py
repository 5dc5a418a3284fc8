"""What this app announces."""

from django.dispatch import Signal

# Key: invitation_id. An invitation waits to be mailed to its address.
invitation_waiting = Signal()
