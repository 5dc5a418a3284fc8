"""What this app announces."""

from django.dispatch import Signal

# Key: submission_id. The submission has just been sent in, for the first time or again.
submission_submitted = Signal()
# Keys: submission_id, record_id. The work stands in the library.
submission_accepted = Signal()
